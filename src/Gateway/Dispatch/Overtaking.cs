using ServiceHall.Gateway.Store;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>A delivery whose record was corrected while a call with it was under way, and that is settled now: the correction takes its place.</summary>
internal sealed class Overtaking(Offer.Overtaken overtaken) : WriteWork<bool>
{
    public override int Weight => 1;

    public override void Declare(WriteGroup group) => group.NeedStanding(overtaken.Read.Row);

    public override void Apply(WriteGroup group)
    {
        var row = overtaken.Read.Row;
        Answer = group.Stands(row, overtaken.Read.UpTo);
        if (!Answer)
        {
            return;
        }

        group.Put(row with { State = DeliveryState.Superseded, NextAt = null, Why = null }, row.State);
        var record = group.Record(row.RecordId);
        if (record.State == RecordState.Taken && group.DeliveriesOf(row.Subject).Where(one => one.RecordId == record.Id).All(one => one.State == DeliveryState.Superseded))
        {
            group.Supersede(record, overtaken.Key, record.State);
        }
    }
}
