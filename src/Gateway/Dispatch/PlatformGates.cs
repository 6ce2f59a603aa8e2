using System.Text;
using Dapper;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>The gates of the enabled platforms. One that was stopped is closed from the first moment, also after a restart.</summary>
internal sealed class PlatformGates
{
    private readonly Dictionary<string, PlatformGate> _gates;

    /// <summary>In the place of an operator's key: the gateway stopped the platform itself.</summary>
    public const string ByItself = "";

    public const string ByOperator = "人工停止";

    private const string Away = "平台不在，稍后再试";

    public PlatformGates(Platforms platforms, Database database, Sealer sealer, TimeProvider machine)
    {
        _gates = platforms.Enabled.ToDictionary(platform => platform.Name, platform => new PlatformGate(machine, platform.Hours), StringComparer.Ordinal);
        using var reader = database.Reader();
        foreach (var (platform, by, reason) in reader.Connection.Query<(string Platform, string By, byte[] Reason)>("SELECT platform, by, reason FROM platform_state"))
        {
            Find(platform)?.Stop(by == ByItself ? Encoding.UTF8.GetString(sealer.Open(reason, Encoding.UTF8.GetBytes(platform))) : ByOperator);
        }
    }

    /// <summary>The gate of an enabled platform, or null.</summary>
    public PlatformGate? Find(string platform) => _gates.GetValueOrDefault(platform);

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
    private DeliveryRow Shown(DeliveryRow delivery) => Find(delivery.Platform) switch
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
