using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Records;

namespace ServiceHall.Gateway.Intake;

/// <summary>Judges records against what a group knows and adds what becomes of them to it.</summary>
internal sealed class Keeper(Hall hall, RecordPreparer preparer, WriteGroup group, Dictionary<long, string> touched)
{
    private const string NothingToWithdraw = "没有可撤回的记录";

    private List<Guid>? _released;

    /// <summary>What had waited, and was taken now.</summary>
    public IReadOnlyList<Guid> Released => _released ?? [];

    /// <summary>Judges a record that came in and keeps it, whatever the verdict.</summary>
    public RecordResult Keep(PreparedRecord one)
    {
        var record = one.Record!;
        var known = group.Known(record.Department, record.Key);
        var same = known.Find(key => key.Version == record.Version);
        if (same is not null && same.Digest.AsSpan().SequenceEqual(one.Digest))
        {
            return Duplicate(same, record);
        }

        var existing = CaseOf(record);
        var (standing, taken) = (Standing(known), Taken(known));
        var (judge, profile) = one.Configuration.JudgeOf(one.Adapter);
        var judgement = judge.Decide(record, one.Findings, one.Id, Known(known, same, standing), existing, () => hall.NewCase(record.Department, record.CaseNo!, record.ReceivedAt));
        IReadOnlyList<StoredFinding> findings = [.. judgement.Findings.Select(finding => StoredFinding.Of(finding, profile)), .. OfRequest(judgement, record).Select(finding => finding with { IsError = false })];
        var subject = judgement.Case?.Id ?? (judgement.Verdict == Verdict.Accepted ? SubjectOf(standing) : null);
        Add(one, record, judgement, subject, findings, isConflict: same is not null);
        group.Add(one.Unmapped);
        var waitsFor = judgement.Verdict == Verdict.Parked ? WaitsFor(record) : null;
        if (judgement.Verdict is Verdict.Accepted or Verdict.Parked)
        {
            Replace(known.Where(key => key.Version < record.Version).ToList(), record);
        }

        Place(record, one.Id, judgement, subject, existing, taken);
        return new RecordResult
        {
            Key = record.Key,
            Verdict = judgement.Verdict,
            RecordId = one.Id,
            GatewayCaseNo = judgement.Case?.GatewayNo,
            WaitsFor = waitsFor,
            Errors = [.. findings.Where(finding => finding.IsError)],
            Warnings = [.. findings.Where(finding => !finding.IsError)],
        };
    }

    /// <summary>What would become of a record whose key nobody has used; nothing is kept of it.</summary>
    public (Verdict Verdict, IReadOnlyList<StoredFinding> Findings) Foresee(PreparedRecord one)
    {
        var record = one.Record!;
        var (judge, profile) = one.Configuration.JudgeOf(one.Adapter);
        var judgement = judge.Decide(record, one.Findings, one.Id, known: null, CaseOf(record), () => hall.NewCase(record.Department, record.CaseNo!, record.ReceivedAt));
        return (judgement.Verdict, [.. judgement.Findings.Select(finding => StoredFinding.Of(finding, profile)), .. OfRequest(judgement, record)]);
    }

    // What a case's request does not take: a department that pushes is told, and its word on its own case stands.
    private IEnumerable<StoredFinding> OfRequest(Judgement judgement, Record record) =>
        judgement is { Verdict: Verdict.Accepted, Place: null, Case.RequestNo: { } no } && record is { Deleted: false, Data: { } said } && hall.Follower?.Foresee(no, said, group) is { } finding ? [finding] : [];

    private Case? CaseOf(Record record) => record.CaseNo is { } caseNo ? group.CaseOf(caseNo, record.Department) : null;

    // The highest version that counts: a higher one corrects it.
    public static KeyRow? Standing(IEnumerable<KeyRow> known) => known.Where(key => key.State is RecordState.Taken or RecordState.Parked).MaxBy(key => key.Version);

    /// <summary>The version that is taken now: what takes its place corrects it at the platforms.</summary>
    public static KeyRow? Taken(IEnumerable<KeyRow> known) => known.Where(key => key.State == RecordState.Taken).MaxBy(key => key.Version);

    /// <summary>What is known of a key, as judging it wants it.</summary>
    public KnownKey? Known(List<KeyRow> known, KeyRow? same, KeyRow? standing) => known.Count == 0
        ? null
        : new KnownKey(known.Max(key => key.Version), same is null ? SameVersion.New : SameVersion.OtherContent, standing is null ? null : IdentityOf(standing));

