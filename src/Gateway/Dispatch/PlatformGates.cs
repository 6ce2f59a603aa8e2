using System.Text;
using Dapper;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>The gates of the enabled platforms. One that was stopped is closed from the first moment, also after a restart.</summary>
internal sealed class PlatformGates
{
    private readonly Dictionary<string, PlatformGate> _gates;
    private readonly Database _database;
    private readonly Sealer _sealer;

    /// <summary>In the place of an operator's key: the gateway stopped the platform itself.</summary>
    public const string ByItself = "";

    public const string ByOperator = "人工停止";

    public PlatformGates(Platforms platforms, Database database, Sealer sealer, TimeProvider machine)
    {
        _gates = platforms.Enabled.ToDictionary(platform => platform.Name, platform => new PlatformGate(machine, platform.Hours), StringComparer.Ordinal);
        (_database, _sealer) = (database, sealer);
        foreach (var (platform, why) in ReadStops())
        {
            Find(platform)?.Stop(why);
        }
    }

    /// <summary>Another node has stopped or started it.</summary>
    public void Reload(string platform)
    {
        if (Find(platform) is not { } gate)
        {
            return;
        }

        if (ReadStops().TryGetValue(platform, out var why))
        {
            gate.Stop(why);
        }
        else
        {
            gate.Start();
        }
    }

    /// <summary>The gate of an enabled platform, or null.</summary>
    public PlatformGate? Find(string platform) => _gates.GetValueOrDefault(platform);

    /// <summary>How they stand at this moment.</summary>
    public GateStandings Now() => new([.. _gates.Select(gate => gate.Value.StandingOf(gate.Key))]);

    private Dictionary<string, string> ReadStops()
    {
        using var reader = _database.Reader();
        return reader.Connection.Query<(string Platform, string By, byte[] Reason)>("SELECT platform, by, reason FROM platform_state").ToDictionary(
            stop => stop.Platform, stop => stop.By == ByItself ? Encoding.UTF8.GetString(_sealer.Open(stop.Reason, Encoding.UTF8.GetBytes(stop.Platform))) : ByOperator, StringComparer.Ordinal);
    }
}
