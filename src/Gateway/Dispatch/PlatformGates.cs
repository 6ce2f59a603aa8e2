using Dapper;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>The gates of the enabled platforms. One that an operator stopped is closed from the first moment, also after a restart.</summary>
internal sealed class PlatformGates
{
    private readonly Dictionary<string, PlatformGate> _gates;

    public PlatformGates(Platforms platforms, Database database, TimeProvider machine)
    {
        _gates = platforms.Enabled.ToDictionary(platform => platform.Name, _ => new PlatformGate(machine), StringComparer.Ordinal);
        using var reader = database.Reader();
        foreach (var stopped in reader.Connection.Query<string>("SELECT platform FROM platform_state"))
        {
            Find(stopped)?.Stop();
        }
    }

    /// <summary>The gate of an enabled platform, or null.</summary>
    public PlatformGate? Find(string platform) => _gates.GetValueOrDefault(platform);

    /// <summary>A delivery as it is shown: what a stopped platform holds back waits for its start, whatever it waited for before.</summary>
    public DeliveryRow Shown(DeliveryRow delivery) => Find(delivery.Platform) is not { IsStopped: true } ? delivery : delivery.State switch
    {
        DeliveryState.Pending or DeliveryState.Waiting => delivery with { State = DeliveryState.Waiting, Why = "平台已停止：人工停止", NextAt = null },
        DeliveryState.Unknown => delivery with { NextAt = null },
        _ => delivery,
    };
}
