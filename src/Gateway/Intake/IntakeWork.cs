using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Records;

namespace ServiceHall.Gateway.Intake;

/// <summary>The records of one call, judged one after another inside the transaction that stores them.</summary>
internal sealed class IntakeWork(IReadOnlyList<PreparedRecord> prepared, Hall hall) : WriteWork<IReadOnlyList<RecordResult>>
{
    private readonly List<Record> _kept = [.. prepared.Where(one => one.Record is not null).Select(one => one.Record!)];

    /// <summary>The cases that have something new to deliver; known once it is committed.</summary>
    public HashSet<long> Touched { get; } = [];

    public override int Weight => Math.Max(1, _kept.Count);

    public override void Declare(WriteGroup group)
    {
        foreach (var record in _kept)
        {
            group.NeedKey(record.Department, record.Key);
            if (record.CaseNo is { } caseNo)
            {
                group.NeedNumber(caseNo, record.Department);
            }
        }
    }

    public override void Apply(WriteGroup group)
    {
        Touched.Clear();
        Answer = [.. prepared.Select(one => one.Record is { } record ? Judge(one, record, group) : NotKept(one))];
    }

    private RecordResult NotKept(PreparedRecord one) => new()
    {
        Key = one.Key,
        Verdict = Verdict.Rejected,
        Errors = [.. one.Findings.OrderBy(finding => finding.Rule.Order).Select(finding => StoredFinding.Of(finding, hall.Rules.Profile)).Where(finding => finding.IsError)],
    };

    private RecordResult Judge(PreparedRecord one, Record record, WriteGroup group)
    {
        var known = group.Known(record.Department, record.Key);
        var same = known.Find(key => key.Version == record.Version);
        if (same is not null && same.Digest.AsSpan().SequenceEqual(one.Digest))
        {
            return Duplicate(same, record, group);
        }

        var existing = record.CaseNo is { } caseNo ? group.CaseOf(caseNo, record.Department) : null;
        var judgement = hall.Judge.Decide(record, one.Findings, one.Id, Known(known, same), existing, () => hall.NewCase(record.Department, record.CaseNo!, record.ReceivedAt));
        return Keep(one, record, judgement, existing, isConflict: same is not null, group);
    }

    private static KnownKey? Known(List<KeyRow> known, KeyRow? same) => known.Count == 0
        ? null
        : new KnownKey(
            known.Max(key => key.Version),
            same is null ? SameVersion.New : SameVersion.OtherContent,
            known.Where(key => key.State == RecordState.Taken).Max(key => (int?)key.Version));

    private RecordResult Duplicate(KeyRow same, Record record, WriteGroup group)
    {
        var first = group.Record(same.RecordId);
        var findings = FindingsFile.Open(hall.Sealer, first.Id, first.Findings);
        return new RecordResult
        {
            Key = record.Key,
            Verdict = Verdict.Duplicate,
            RecordId = same.RecordId,
            GatewayCaseNo = record.CaseNo is { } caseNo ? group.CaseOf(caseNo, record.Department)?.GatewayNo : null,
            First = new FirstRecord(first.Verdict, same.State, [.. findings.Where(finding => finding.IsError)]),
        };
    }

