using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Trials;

/// <summary>A record of a trial that would be taken, as it would stand after the whole call.</summary>
/// <param name="Case">Its case; null where it belongs to none.</param>
/// <param name="Deliveries">Every delivery of its subject.</param>
internal sealed record TrialRecord(Case? Case, IReadOnlyList<DeliveryRow> Deliveries);

/// <summary>The records of one call, judged as if they came now and then forgotten.</summary>
internal sealed class TrialWork(IReadOnlyList<PreparedRecord> prepared, Hall hall, RecordPreparer preparer) : IntakeWork(prepared, hall, preparer)
{
    public override Writing Writing => Writing.Rehearsed;

    /// <summary>What would be taken, by the id of its record.</summary>
    public Dictionary<Guid, TrialRecord> Taken { get; } = [];

    public override void Apply(WriteGroup group)
    {
        base.Apply(group);
        Taken.Clear();
        foreach (var (one, result) in Prepared.Zip(Answer!))
        {
            if (one.Record is { } record && result.Verdict == Verdict.Accepted)
            {
                var found = record.CaseNo is { } caseNo ? group.CaseOf(caseNo, record.Department) : null;
                Taken[one.Id] = new TrialRecord(found, group.Record(one.Id).CaseId is { } subject ? group.DeliveriesOf(subject) : []);
            }
        }
    }
}
