using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Tests.Hall;
using Xunit.Abstractions;

namespace ServiceHall.Scenarios.Tests.Crashes;

/// <summary>Three gateways on one PostgreSQL: they are killed, paused, cut off and stopped, the server is restarted, and the province misbehaves.</summary>
[Trait(TestStore.Trait, StoreSettings.Postgres)]
public sealed class NodesTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Gateways = 3;
    private const int Slots = 256;
    private const int LostStore = 1;

    // What a person would have to see to is not among them: nobody is there.
    private static readonly string[] Troubles = ["500", "503", "too many", "slow", "cut before taking", "cut after taking", "half an answer", "a page"];

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("nodes-").FullName;
    private readonly List<double> _takeovers = [];
    private readonly List<Berth> _berths = [];
    private PostgresCluster _server = null!;
    private FailingProvince _province = null!;

    // Twenty in a long run: SERVICEHALL_KILLS=60 or more.
    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("SERVICEHALL_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) && kills >= 60 ? 20 : 4;

    public async Task InitializeAsync()
    {
        _server = PostgresCluster.StartDurable();
        _province = await FailingProvince.StartAsync(Path.Combine(_folder, "province.jsonl"));
        _berths.AddRange(Enumerable.Range(1, Gateways).Select(number => new Berth(
            Path.Combine(_folder, $"{number}"), $"gateway {number}", _server, _province.Now, Path.Combine(_folder, "data-keys.json"))));
    }

    public async Task DisposeAsync()
    {
        foreach (var berth in _berths)
        {
            await berth.DisposeAsync();
        }

        await _province.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [PostgresFact]
    public async Task Whatever_dies_hangs_or_is_cut_off_every_lane_stays_in_order_and_nothing_is_lost()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);

        // The first makes the keys.
        foreach (var berth in _berths)
        {
            await berth.StartAsync();
        }

        using var stop = new CancellationTokenSource();
        var load = new SharedLoad(_berths);
        var pushing = load.PushAsync(stop.Token);
        var deeds = Deeds(random);
        foreach (var deed in deeds)
        {
            await _province.FailAsync(Troubles.OrderBy(_ => random.Next()).Take(2), random.Next());
            await load.GoesOnAsync(random.Next(10, 40), Bound);
            await DoAsync(deed, _berths[random.Next(Gateways)]);
        }

        await _province.BehaveAsync();
        await stop.CancelAsync();
        await pushing;
        output.WriteLine($"{load.Acknowledged.Count} records acknowledged; {string.Join(", ", deeds.GroupBy(deed => deed).Select(one => $"{one.Count()} x {one.Key}"))}");
        output.WriteLine($"seconds from a kill until others had all its slots, with the usual lease of {NodeOptions.UsualLease.TotalSeconds} s: {string.Join(", ", _takeovers.Select(seconds => seconds.ToString("F1", CultureInfo.InvariantCulture)))}");
        var settings = _berths[0].SettingsTo(_server.Address);
        output.WriteLine(await InTheEnd.AllAddsUpAsync(_folder, settings));
        await InTheEnd.AllAreTakenAsync(_berths[0].Url!, load.Acknowledged);
        await LanesAreInOrderAsync(load);
        Assert.Equal(Kills, _takeovers.Count);
    }

    private static List<string> Deeds(Random random)
    {
        var others = Math.Max(1, Kills / 10);
        return
        [
            .. Enumerable.Repeat("kill", Kills).Concat(Enumerable.Repeat("pause", others)).Concat(Enumerable.Repeat("cut off", others)).Concat(Enumerable.Repeat("stop", others))
                .Concat(Enumerable.Repeat("restart the server", others)).OrderBy(_ => random.Next()),
        ];
    }

    private async Task DoAsync(string deed, Berth berth)
    {
        switch (deed)
        {
            case "kill":
                var node = await NodeOfAsync(berth);
                var since = Stopwatch.StartNew();
                await berth.KillAsync();
                await OthersHaveAllAsync(node);
                _takeovers.Add(since.Elapsed.TotalSeconds);
                await berth.StartAsync();
                break;
            case "pause":
                await LoseAsync(berth, berth.Pause, berth.GoOn);
                break;
            case "cut off":
                await LoseAsync(berth, berth.CutOff, () => { });
                break;
            case "stop":
                berth.Stop();
                Assert.Equal(0, await berth.EndsAsync(Bound));
                await berth.StartAsync();
                break;
            default:
                await _server.RestartAsync("immediate");
                foreach (var each in _berths)
                {
                    Assert.Equal(LostStore, await each.EndsAsync(Bound));
                    await each.StartAsync();
                }

                break;
        }
    }

    // The others take it for dead; when it notices, it ends and is started again.
    private async Task LoseAsync(Berth berth, Action lose, Action find)
    {
        var node = await NodeOfAsync(berth);
        lose();
        await OthersHaveAllAsync(node);
        find();
        Assert.Equal(LostStore, await berth.EndsAsync(Bound));
        await berth.StartAsync();
    }

    // Once it has slots to lose: one that has just been started has none yet.
    private async Task<long> NodeOfAsync(Berth berth)
    {
        await using var direct = new NpgsqlConnection(_server.Address);
        var found = await Until.Async(
            async () => await direct.ExecuteScalarAsync<long?>("SELECT max(node) FROM slot JOIN node ON node.id = slot.node WHERE name = @Name", new { berth.Name }) is { } node ? Tuple.Create(node) : null, Bound);
        return found.Item1;
    }

    private async Task OthersHaveAllAsync(long node)
    {
        await using var direct = new NpgsqlConnection(_server.Address);
        await Until.Async(
            async () => await direct.ExecuteScalarAsync<long>("SELECT count(*) FROM slot WHERE node <> @node", new { node }) == Slots ? this : null,
            Bound,
            () => string.Join(Environment.NewLine, _berths.Select(berth => $"{berth.Name}: {berth.Said}")));
    }

    // By the province's own journal: a row is new only once, and the rows of a case come in the order of its life.
    private async Task LanesAreInOrderAsync(SharedLoad load)
    {
        var journal = await _province.Now.JournalAsync();
        var taken = journal.Where(entry => entry.Outcome == "taken").GroupBy(entry => entry.ProjectNo).ToList();
        Assert.True(taken.Count >= load.Acknowledged.Count / InTheEnd.Life.Length, $"{taken.Count} cases came");
        Assert.All(taken, @case => Assert.Equal(InTheEnd.Life[..@case.Count()], @case.Select(entry => entry.Table)));
    }
}

