using System.Globalization;
using System.Text;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// Writes a call down before its first byte goes out: an attempt without an end is one whose outcome nobody knows. Answers false, and writes nothing,
/// where a lane is no longer as it was read (a correction goes first) or no longer this gateway's, an operator has stopped the platform, or it has closed.
/// </summary>
internal sealed class AttemptStart(long id, Platform platform, byte[] sealedBody, IReadOnlyList<(Offer.Run Run, DeliveryRow Sent)> deliveries, DateTimeOffset at, PlatformGate gate, OwnSlots own) : WriteWork<bool>
{
    public override int Weight => deliveries.Count;

    public override void Declare(WriteGroup group)
    {
        foreach (var (run, _) in deliveries)
        {
            group.NeedStanding(run.Delivery);
        }
    }

    public override void Apply(WriteGroup group)
    {
        Answer = !gate.IsHeld && deliveries.All(pair => own.Owns(platform.Name, pair.Sent.Subject) && group.Stands(pair.Run.Read.Row, pair.Run.Read.UpTo));
        if (!Answer)
        {
            return;
        }

        group.Add(new AttemptRow(id, platform.Name, at.ToUnixTimeMilliseconds(), null, null, null, deliveries.Count, sealedBody));
        foreach (var (run, sent) in deliveries)
        {
            group.Put(sent, run.Delivery.State);
        }
    }
}

/// <summary>Writes down how a call ended and what became of its deliveries.</summary>
internal sealed class Settlement(
    Platform platform, AttemptEnd end, IReadOnlyList<(DeliveryRow After, string Department)> deliveries, IReadOnlyList<NumberRow> numbers, DateTimeOffset hallNow) : WriteWork<bool>
{
    public override int Weight => deliveries.Count;

    public override void Apply(WriteGroup group)
    {
        group.Add(end);
        foreach (var (after, department) in deliveries)
        {
            group.Put(after, DeliveryState.Sent);
            if (after.State is DeliveryState.Confirmed or DeliveryState.Refused or DeliveryState.Unknown)
            {
                var code = after.State == DeliveryState.Refused ? RowState.Read(after.Rows).FirstOrDefault(row => row.State == RowState.Refused)?.Code : null;
                group.Add(new JournalRow(
                    hallNow.ToUnixTimeMilliseconds(), $"delivery.{after.State.Word()}", department, after.Subject, after.RecordId, platform.Name, after.State.Word(), code, null));
            }
        }

        foreach (var number in numbers)
        {
            group.AddForeign(number);
        }

        Answer = true;
    }
}

/// <summary>
/// Deliveries that change without a row being sent: behind one that needs a person they wait, and say for what; what needs no row is over; what was
/// asked for is known. Nothing where the lane has changed.
/// </summary>
/// <param name="blockedBy">The one that they wait behind: an operator may have seen to it since.</param>
internal sealed class WithoutCall(string department, DateTimeOffset hallNow, IReadOnlyList<(ReadDelivery Read, DeliveryRow After)> changes, ReadDelivery? blockedBy = null) : WriteWork<bool>
{
    public override int Weight => changes.Count;

    public override void Declare(WriteGroup group) => changes.Select(change => change.Read).Concat(blockedBy is null ? [] : [blockedBy]).ToList().ForEach(read => group.NeedStanding(read.Row));

    public override void Apply(WriteGroup group)
    {
        group.At = hallNow.ToUnixTimeMilliseconds();
        Answer = (blockedBy is null || group.Stands(blockedBy.Row, blockedBy.UpTo)) && changes.All(change => group.Stands(change.Read.Row, change.Read.UpTo));
        foreach (var (read, after) in Answer ? changes : [])
        {
            group.Put(after, read.Row.State);
            if (after.State == DeliveryState.Confirmed)
            {
                group.Add(new JournalRow(hallNow.ToUnixTimeMilliseconds(), "delivery.confirmed", department, after.Subject, after.RecordId, after.Platform, after.State.Word(), null, null));
            }
        }
    }
}

/// <summary>The platform will not talk to us, or not so that we understand: no call begins any more until an operator starts it. An alarm.</summary>
internal sealed class StopByAlarm(Platform platform, PlatformGate gate, string why, Sealer sealer, DateTimeOffset hallNow, ILogger log) : WriteWork<bool>
{
    public override int Weight => 1;

    public override void Apply(WriteGroup group)
    {
        var at = hallNow.ToUnixTimeMilliseconds();
        Answer = group.Session.Stop(new PlatformStop(platform.Name, at, PlatformGates.ByItself, sealer.Seal(Encoding.UTF8.GetBytes(why), Encoding.UTF8.GetBytes(platform.Name))));
        if (Answer)
        {
            group.Add(new JournalRow(at, "platform.stopped", "", null, null, platform.Name, "stopped", null, null));
        }
    }

    // On the writer's thread, before the next transaction begins.
    public override void Committed()
    {
        // One that is stopped already keeps the reason it was stopped for.
        if (Answer)
        {
            gate.Stop(why);
            DispatchLog.StoppedByAlarm(log, platform.Name, why);
        }

        base.Committed();
    }
}

/// <summary>The ids of the calls a delivery was in, oldest first; only the latest are kept.</summary>
internal static class AttemptIds
{
    private const int Kept = 50;

    public static string Add(string? ids, long id) => string.Join(',', Read(ids).Append(id).TakeLast(Kept).Select(one => one.ToString(CultureInfo.InvariantCulture)));

    public static IEnumerable<long> Read(string? ids) => ids is null ? [] : ids.Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture));
}
