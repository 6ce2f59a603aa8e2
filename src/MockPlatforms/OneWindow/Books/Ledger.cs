using ServiceHall.MockPlatforms.OneWindow.Rows;

namespace ServiceHall.MockPlatforms.OneWindow.Books;

/// <summary>The province's state behind one lock: what it holds, and the journal of how that came about.</summary>
internal sealed class Ledger
{
    private const int LongestKept = 64;

    private readonly Lock gate = new();
    private readonly Holdings holdings = new();
    private readonly List<Entry> entries = [];
    private readonly long[] taken = new long[Tables.All.Length];
    private readonly long[] refused = new long[Tables.All.Length];
    private readonly Judge judge;
    private readonly JournalFile file;
    private readonly TimeProvider clock;

    public Ledger(Catalogue catalogue, JournalFile file, TimeProvider clock)
    {
        (this.file, this.clock) = (file, clock);
        judge = new Judge(catalogue, holdings);
        foreach (var (entry, row) in file.Replay())
        {
            Enter(entry, row);
        }
    }

    /// <summary>Judges the rows one by one, each seeing those before it, and has the journal written before it returns.</summary>
    public Verdict[] Take(Batch batch)
    {
        lock (gate)
        {
            var at = clock.GetUtcNow().ToOffset(HallTime.Offset);
            var verdicts = new Verdict[batch.Rows.Count];
            for (var i = 0; i < verdicts.Length; i++)
            {
                verdicts[i] = Take(batch, batch.Rows[i], at);
            }

            file.Flush();
            return verdicts;
        }
    }

    public Row? Find(Table table, string rowGuid)
    {
        lock (gate)
        {
            return holdings.Find(table, rowGuid);
        }
    }

    public Row[] Page(Table table, int after, int limit)
    {
        lock (gate)
        {
            return [.. holdings.Page(table, after, limit)];
        }
    }

    public Entry[] Entries(int after, int limit)
    {
        lock (gate)
        {
            return [.. entries.GetRange(Math.Min(after, entries.Count), Math.Clamp(entries.Count - after, 0, limit))];
        }
    }

    public Dictionary<string, TableCount> Counts()
    {
        lock (gate)
        {
            return Tables.All.ToDictionary(t => t.Name, t => new TableCount(holdings.Live(t), holdings.Deleted(t), taken[t.Number], refused[t.Number]));
        }
    }

    private Verdict Take(Batch batch, Candidate candidate, DateTimeOffset at)
    {
        var held = holdings.Find(batch.Table, candidate.RowGuid);
        var repeated = candidate is { Defect: null, Row: { } } && held is not null && Judge.IsRepeat(candidate.Row, held);
        var defect = candidate.Defect ?? (!repeated ? judge.Refuse(candidate.Row!, held) : candidate.MayNotRepeat ? Defect.Repeated : null);
        var outcome = defect is not null ? Outcome.Refused : repeated ? Outcome.Repeated : Outcome.Taken;
        var entry = new Entry(
            entries.Count + 1, at, batch.Table.Name, Cut(candidate.RowGuid), Cut(candidate.ProjectNo), Cut(candidate.Operation), batch.Name, outcome, defect?.Code);
        var row = outcome == Outcome.Taken ? candidate.Row : null;
        Enter(entry, row);
        file.Append(entry, row);
        return Verdict(candidate, outcome, defect, (row ?? held)?.Receipt ?? 0);
    }

    private void Enter(Entry entry, Row? row)
    {
        entries.Add(entry);
        var table = Tables.Find(entry.Table)!.Number;
        (entry.Outcome == Outcome.Refused ? refused : taken)[table]++;
        if (row is not null)
        {
            (row.Receipt, row.TakenAt) = (entry.Seq, entry.At);
            holdings.Put(row);
        }
    }

    private Verdict Verdict(Candidate candidate, Outcome outcome, Defect? defect, long receipt) =>
        new(candidate.RowGuid, outcome, defect, receipt, defect is null ? holdings.Project(candidate.ProjectNo)?.ProvincialCaseNo : null);

    /// <summary>What a stranger may put into the journal of a row that was refused has a bound.</summary>
    private static string Cut(string text) => text.Length <= LongestKept ? text : text[..LongestKept];
}
