using System.Text;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Operators;

/// <summary>Stops a platform: of the calls that are written down after this one's commit there are none.</summary>
internal sealed class StopPlatform(string platform, PlatformGate gate, Order order, Hall hall) : VerbWork(order)
{
    protected override void CarryOut(WriteGroup group)
    {
        var now = hall.Clock.Now.ToUnixTimeMilliseconds();
        if (!group.Session.Stop(new PlatformStop(platform, now, Order.Actor, hall.Sealer.Seal(Encoding.UTF8.GetBytes(Order.Reason), Encoding.UTF8.GetBytes(platform)))))
        {
            Answer = new Refusal(ProblemCodes.WrongState, "这个平台已经停止");
            return;
        }

        group.Add(new JournalRow(now, OperatorJournal.PlatformStopped, "", null, null, platform, "stopped", null, null).Signed(Order, hall.Sealer));
    }

    // On the writer's thread, before the next transaction begins.
    public override void Committed()
    {
        if (Answer is null && !Order.IsRehearsal)
        {
            gate.Stop(PlatformGates.ByOperator);
        }

        base.Committed();
    }
}

/// <summary>Starts a platform that was stopped, or one that is away before its time has come.</summary>
internal sealed class StartPlatform(string platform, Order order, Hall hall) : VerbWork(order)
{
    protected override void CarryOut(WriteGroup group)
    {
        group.Session.Start(platform);
        group.Add(new JournalRow(hall.Clock.Now.ToUnixTimeMilliseconds(), OperatorJournal.PlatformStarted, "", null, null, platform, "running", null, null).Signed(Order, hall.Sealer));
    }
}

/// <summary>Deliveries of one slot that wait for their next try wait no longer. A slot at a time, so that a long backlog holds up nobody.</summary>
internal sealed class HurrySlot(string platform, int slot, DateTimeOffset now) : WriteWork<bool>
{
    public override int Weight => 1;

    public override void Apply(WriteGroup group) => group.Hurry(platform, slot, now.ToUnixTimeMilliseconds());
}

/// <summary>Opens the gate of a platform, unless it was stopped again meanwhile.</summary>
internal sealed class OpenGate(string platform, PlatformGate gate, Hall hall) : WriteWork<bool>
{
    public override int Weight => 1;

    public override Writing Writing => Writing.Alone;

    public override void Apply(WriteGroup group)
    {
        Answer = !group.Session.IsStopped(platform);
        if (Answer && group.Session.CountNodes() > 1)
        {
            // The others open theirs once they read this: what waits for a moment has been hurried by now.
            group.Add(new JournalRow(hall.Clock.Now.ToUnixTimeMilliseconds(), "platform.opened", "", null, null, platform, "running", null, null));
        }
    }

    // On the writer's thread, as a stop is: the gate stands as the store says.
    public override void Committed()
    {
        if (Answer)
        {
            gate.Start();
        }

        base.Committed();
    }
}
