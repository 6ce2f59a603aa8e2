using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Operators;

/// <summary>An operator sees to a delivery that the platform refused, or whose outcome only a person can find out, and its lane goes on. Whatever is in any other state now is not touched.</summary>
internal abstract class RefusedDeliveryWork(Guid recordId, string platform, Order order, Hall hall) : VerbWork(order)
{
    protected abstract string What { get; }

    protected override void CarryOut(WriteGroup group)
    {
        var record = group.Session.ReadRecord(recordId);
        var lane = record?.CaseId is { } subject ? group.DeliveriesOf(subject).FindAll(one => one.Platform == platform) : [];
        var delivery = lane.Find(one => one.RecordId == recordId);
        Answer = record is null ? new Refusal(ProblemCodes.NoSuchRecord) : Refused(delivery);
        if (Answer is not null)
        {
            return;
        }

        var after = After(delivery!);
        group.Put(after, delivery!.State);
        foreach (var behind in Behind.Waiting(lane, delivery!))
        {
            group.Put(behind with { State = DeliveryState.Pending, Why = null }, DeliveryState.Waiting);
        }

        Touched[after.Subject] = record!.Department;
        group.Add(new JournalRow(hall.Clock.Now.ToUnixTimeMilliseconds(), What, record!.Department, after.Subject, recordId, platform, after.State.Word(), null, null).Signed(Order, hall.Sealer));
    }

    protected abstract DeliveryRow After(DeliveryRow refused);

    private static Refusal? Refused(DeliveryRow? delivery) => delivery switch
    {
        null => new Refusal(ProblemCodes.NoSuchDelivery),
        { WaitsForPerson: true } => null,
        _ => new Refusal(ProblemCodes.WrongState, $"这项报送的状态是“{delivery.State.Name()}”，只有被拒的报送、或结果不明而等待人工处理的报送可以这样处理"),
    };
}

/// <summary>It goes again; rows that the platform took stay taken.</summary>
internal sealed class Resend(Guid recordId, string platform, Order order, Hall hall) : RefusedDeliveryWork(recordId, platform, order, hall)
{
    protected override string What => OperatorJournal.Resent;

    protected override DeliveryRow After(DeliveryRow refused) => refused with
    {
        State = DeliveryState.Pending, Tries = 0, NextAt = null, Why = null, Rows = RowState.Write([.. RowState.Read(refused.Rows).Select(row => row.State == RowState.Refused ? row.StillToCome() : row)]),
    };
}

/// <summary>It goes no more; what of it the platform took stays there.</summary>
internal sealed class DiscardDelivery(Guid recordId, string platform, Order order, Hall hall) : RefusedDeliveryWork(recordId, platform, order, hall)
{
    protected override string What => OperatorJournal.Discarded;

    protected override DeliveryRow After(DeliveryRow refused) => refused with
    {
        State = DeliveryState.NotForThisPlatform, NextAt = null, Why = "经人工处理不再报送", Rows = RowState.Write([.. RowState.Read(refused.Rows).Where(row => row.State != RowState.Pending)]),
    };
}