    private RecordResult Keep(PreparedRecord one, Record record, Judgement judgement, Case? existing, bool isConflict, WriteGroup group)
    {
        IReadOnlyList<StoredFinding> findings = [.. judgement.Findings.Select(finding => StoredFinding.Of(finding, hall.Rules.Profile))];
        var state = StateOf(judgement.Verdict);
        group.Add(new RecordRow(
            one.Id, record.Department, KnownKind(record.Kind), record.Version, judgement.Case?.Id, record.OccurredAt.ToUnixTimeMilliseconds(),
            record.ReceivedAt.ToUnixTimeMilliseconds(), judgement.Verdict, state, judgement.Decides?.Rule.Id, hall.ConfigId,
            FindingsFile.Seal(hall.Sealer, one.Id, findings), one.SealedBody));
        if (!isConflict)
        {
            group.Add(new KeyRow(record.Department, record.Key, record.Version, one.Id, state, one.Digest));
        }

        if (judgement.Verdict == Verdict.Accepted)
        {
            Take(record, judgement.Case!, existing, group);
        }

        if (judgement.Verdict is Verdict.Accepted or Verdict.Rejected or Verdict.Parked)
        {
            group.Add(new JournalRow(
                record.ReceivedAt.ToUnixTimeMilliseconds(), $"record.{state switch { RecordState.Taken => "taken", RecordState.Parked => "parked", _ => "rejected" }}", record.Department,
                judgement.Case?.Id, one.Id, null, state.Word(), judgement.Decides?.Rule.Id, one.Digest));
        }

        return new RecordResult
        {
            Key = record.Key,
            Verdict = judgement.Verdict,
            RecordId = one.Id,
            GatewayCaseNo = judgement.Case?.GatewayNo,
            Errors = [.. findings.Where(finding => finding.IsError)],
            Warnings = [.. findings.Where(finding => !finding.IsError)],
        };
    }

    private void Take(Record record, Case @case, Case? existing, WriteGroup group)
    {
        if (existing is null)
        {
            group.Add(new NumberRow(@case.CaseNo, @case.Department, @case.Id));
        }

        group.Put(@case, CaseRows.Of(@case, hall));
        foreach (var platform in hall.Platforms.Enabled)
        {
            Deliver(@case, platform, group);
        }

        Touched.Add(@case.Id);
    }

    private static void Deliver(Case @case, Platform platform, WriteGroup group)
    {
        var taken = @case.Events[^1];
        var (state, why) = platform.Plan(@case, taken) switch
        {
            RowPlan.NotForThisPlatform not => (DeliveryState.NotForThisPlatform, not.Reason),
            RowPlan.Awaits awaits => (DeliveryState.Waiting, awaits.Why),
            _ => (DeliveryState.Pending, null),
        };
        group.Put(new DeliveryRow(@case.Id, platform.Name, taken.Position, taken.RecordId, Slots.Of(@case.Id), state, 0, null, why, null, null), before: null);

        // What waited for this very event to carry it.
        foreach (var earlier in @case.Events.Where(one => one.Kind == Kinds.CasePaused))
        {
            if (platform.Plan(@case, earlier) is RowPlan.Carried { By: var by } && by == taken.RecordId)
            {
                group.Add(new DeliveryStateChange(@case.Id, platform.Name, earlier.Position, DeliveryState.Waiting, DeliveryState.Carried, by.ToString()));
            }
        }
    }

    private static RecordState StateOf(Verdict verdict) => verdict switch
    {
        Verdict.Accepted => RecordState.Taken,
        Verdict.Parked => RecordState.Parked,
        Verdict.Conflict => RecordState.Conflict,
        Verdict.Superseded => RecordState.Superseded,
        _ => RecordState.Quarantined,
    };

    // The column is not sealed, and what stands in an unknown kind is the caller's own text.
    private static string KnownKind(string kind) => DataReaders.Of.ContainsKey(kind) || Kinds.IsAnnounced(kind) ? kind : "unknown";
}

/// <summary>The row of a case, with what lists and lights go by.</summary>
internal static class CaseRows
{
    public static CaseRow Of(Case @case, Hall hall)
    {
        var clock = CaseClock.Read(@case.Facts, @case.Matter?.Promised, hall.Rules.Calendar, hall.Clock.Now);
        return new CaseRow(
            @case.Id, @case.Department, @case.Matter?.Code, hall.Division, (int)@case.Facts.State,
            clock.Running ? clock.YellowAt?.ToUnixTimeMilliseconds() : null, clock.Running ? clock.DueAt?.ToUnixTimeMilliseconds() : null, CaseDocument.Seal(hall.Sealer, @case));
    }
}