    private StandingRecord IdentityOf(KeyRow standing)
    {
        var (record, _) = preparer.ReadAgain(group.Record(standing.RecordId));
        return new StandingRecord(record.Kind, record.CaseNo);
    }

    // What belongs to no case (a cross-region request) is a subject of its own, out of the same series of numbers; a correction of it stays that subject.
    public long? SubjectOf(KeyRow? standing) => (standing is null ? null : group.Record(standing.RecordId).CaseId) ?? hall.TakeSubject();

    // What waits or is in quarantine under this key is done with: a higher version has come that passes.
    public void Replace(List<KeyRow> lower, Record record)
    {
        foreach (var key in lower.Where(key => key.State is RecordState.Parked or RecordState.Quarantined))
        {
            group.Supersede(group.Record(key.RecordId), record.Key, key.State);
            if (record.CaseNo is { } caseNo && group.Unplaced(caseNo, record.Department).Find(row => row.RecordId == key.RecordId) is { } waiting)
            {
                group.Place(waiting);
            }
        }
    }

    private RecordResult Duplicate(KeyRow same, Record record)
    {
        var first = group.Record(same.RecordId);
        var findings = FindingsFile.Open(hall.Sealer, first.Id, first.Findings);
        return new RecordResult
        {
            Key = record.Key,
            Verdict = Verdict.Duplicate,
            RecordId = same.RecordId,
            GatewayCaseNo = CaseOf(record)?.GatewayNo,
            First = new FirstRecord(first.Verdict, same.State, [.. findings.Where(finding => finding.IsError)]),
        };
    }

    private void Add(PreparedRecord one, Record record, Judgement judgement, long? subject, IReadOnlyList<StoredFinding> findings, bool isConflict)
    {
        var state = StateOf(judgement.Verdict);
        group.Add(new RecordRow(
            one.Id, record.Department, KnownKind(record.Kind), record.Version, subject, record.OccurredAt.ToUnixTimeMilliseconds(),
            record.ReceivedAt.ToUnixTimeMilliseconds(), judgement.Verdict, state, judgement.Decides?.Rule.Id, one.Configuration.Id,
            FindingsFile.Seal(hall.Sealer, one.Id, findings), one.SealedBody, one.Adapter));
        if (!isConflict)
        {
            group.Add(new KeyRow(record.Department, record.Key, record.Version, one.Id, state, one.Digest));
        }

        if (judgement.Verdict is Verdict.Accepted or Verdict.Rejected or Verdict.Parked)
        {
            Journal(record, one.Id, judgement, state == RecordState.Taken ? "record.taken" : state == RecordState.Parked ? "record.parked" : "record.rejected", one.Digest);
        }
    }

    /// <summary>Puts what was judged where it belongs: into its case and its lanes, or among what waits.</summary>
    /// <param name="taken">The version under its key that is taken until now, if any.</param>
    public void Place(Record record, Guid id, Judgement judgement, long? subject, Case? existing, KeyRow? taken)
    {
        switch (judgement)
        {
            case { Verdict: Verdict.Accepted, Case: { } @case } when judgement.Place is not null || !record.Deleted:
                Take(record, id, judgement, @case, existing, taken);
                break;
            case { Verdict: Verdict.Accepted }:
                PlaceForeign(record, id, judgement, subject, taken);
                break;
            case { Verdict: Verdict.Parked }:
            case { Verdict: Verdict.Rejected } when record is { Kind: Kinds.CaseAccepted, CaseNo: not null } && existing?.Facts.Acceptance is null && IsNumber(judgement):
                group.Add(new UnplacedRow(record.Department, record.CaseNo!, record.OccurredAt.ToUnixTimeMilliseconds(), record.ReceivedAt.ToUnixTimeMilliseconds(), id, KnownKind(record.Kind), record.Key));
                break;
        }

        if (judgement.Verdict == Verdict.Accepted && record.Data is Accepted)
        {
            Release(judgement.Case!, record.ReceivedAt);
        }
    }

    // What adds nothing to a case: a request from another region, or the withdrawal of what was never taken.
    private void PlaceForeign(Record record, Guid id, Judgement judgement, long? subject, KeyRow? taken)
    {
        if (judgement.Case is { } @case)
        {
            NewDeliveries.AddForeign(@case.Id, Places.First(@case.NextPosition), id, hall, group, NothingToWithdraw);
            group.Put(@case with { NextPosition = @case.NextPosition + 1 }, changed => CaseRows.Of(changed, hall));
            ReplaceTaken(record, taken);
        }
        else if (taken is not null)
        {
            new Corrections(hall, group).TakeForeign(subject, record, id, taken);
        }
        else if (subject is { } number)
        {
            NewDeliveries.AddForeign(number, Places.First(1), id, hall, group);
        }
    }

