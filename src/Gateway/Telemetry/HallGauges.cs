using System.Diagnostics.Metrics;
using Dapper;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Telemetry;

/// <summary>What the hall holds at this moment: records and deliveries by state, from the counters that are kept in their transactions, and whether platforms are called.</summary>
internal sealed class HallGauges
{
    public const string MeterName = "ServiceHall.Hall";

    private readonly Database _database;
    private readonly PlatformGates _gates;
    private readonly IReadOnlyList<Platform> _platforms;

    public HallGauges(IMeterFactory meters, Database database, Platforms platforms, PlatformGates gates)
    {
        (_database, _gates, _platforms) = (database, gates, platforms.Enabled);
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("servicehall.records", Records, "{record}", "Records by state.");
        meter.CreateObservableGauge("servicehall.deliveries", Deliveries, "{delivery}", "Deliveries by platform and state.");
        meter.CreateObservableGauge("servicehall.platform.called", Called, null, "1 where a platform is called, 0 where it is stopped, closed by its hours, or away.");
    }

    private IEnumerable<Measurement<long>> Records() => Counters("record.").Select(one => new Measurement<long>(one.Value, new KeyValuePair<string, object?>("state", one.Name)));

    private IEnumerable<Measurement<long>> Deliveries() =>
        from platform in _platforms
        from one in Counters($"delivery.{platform.Name}.")
        select new Measurement<long>(one.Value, new("platform", platform.Name), new("state", one.Name));

    private IEnumerable<Measurement<int>> Called() =>
        from platform in _platforms
        let gate = _gates.Find(platform.Name)
        where gate is not null
        select new Measurement<int>(gate.IsHeld || gate.AwayUntil is not null ? 0 : 1, new KeyValuePair<string, object?>("platform", platform.Name));

    private List<(string Name, long Value)> Counters(string prefix)
    {
        using var reader = _database.Reader();
        return [.. reader.Connection.Query<(string, long)>(
            "SELECT substr(name, length(@prefix) + 1), sum(value) FROM counter WHERE substr(name, 1, length(@prefix)) = @prefix GROUP BY name", new { prefix })];
    }
}
