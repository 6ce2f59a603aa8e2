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

    /// <summary>How they stand at this moment.</summary>
    public GateStandings Now() => new([.. _gates.Select(gate => gate.Value.StandingOf(gate.Key))]);
}