    // What is no case number has nobody waiting for it, and may be anything: the column is not sealed.
    private static bool IsNumber(Judgement judgement) => judgement.Findings.All(finding => finding.Field != "caseNo");

    private string WaitsFor(Record record) =>
        group.Unplaced(record.CaseNo!, record.Department).LastOrDefault(row => row.Kind == Kinds.CaseAccepted)?.Key ?? Kinds.CaseAccepted;

    // The acceptance has come: what waited is judged again in the order in which it happened, then was received.
    private void Release(Case accepted, DateTimeOffset at)
    {
        var waiting = group.Unplaced(accepted.CaseNo, accepted.Department).OrderBy(row => row.Occurred).ThenBy(row => row.Received).ToList();
        foreach (var row in waiting)
        {
            group.Place(row);
            if (row.Kind != Kinds.CaseAccepted)
            {
                JudgeAgain(row, at);
            }
        }
    }

    private void JudgeAgain(UnplacedRow waiting, DateTimeOffset at)
    {
        var row = group.Record(waiting.RecordId);
        var (record, found) = preparer.ReadAgain(row);
        var configuration = hall.Current;
        var (judge, profile) = configuration.JudgeOf(row.Adapter);
        var existing = CaseOf(record);
        var judgement = judge.Decide(record, found, row.Id, known: null, existing, () => throw new InvalidOperationException("A released record begins no case."));
        var state = StateOf(judgement.Verdict);
        IReadOnlyList<StoredFinding> findings = [.. judgement.Findings.Select(finding => StoredFinding.Of(finding, profile))];
        group.Change(new RecordChange(
            row.Id, row.Department, record.Key, record.Version, judgement.Case?.Id, judgement.Verdict, row.State, state, judgement.Decides?.Rule.Id, configuration.Id,
            FindingsFile.Seal(hall.Sealer, row.Id, findings)));
        Journal(record with { ReceivedAt = at }, row.Id, judgement, state == RecordState.Taken ? "record.released" : "record.rejected", null);
        if (judgement.Verdict == Verdict.Accepted)
        {
            (_released ??= []).Add(row.Id);
            Take(record with { ReceivedAt = at }, row.Id, judgement, judgement.Case!, existing, Taken(group.Known(row.Department, record.Key).FindAll(key => key.RecordId != row.Id)));
        }
    }

    private void Take(Record record, Guid id, Judgement judgement, Case @case, Case? existing, KeyRow? taken)
    {
        touched[@case.Id] = @case.Department;
        if (judgement.Place is { } place)
        {
            new Corrections(hall, group).Take(@case, existing!, place, record, id, taken!);
            return;
        }

        ReplaceTaken(record, taken);
        if (existing is null)
        {
            group.Add(new NumberRow(@case.CaseNo, @case.Department, @case.Id));
        }
        else
        {
            CaseChange.Tell(existing, @case, record, id, hall, group);
        }

        if (@case.RequestNo is { } no && record.Data is { } said)
        {
            hall.Follower?.Follow(no, said, record.OccurredAt, group);
        }

        group.Put(@case, changed => CaseRows.Of(changed, hall));
        foreach (var platform in hall.Platforms.Enabled)
        {
            NewDeliveries.Add(@case, platform, group);
        }
    }

    private void ReplaceTaken(Record record, KeyRow? taken)
    {
        if (taken is not null)
        {
            new Corrections(hall, group).Replace(record.Key, taken);
        }
    }

    private void Journal(Record record, Guid id, Judgement judgement, string what, byte[]? digest) => group.Add(new JournalRow(
        record.ReceivedAt.ToUnixTimeMilliseconds(), what, record.Department, judgement.Case?.Id, id, null, StateOf(judgement.Verdict).Word(), judgement.Decides?.Rule.Id, digest));

    public static RecordState StateOf(Verdict verdict) => verdict switch
    {
        Verdict.Accepted => RecordState.Taken,
        Verdict.Parked => RecordState.Parked,
        Verdict.Conflict => RecordState.Conflict,
        Verdict.Superseded => RecordState.Superseded,
        _ => RecordState.Quarantined,
    };

    // The column is not sealed, and what stands in an unknown kind is the caller's own text.
    public static string KnownKind(string kind) => DataReaders.Of.ContainsKey(kind) || Kinds.IsAnnounced(kind) ? kind : "unknown";
}
