using ServiceHall.Adapters.Departments;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.Intake;

/// <summary>A stored record as it reads now.</summary>
/// <param name="Stored">As it was read when it was stored.</param>
/// <param name="Body">What is to be stored in place of its body, unsealed; null where that stays.</param>
internal sealed record ReadAnew(RecordRow Row, Record Stored, Record Record, IReadOnlyList<Finding> Findings, byte[]? Body)
{
    /// <inheritdoc/>
    public override string ToString() => $"record {Row.Id}";
}

/// <summary>What came of judging a record again.</summary>
/// <param name="IsChanged">False where everything is as it was, and nothing was written.</param>
internal sealed record JudgedAgain(RecordResult Result, RecordState State, bool IsChanged);

/// <summary>
/// Judges records in quarantine again, by the rules and tables of now. What came in a department's own format is mapped anew from its own bytes,
/// because tables are what gets corrected.
/// </summary>
internal sealed class Rejudgement(Hall hall, RecordPreparer preparer, DepartmentFolders departments)
{
    /// <summary>Reads it, and names what judging it will need.</summary>
    public ReadAnew Read(RecordRow row, WriteGroup group)
    {
        var (stored, found) = preparer.ReadAgain(row);
        var mapping = row.Adapter is { } adapter ? departments.Find(adapter) : null;
        var mapped = mapping is null ? null : preparer.MapAgain(row, stored, mapping);
        var one = mapped is var (record, findings, body) ? new ReadAnew(row, stored, record, findings, body) : new ReadAnew(row, stored, stored, found, null);
        group.NeedKey(row.Department, stored.Key);
        foreach (var caseNo in new[] { stored.CaseNo, one.Record.CaseNo }.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            group.NeedNumber(caseNo, row.Department);
        }

        return one;
    }

    /// <summary>Judges it; what it becomes, and what waited for it, is added to the group.</summary>
    public JudgedAgain Judge(ReadAnew one, Keeper keeper, WriteGroup group)
    {
        var (row, record) = (one.Row, one.Record);
        var existing = record.CaseNo is { } caseNo ? group.CaseOf(caseNo, row.Department) : null;
        var (judge, profile) = hall.JudgeOf(row.Adapter);
        var judgement = judge.Decide(
            record, one.Findings, row.Id, Others(group.Known(row.Department, record.Key), record.Version), existing, () => hall.NewCase(record.Department, record.CaseNo!, record.ReceivedAt));
        IReadOnlyList<StoredFinding> findings = [.. judgement.Findings.Select(finding => StoredFinding.Of(finding, profile))];
        var state = Keeper.StateOf(judgement.Verdict);
        var result = new RecordResult
        {
            Key = record.Key,
            Verdict = judgement.Verdict,
            RecordId = row.Id,
            Errors = [.. findings.Where(finding => finding.IsError)],
            Warnings = [.. findings.Where(finding => !finding.IsError)],
        };
        var isChanged = state != row.State || judgement.Decides?.Rule.Id != row.Rule || !findings.SequenceEqual(FindingsFile.Open(hall.Sealer, row.Id, row.Findings));
        if (isChanged)
        {
            var subject = judgement.Case?.Id ?? (judgement.Verdict == Verdict.Accepted ? hall.TakeSubject() : null);
            Change(one, judgement, subject, findings, group);
            Place(one, judgement, subject, existing, keeper, group);
        }

        return new JudgedAgain(result, state, isChanged);
    }

    private void Change(ReadAnew one, Judgement judgement, long? subject, IReadOnlyList<StoredFinding> findings, WriteGroup group)
    {
        var (row, record) = (one.Row, one.Record);
        var state = Keeper.StateOf(judgement.Verdict);
        group.Change(new RecordChange(
            row.Id, row.Department, record.Key, record.Version, subject, judgement.Verdict, row.State, state, judgement.Decides?.Rule.Id, hall.ConfigId,
            FindingsFile.Seal(hall.Sealer, row.Id, findings)));
        if (one.Body is { } body)
        {
            group.Session.Rewrite(new RecordRewrite(
                row.Id, Keeper.KnownKind(record.Kind), record.OccurredAt.ToUnixTimeMilliseconds(), hall.Sealer.Seal(body, row.Id.ToByteArray())));
        }

        if (judgement.Verdict is Verdict.Accepted or Verdict.Parked)
        {
            group.Add(new JournalRow(
                hall.Clock.Now.ToUnixTimeMilliseconds(), judgement.Verdict == Verdict.Accepted ? "record.taken" : "record.parked", row.Department, subject, row.Id, null, state.Word(),
                judgement.Decides?.Rule.Id, null));
        }
    }

    // Where it stood among what waits it stands no longer; where it still belongs there it is put back.
    private void Place(ReadAnew one, Judgement judgement, long? subject, Case? existing, Keeper keeper, WriteGroup group)
    {
        if (one.Stored.CaseNo is { } caseNo && group.Unplaced(caseNo, one.Row.Department).Find(row => row.RecordId == one.Row.Id) is { } waiting)
        {
            group.Place(waiting);
        }

        // What it releases is released now.
        var record = judgement.Verdict == Verdict.Accepted ? one.Record with { ReceivedAt = hall.Clock.Now } : one.Record;
        keeper.Place(record, one.Row.Id, judgement, subject, existing);
    }

    private static KnownKey? Others(List<KeyRow> known, int version)
    {
        var others = known.Where(key => key.Version != version).ToList();
        return others.Count == 0
            ? null
            : new KnownKey(others.Max(key => key.Version), SameVersion.New, others.Where(key => key.State == RecordState.Taken).Max(key => (int?)key.Version));
    }
}
