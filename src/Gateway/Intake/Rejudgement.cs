using ServiceHall.Adapters.Departments.Mapping;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.Intake;

/// <summary>A stored record as it reads now.</summary>
/// <param name="Configuration">What it is read and judged under, from here to the end.</param>
/// <param name="Stored">As it was read when it was stored.</param>
/// <param name="Body">What is to be stored in place of its body, unsealed; null where that stays.</param>
internal sealed record ReadAnew(Configuration Configuration, RecordRow Row, Record Stored, Record Record, IReadOnlyList<Finding> Findings, byte[]? Body)
{
    /// <inheritdoc/>
    public override string ToString() => $"record {Row.Id}";
}

/// <summary>What came of judging a record again.</summary>
/// <param name="IsChanged">False where everything is as it was, and nothing was written.</param>
internal sealed record JudgedAgain(RecordResult Result, RecordState State, bool IsChanged);

/// <summary>
/// Judges stored records again, by the rules and tables of now. What came in a department's own format is mapped anew from its own bytes, because
/// tables are what gets corrected.
/// </summary>
internal sealed class Rejudgement(Hall hall, RecordPreparer preparer)
{
    /// <summary>Reads it, and names what judging it will need.</summary>
    public ReadAnew Read(RecordRow row, WriteGroup group)
    {
        var configuration = hall.Current;
        var (stored, found) = preparer.ReadAgain(row);
        var mapped = MappingOf(row, configuration) is { } mapping ? preparer.MapAgain(row, stored, mapping) : null;
        var one = mapped is var (record, findings, body)
            ? new ReadAnew(configuration, row, stored, record, findings, body)
            : new ReadAnew(configuration, row, stored, stored, found, null);
        group.NeedKey(row.Department, stored.Key);
        foreach (var caseNo in new[] { stored.CaseNo, one.Record.CaseNo }.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            group.NeedNumber(caseNo, row.Department);
        }

        return one;
    }

    /// <summary>Judges a record in quarantine; what it becomes, and what waited for it, is added to the group.</summary>
    public JudgedAgain Judge(ReadAnew one, Keeper keeper, WriteGroup group)
    {
        var known = group.Known(one.Row.Department, one.Stored.Key).FindAll(key => key.RecordId != one.Row.Id);
        var (judgement, findings) = Decide(one, known, keeper, group);
        var isChanged = Keeper.StateOf(judgement.Verdict) != one.Row.State || judgement.Decides?.Rule.Id != one.Row.Rule
            || !findings.SequenceEqual(FindingsFile.Open(hall.Sealer, one.Row.Id, one.Row.Findings));
        if (isChanged)
        {
            Write(one, judgement, findings, known, keeper, group);
        }

        return Result(one, judgement, findings, isChanged);
    }

    /// <summary>
    /// Judges a record that says something else than the one before it under its key and version, in that one's place: what it becomes is added to
    /// the group where it is taken, or waits. From then on the key and version mean this content.
    /// </summary>
    public JudgedAgain Accept(ReadAnew one, Keeper keeper, WriteGroup group)
    {
        List<KeyRow> known = [.. group.Known(one.Row.Department, one.Stored.Key)];
        var (judgement, findings) = Decide(one, known, keeper, group);
        var isTaken = judgement.Verdict is Verdict.Accepted or Verdict.Parked;
        if (isTaken)
        {
            group.Repoint(new KeyRow(one.Row.Department, one.Record.Key, one.Record.Version, one.Row.Id, one.Row.State, preparer.DigestAgain(one.Row, MappingOf(one.Row, one.Configuration))));
            Write(one, judgement, findings, known, keeper, group);
        }

        return Result(one, judgement, findings, isTaken);
    }

    private static DepartmentMapping? MappingOf(RecordRow row, Configuration configuration) => row.Adapter is { } adapter ? configuration.Departments.Find(adapter) : null;

    private static Case? CaseOf(ReadAnew one, WriteGroup group) => one.Record.CaseNo is { } caseNo ? group.CaseOf(caseNo, one.Row.Department) : null;

    private (Judgement Judgement, IReadOnlyList<StoredFinding> Findings) Decide(ReadAnew one, List<KeyRow> known, Keeper keeper, WriteGroup group)
    {
        var record = one.Record;
        var (judge, profile) = one.Configuration.JudgeOf(one.Row.Adapter);
        var judgement = judge.Decide(
            record, one.Findings, one.Row.Id, keeper.Known(known, same: null, Keeper.Standing(known)), CaseOf(one, group),
            () => hall.NewCase(record.Department, record.CaseNo!, record.ReceivedAt));
        return (judgement, [.. judgement.Findings.Select(finding => StoredFinding.Of(finding, profile))]);
    }

    private void Write(ReadAnew one, Judgement judgement, IReadOnlyList<StoredFinding> findings, List<KeyRow> known, Keeper keeper, WriteGroup group)
    {
        var existing = CaseOf(one, group);
        var subject = judgement.Case?.Id ?? (judgement.Verdict == Verdict.Accepted ? keeper.SubjectOf(Keeper.Standing(known)) : null);
        Change(one, judgement, subject, findings, group);
        if (judgement.Verdict is Verdict.Accepted or Verdict.Parked)
        {
            keeper.Replace(known.FindAll(key => key.Version <= one.Record.Version), one.Record);
        }

        Place(one, judgement, subject, existing, Keeper.Taken(known), keeper, group);
    }

    private void Change(ReadAnew one, Judgement judgement, long? subject, IReadOnlyList<StoredFinding> findings, WriteGroup group)
    {
        var (row, record) = (one.Row, one.Record);
        var state = Keeper.StateOf(judgement.Verdict);
        group.Change(new RecordChange(
            row.Id, row.Department, record.Key, record.Version, subject, judgement.Verdict, row.State, state, judgement.Decides?.Rule.Id, one.Configuration.Id,
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
    private void Place(ReadAnew one, Judgement judgement, long? subject, Case? existing, KeyRow? taken, Keeper keeper, WriteGroup group)
    {
        if (one.Stored.CaseNo is { } caseNo && group.Unplaced(caseNo, one.Row.Department).Find(row => row.RecordId == one.Row.Id) is { } waiting)
        {
            group.Place(waiting);
        }

        // What it releases is released now.
        var record = judgement.Verdict == Verdict.Accepted ? one.Record with { ReceivedAt = hall.Clock.Now } : one.Record;
        keeper.Place(record, one.Row.Id, judgement, subject, existing, taken);
    }

    private static JudgedAgain Result(ReadAnew one, Judgement judgement, IReadOnlyList<StoredFinding> findings, bool isChanged) => new(
        new RecordResult
        {
            Key = one.Record.Key,
            Verdict = judgement.Verdict,
            RecordId = one.Row.Id,
            Errors = [.. findings.Where(finding => finding.IsError)],
            Warnings = [.. findings.Where(finding => !finding.IsError)],
        },
        Keeper.StateOf(judgement.Verdict),
        isChanged);
}