/// <summary>Pushes whole cases into whichever gateway listens, each record again until one of them acknowledges it.</summary>
internal sealed class SharedLoad(IReadOnlyList<Berth> berths)
{
    private const int Pushers = 2;

    private int _cases;
    private Task[] _pushers = [];

    public ConcurrentQueue<string> Acknowledged { get; } = new();

    public Task PushAsync(CancellationToken stop)
    {
        _pushers = [.. Enumerable.Range(0, Pushers).Select(number => PushAsync(new Random(number), stop))];
        return Task.WhenAll(_pushers);
    }

    /// <summary>Waits until so many more were acknowledged.</summary>
    public Task GoesOnAsync(int more, TimeSpan within)
    {
        var wanted = Acknowledged.Count + more;
        return Until.Async(async () => await IsAtWorkAsync() && Acknowledged.Count >= wanted ? this : null, within, () => string.Join(Environment.NewLine, berths.Select(berth => $"{berth.Name}: {berth.Said}")));
    }

    // What failed says so.
    private async Task<bool> IsAtWorkAsync()
    {
        foreach (var pusher in _pushers.Where(pusher => pusher.IsCompleted))
        {
            await pusher;
        }

        return true;
    }

    // A case that was begun is pushed to its end.
    private async Task PushAsync(Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var caseNo = $"S-{Interlocked.Increment(ref _cases)}";
            foreach (var record in CaseLoad.OfACase(caseNo))
            {
                Acknowledged.Enqueue(await AcknowledgedAsync(record, random));
            }
        }
    }

    private async Task<string> AcknowledgedAsync(JsonObject record, Random random)
    {
        var last = "no gateway listens";
        return await Until.Async(TryAsync, TimeSpan.FromMinutes(2), () => $"{record["key"]}: {last}");

        async Task<string?> TryAsync()
        {
            if (berths[random.Next(berths.Count)].Url is not { } url)
            {
                return null;
            }

            using var client = new SignedClient(url, "mz", TestHall.Secret) { Patience = TimeSpan.FromSeconds(3) };
            try
            {
                var answer = await client.PushAsync((JsonObject)record.DeepClone());
                if (answer.Status >= 500)
                {
                    last = answer.ToString();
                    return null;
                }

                // What one acknowledged and nobody heard of is a repetition at the next.
                Assert.True(answer is { Status: 200, Verdicts: ["accepted" or "duplicate"] }, answer.ToString());
                return (string)answer.Results[0]["recordId"]!;
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException)
            {
                last = fault.Message;
                return null;
            }
        }
    }
}
