using System.Buffers.Binary;
using System.Diagnostics.Metrics;
using Dapper;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Telemetry;

/// <summary>
/// What the hall holds at this moment: records and deliveries by state, from the counters that are kept in their transactions; the oldest that waits for
/// a platform; the lights of running clocks; and whether platforms are called.
/// </summary>
internal sealed class HallGauges
{
    public const string MeterName = "ServiceHall.Hall";

    public const string OldestOpen = """
        SELECT record_id FROM delivery WHERE platform = @platform AND state < 4 AND (state <> 1 OR next_at IS NOT NULL) ORDER BY record_id LIMIT 1
        """;

    public const string Lights = """
        SELECT (SELECT count(*) FROM case_ WHERE red_at IS NOT NULL AND red_at < @now), (SELECT count(*) FROM case_ WHERE yellow_at IS NOT NULL AND yellow_at <= @now AND (red_at IS NULL OR red_at >= @now)),
               (SELECT count(*) FROM case_ WHERE yellow_at IS NOT NULL AND yellow_at > @now AND (red_at IS NULL OR red_at >= @now))
        """;

    public const string WaitingTasks = """
        SELECT coalesce(sum(CASE WHEN take_by < @now THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN yellow_at <= @now AND take_by >= @now THEN 1 ELSE 0 END), 0),
               coalesce(sum(CASE WHEN yellow_at > @now AND take_by >= @now THEN 1 ELSE 0 END), 0), count(*)
        FROM task WHERE state = 0
        """;

    // Lights are counted one by one, and change by the day.
    private static readonly TimeSpan LightsStand = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _machine;
    private readonly HallClock _hall;
    private readonly Database _database;
    private readonly PlatformGates _gates;
    private readonly IReadOnlyList<Platform> _platforms;

    private (DateTimeOffset At, IReadOnlyList<Measurement<long>> Counted) _lights = (DateTimeOffset.MinValue, []);

    public HallGauges(IMeterFactory meters, Database database, Platforms platforms, PlatformGates gates, HallClock hall, TimeProvider machine)
    {
        (_database, _gates, _platforms, _hall, _machine) = (database, gates, platforms.Enabled, hall, machine);
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("servicehall.records", Records, "{record}", "Records by state.");
        meter.CreateObservableGauge("servicehall.deliveries", Deliveries, "{delivery}", "Deliveries by platform and state.");
        meter.CreateObservableGauge("servicehall.deliveries.oldest.age", Oldest, "s", "Since when the oldest record waits for a platform, and for nothing else; nothing where none does.");
        meter.CreateObservableGauge("servicehall.cases.running", Running, "{case}", "Cases whose clock runs, by light; counted once a minute.");
        meter.CreateObservableGauge("servicehall.tasks", Tasks, "{task}", "Tasks by state.");
        meter.CreateObservableGauge("servicehall.tasks.waiting", Waiting, "{task}", "Tasks that no department has taken yet, by light.");
        meter.CreateObservableGauge("servicehall.platform.called", Called, null, "1 where a platform is called, 0 where it is stopped, closed by its hours, or away.");
    }

    private IEnumerable<Measurement<long>> Records() => Count("record.").Select(one => new Measurement<long>(one.Value, new KeyValuePair<string, object?>("state", one.Key)));

    private IEnumerable<Measurement<long>> Deliveries() =>
        from platform in _platforms
        from one in Count($"delivery.{platform.Name}.")
        select new Measurement<long>(one.Value, new("platform", platform.Name), new("state", one.Key));

    private IEnumerable<Measurement<long>> Tasks() => Count("task.").Select(one => new Measurement<long>(one.Value, new KeyValuePair<string, object?>("state", one.Key)));

    // As each task tells its light: none where its limit can't be known.
    private IReadOnlyList<Measurement<long>> Waiting()
    {
        using var reader = _database.Reader();
        var (red, yellow, green, all) = reader.Connection.QuerySingle<(long, long, long, long)>(WaitingTasks, new { now = _hall.Now.ToUnixTimeMilliseconds() });
        return [Light("none", all - green - yellow - red), Light("green", green), Light("yellow", yellow), Light("red", red)];
    }

    private static Measurement<long> Light(string light, long count) => new(count, new KeyValuePair<string, object?>("light", light));

    private IEnumerable<Measurement<int>> Called() =>
        from platform in _platforms
        let gate = _gates.Find(platform.Name)
        where gate is not null
        select new Measurement<int>(gate.IsHeld || gate.AwayUntil is not null ? 0 : 1, new KeyValuePair<string, object?>("platform", platform.Name));

    private IEnumerable<Measurement<double>> Oldest()
    {
        foreach (var platform in _platforms)
        {
            using var reader = _database.Reader();
            if (reader.Connection.QuerySingleOrDefault<byte[]>(OldestOpen, new { platform = platform.Name }) is { } id)
            {
                yield return new Measurement<double>((_machine.GetUtcNow() - ReceivedAt(id)).TotalSeconds, new KeyValuePair<string, object?>("platform", platform.Name));
            }
        }
    }

    // The first 48 bits of a UUIDv7 are its time in Unix milliseconds (RFC 9562).
    private static DateTimeOffset ReceivedAt(byte[] id) => DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(id) >> 16));

    private IReadOnlyList<Measurement<long>> Running()
    {
        lock (_lock)
        {
            if (_machine.GetUtcNow() - _lights.At >= LightsStand)
            {
                using var reader = _database.Reader();
                var (red, yellow, green) = reader.Connection.QuerySingle<(long, long, long)>(Lights, new { now = _hall.Now.ToUnixTimeMilliseconds() });
                _lights = (_machine.GetUtcNow(), [Light("green", green), Light("yellow", yellow), Light("red", red)]);
            }

            return _lights.Counted;
        }
    }

    private Dictionary<string, long> Count(string prefix)
    {
        using var reader = _database.Reader();
        return Counters.Read(reader.Connection, prefix);
    }
}
