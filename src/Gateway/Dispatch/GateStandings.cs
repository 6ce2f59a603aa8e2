using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>What the gate of a platform holds back at a moment.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Stopped">Why it is held closed; null where it is not.</param>
/// <param name="Shut">The time it is closed by its hours; null where it is open.</param>
/// <param name="AwayUntil">Until when nothing is tried because it was away; null where it was not.</param>
internal sealed record GateStanding(string Platform, string? Stopped, HoursSpan? Shut, DateTimeOffset? AwayUntil);

/// <summary>How all gates stand at a moment, and what deliveries look like by that.</summary>
internal sealed class GateStandings(IReadOnlyList<GateStanding> gates)
{
    private const string Away = "平台不在，稍后再试";

    /// <summary>Whether they hold back the same, with the same words.</summary>
    public bool AreThoseOf(GateStandings other) => gates.SequenceEqual(other.Gates);

    private IReadOnlyList<GateStanding> Gates => gates;

    /// <summary>A case's deliveries, by platform and position, as they are shown: what waits says for what, also where nothing of it is in the store.</summary>
    public IReadOnlyList<DeliveryRow> Shown(IEnumerable<DeliveryRow> deliveries)
    {
        List<DeliveryRow> shown = [];
        DeliveryRow? before = null;
        foreach (var delivery in deliveries.Select(Shown))
        {
            before = before?.Platform == delivery.Platform ? before : null;
            shown.Add(before is not null && delivery.State == DeliveryState.Pending ? delivery with { State = DeliveryState.Waiting, Why = Behind.Earlier } : delivery);
            before = delivery is { State: DeliveryState.Sent or DeliveryState.Unknown } or { State: DeliveryState.Waiting, NextAt: not null } ? delivery : before;
        }

        return shown;
    }

    // What a stopped, closed or absent platform holds back waits for it, whatever it waited for before.
    private DeliveryRow Shown(DeliveryRow delivery) => gates.FirstOrDefault(gate => gate.Platform == delivery.Platform) switch
    {
        { Stopped: { } why } => Stopped(delivery, why),
        { Shut: { } shut } => Closed(delivery, shut),
        { AwayUntil: { } until } when delivery.State == DeliveryState.Pending => delivery with { State = DeliveryState.Waiting, Why = Away, NextAt = until.ToUnixTimeMilliseconds() },
        _ => delivery,
    };

    private static DeliveryRow Stopped(DeliveryRow delivery, string why) => delivery.State switch
    {
        DeliveryState.Pending or DeliveryState.Waiting => delivery with { State = DeliveryState.Waiting, Why = $"平台已停止：{why}", NextAt = null },
        DeliveryState.Unknown => delivery with { NextAt = null },
        _ => delivery,
    };

    // One that waits for no moment waits for another record, which is why; one whose moment is after the opening waits for that.
    private static DeliveryRow Closed(DeliveryRow delivery, HoursSpan shut)
    {
        var opens = shut.To?.ToUnixTimeMilliseconds();
        return delivery.State switch
        {
            DeliveryState.Pending => delivery with { State = DeliveryState.Waiting, Why = shut.Why, NextAt = opens },
            DeliveryState.Waiting when delivery.NextAt is { } at && !(at > opens) => delivery with { Why = shut.Why, NextAt = opens },
            DeliveryState.Unknown when !(delivery.NextAt > opens) => delivery with { NextAt = opens },
            _ => delivery,
        };
    }
}
