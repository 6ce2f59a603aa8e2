using System.Collections.Concurrent;
using System.Globalization;
using Dapper;
using ServiceHall.Gateway.Store;
using ServiceHall.KilledGateway;
using ServiceHall.Tests;
using ServiceHall.Tests.Cases;
using ServiceHall.Tests.Hall;
using Xunit.Abstractions;

namespace ServiceHall.Scenarios.Tests.Crashes;

/// <summary>
/// Promises 1 to 4 at once: the gateway is killed at every moment of a record's way, while random histories are pushed and the province fails in every way
/// it knows; where its store is on a server, that is restarted meanwhile. In the end nothing is lost, nothing doubled, and everything in order.
/// </summary>
public sealed class MomentTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int HitsAtLeast = 3;
    private const int Pushers = 8;
    private const int StepsOfACase = 14;
    private const int PushesATick = 5;
    private const int TicksOfALife = 600;
    private const int TicksToFire = 60;
    private const int LivesARestart = 5;
    private const int RestartsAtLeast = 2;
    private const int SigKill = 128 + 9;
    private const int LostStore = 1;

    private readonly string _folder = Directory.CreateTempSubdirectory("moment-").FullName;
    private readonly Lives _lives = new();
    private readonly SemaphoreSlim _pace = new(0);
    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentQueue<Wandering> _wanderings = new();
    private readonly ConcurrentQueue<Acknowledged> _acknowledged = new();
    private readonly Dictionary<Moment, int> _hits = Enum.GetValues<Moment>().ToDictionary(moment => moment, _ => 0);
    private Seeded _seeded = null!;
    private FailingProvince _province = null!;
    private CrashStore _store = null!;
    private Supervisor _supervisor = null!;
    private List<Task> _pushers = [];
    private int _killed;

    // More with SERVICEHALL_KILLS, for long runs.
    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("SERVICEHALL_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : 21;

    private string Deaths => Path.Combine(_folder, "deaths");

    private Dictionary<string, string> Settings => new(CrashSettings.For(_province.Now, _store.Settings))
    {
        ["Clients:1:Key"] = "window",
        ["Clients:1:Secret"] = TestHall.Secret,
        ["Clients:1:Departments:0"] = "mz",
        ["Clients:2:Key"] = "operator",
        ["Clients:2:Secret"] = TestHall.Secret,
        ["Clients:2:Role"] = "operator",
        ["Platforms:OneWindow:BatchSize"] = "5",
        ["Platforms:OneWindow:AttemptTimeout"] = "00:00:01",
        ["Platforms:OneWindow:SettleAfter"] = "00:00:00.500",
        ["Platforms:OneWindow:Resilience:Retry:Delay"] = "00:00:00.050",
        ["Platforms:OneWindow:Resilience:Retry:MaxDelay"] = "00:00:00.200",
        ["Platforms:OneWindow:Resilience:CircuitBreaker:BreakDuration"] = "00:00:00.500",
    };

    public async Task InitializeAsync()
    {
        _seeded = Seeded.Start(output);
        (_store, _supervisor) = (new CrashStore(_folder), new Supervisor(_folder));
        _province = await FailingProvince.StartAsync(Path.Combine(_folder, "province.journal"));
        await File.WriteAllTextAsync(Deaths, "");
    }

    public Task DisposeAsync() => _province.DisposeAsync().AsTask();

    public void Dispose()
    {
        _store.Dispose();
        _lives.Dispose();
        _pace.Dispose();
        _enough.Dispose();
    }

    [Fact]
    public async Task Killed_at_every_moment_while_the_province_fails_in_every_way_the_gateway_loses_nothing_doubles_nothing_and_keeps_every_lane_in_order()
    {
        _pushers = [.. Enumerable.Range(0, Pushers).Select(PushAsync)];
        for (var life = 0; _killed < Kills || _hits.Values.Min() < HitsAtLeast; life++)
        {
            Assert.True(life < 3 * Kills, $"{_killed} kills under load in {life} lives: {Told()}");
            await (_store.HasServer && life % LivesARestart == LivesARestart - 1 ? LoseServerAsync(_seeded.Seed + life) : LiveAsync(_seeded.Seed + life));
        }

        await using var last = await _supervisor.StartAsync(GatewayProcess.Program, Settings);
        await _store.IsBackAsync();
        var final = _lives.Begin(last.Url);
        await FireTheRestAsync(final);
        await FinishPushingAsync(final);
        await SettleAsync(final, last);
        output.WriteLine(Told());
        Assert.True(!_store.HasServer || _store.Restarts.Values.Min() >= RestartsAtLeast, Told());
        await AllIsRightAsync(final);
        await last.KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // One life: from its start to its death at a moment, or anywhere where that does not come.
    private async Task LiveAsync(int seed)
    {
        var random = _seeded.Random;
        var moment = _hits.OrderBy(hit => hit.Value).ThenBy(_ => random.Next()).First().Key;
        await _province.FailAsync(random, ways: 3, seed);
        var settings = new Dictionary<string, string>(Settings)
        {
            ["Death:At"] = moment.ToString(),
            ["Death:Passes"] = $"{(moment is Moment.BeforeCommit or Moment.AfterCommit ? random.Next(3, 40) : random.Next(12))}",
            ["Death:Log"] = Deaths,
        };
        await using var gateway = await _supervisor.StartAsync(GatewayProcess.KilledProgram, settings);
        if (gateway.Listens is { } url)
        {
            var life = _lives.Begin(url);
            var restart = random.Next(4) == 0 ? random.Next(1, 20) : -1;
            var tick = 0;
            await Until.Async(async () => gateway.HasEnded ? this : await TickAsync(life, gateway, tick++, restart), TimeSpan.FromMinutes(2), () => gateway.Said);
            _lives.End();
            _killed++;
        }

        Assert.True(gateway.ExitCode == SigKill, $"seed {_seeded.Seed}: it ended by itself with {gateway.ExitCode}: {gateway.Said}");
        foreach (var (hit, lines) in (await File.ReadAllLinesAsync(Deaths)).CountBy(Enum.Parse<Moment>))
        {
            _hits[hit] = lines;
        }
    }

    // One that ends by itself with its server, and nobody waits with the next until that is back.
    private async Task LoseServerAsync(int seed)
    {
        await _province.FailAsync(_seeded.Random, ways: 3, seed);
        await using var gateway = await _supervisor.StartAsync(GatewayProcess.Program, Settings);
        await _store.IsBackAsync();
        var life = _lives.Begin(gateway.Url);
        var tick = 0;
        var restart = _seeded.Random.Next(5, 60);
        await Until.Async(
            async () =>
            {
                if (tick++ == restart)
                {
                    life.LosesStore = true;
                    await _store.BeginRestartAsync();
                }

                await LetPushAsync(life);
                return gateway.HasEnded ? this : null;
            },
            TimeSpan.FromMinutes(2),
            () => gateway.Said);
        _lives.End();
        Assert.True(gateway.ExitCode == LostStore, $"seed {_seeded.Seed}: it lost its store and ended with {gateway.ExitCode}: {gateway.Said}");
    }

    private async Task<MomentTests?> TickAsync(Life life, GatewayProcess gateway, int tick, int restart)
    {
        await LetPushAsync(life);
        if (tick == restart)
        {
            await _province.RestartAsync();
        }

        if (tick == TicksOfALife)
        {
            await gateway.KillAsync();
        }

        return null;
    }

    private async Task LetPushAsync(Life life)
    {
        if (_pushers.Find(pusher => pusher.IsFaulted) is { } failed)
        {
            await failed;
        }

        _pace.Release(PushesATick);
        await life.KeepPlatformRunningAsync();
    }

    // Cases of several clients, one after another, until it is enough.
    private async Task PushAsync(int number)
    {
        var way = new PatientClient(_lives, number % 2 == 0 ? "mz" : "window", _pace, _acknowledged).Way;
        for (var i = 0; !_enough.IsCancellationRequested; i++)
        {
            var wandering = new Wandering(way, new Random(unchecked(_seeded.Seed + (number * 10_000) + i)), $"M-{number}-{i}");
            _wanderings.Enqueue(wandering);
            for (var step = 0; step < StepsOfACase && !_enough.IsCancellationRequested; step++)
            {
                await wandering.StepAsync();
            }
        }
    }

    // What did not come about among the kills.
    private async Task FireTheRestAsync(Life life)
    {
        foreach (var way in _province.Fired.Keys.Where(way => way != FailingProvince.Restart).ToList())
        {
            if (!await _province.HasFiredAsync(way))
            {
                var tick = 0;
                await Until.Async(
                    async () =>
                    {
                        // Set again and again: one that closes for two seconds may see no call in them.
                        if (tick % TicksToFire == 0)
                        {
                            await _province.FailAsync([way], unchecked(_seeded.Seed + tick));
                        }

                        tick++;
                        await LetPushAsync(life);
                        return await _province.HasFiredAsync(way) ? way : null;
                    },
                    TimeSpan.FromSeconds(60),
                    () => $"seed {_seeded.Seed}: {way}");
            }
        }

        await _province.RestartAsync();
        Assert.All(_province.Fired, way => Assert.True(way.Value > 0, $"seed {_seeded.Seed}: {way.Key} never fired"));
    }

    private async Task FinishPushingAsync(Life life)
    {
        await _enough.CancelAsync();
        var all = Task.WhenAll(_pushers);
        await Until.Async(
            async () =>
            {
                await LetPushAsync(life);
                return all.IsCompletedSuccessfully ? all : null;
            },
            TimeSpan.FromSeconds(60));
    }

    private async Task SettleAsync(Life life, GatewayProcess gateway)
    {
        await _province.BehaveAsync();
        var open = "";
        await Until.Async(
            async () =>
            {
                await life.KeepPlatformRunningAsync();
                await life.ResendAsync();
                open = Open();
                return open.Length == 0 ? open : null;
            },
            TimeSpan.FromMinutes(3),
            () => $"seed {_seeded.Seed}: {Told()}, open {open}\n{gateway.Said}");
    }

    // The deliveries that are still on their way; a pause that has not ended waits for no moment.
    private string Open()
    {
        using var reader = _store.Address.OpenReadOnly();
        var open = reader.Connection.Query<(long State, long Count, string? Why)>(
            $"""
            SELECT state, count(*), max(why) FROM delivery
            WHERE state IN ({(int)DeliveryState.Pending}, {(int)DeliveryState.Sent}, {(int)DeliveryState.Unknown}, {(int)DeliveryState.Refused})
               OR (state = {(int)DeliveryState.Waiting} AND next_at IS NOT NULL)
            GROUP BY state
            """);
        return string.Join(", ", open.Select(row => $"{(DeliveryState)row.State} {row.Count} ({row.Why})"));
    }

    private async Task AllIsRightAsync(Life life)
    {
        var (exitCode, table) = await GatewayProcess.RunAsync(_folder, Settings, "reconcile");
        output.WriteLine(table);
        Assert.True(exitCode == 0, $"seed {_seeded.Seed}: {table}");
        await Parallel.ForEachAsync(_acknowledged, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (one, _) =>
        {
            var answer = await life.Client("mz").GetAsync($"/v1/records/{one.RecordId}");
            Assert.True(answer.Status == 200 && MayBe(one.Verdict).Contains((string)answer.Json["state"]!), $"seed {_seeded.Seed}: acknowledged as {one.Verdict}, and now {answer}");
        });
        var refusals = (await _province.Now.JournalAsync()).Where(entry => entry.Outcome == "refused").CountBy(entry => entry.Code ?? "").ToDictionary();
        output.WriteLine($"refused {string.Join(", ", refusals)}");
        Assert.Empty(refusals.Keys.Except([FailingProvince.RefusedRow, "E0900"]));
        await ProvinceRows.AreThoseOfAsync(_province.Now, life.Client("mz"), _wanderings, _seeded.Seed);
        await ProvinceRows.CameInOrderAsync(_province.Now, life.Client("mz"), _wanderings, _seeded.Seed);
        output.WriteLine($"{_wanderings.Sum(one => one.Rows.Count)} rows, {_wanderings.Sum(one => one.RowsInOrder.Sum(record => record.Count))} of them of records that were never corrected, in their order");
    }

    // What becomes of a record after it was acknowledged: others of its case may release it or take its place.
    private static string[] MayBe(string verdict) => verdict switch
    {
        "accepted" => ["taken", "superseded"],
        "parked" => ["parked", "taken", "quarantined", "superseded"],
        "rejected" => ["quarantined", "superseded"],
        _ => [verdict],
    };

    private string Told() =>
        $"{_killed} kills under load ({string.Join(", ", _hits)}), restarts of the server {string.Join(", ", _store.Restarts)}, {_supervisor.Refused} starts tried again; {_acknowledged.Count} records of {_wanderings.Count} cases acknowledged; fired {string.Join(", ", _province.Fired)}";
}
