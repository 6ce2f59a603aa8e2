using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;
using Xunit.Abstractions;

namespace ServiceHall.Scenarios.Tests.Crashes;

/// <summary>Promise 1: what was acknowledged survives a <c>kill -9</c> at any moment.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 10;
    private const int Pushers = 4;

    [Fact]
    public async Task Killed_at_ten_random_moments_under_load_the_gateway_loses_nothing_and_doubles_nothing()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var folder = Directory.CreateTempSubdirectory("kill-").FullName;
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var settings = CrashSettings.For(province);
        var acknowledged = new Acknowledged();
        var cases = 0;

        for (var kill = 0; kill < Kills; kill++)
        {
            await using var gateway = await GatewayProcess.StartAsync(folder, settings);
            using var stop = new CancellationTokenSource();
            var pushers = Enumerable.Range(0, Pushers).Select(_ => PushUntilItDiesAsync(gateway.Url, () => Interlocked.Increment(ref cases), acknowledged, stop.Token)).ToList();
            var enough = acknowledged.Count + random.Next(20, 200);
            await Until.Async(() => Task.FromResult(acknowledged.Count >= enough ? this : null), TimeSpan.FromSeconds(60));
            await gateway.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(pushers);
        }

        await using var last = await GatewayProcess.StartAsync(folder, settings);
        await acknowledged.AllAreThereAsync(last.Url);
        var (exitCode, table) = await Until.Async(async () => await ReconciledAsync(folder, settings), TimeSpan.FromSeconds(120));
        output.WriteLine($"{acknowledged.Count} records acknowledged over {Kills} kills");
        output.WriteLine(table);
        Assert.Equal(0, exitCode);
        await LanesAreInOrderAsync(province);
        await last.KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    // Each pusher plays whole cases, one record after another; what was not acknowledged is pushed again by the next life of the gateway.
    private static async Task PushUntilItDiesAsync(Uri url, Func<int> nextCase, Acknowledged acknowledged, CancellationToken stop)
    {
        using var client = new SignedClient(url, "mz", TestHall.Secret);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var caseNo = $"K-{nextCase()}";
                JsonObject[] records = [Samples.Accepted(caseNo), Samples.Step(caseNo), Samples.Paused(caseNo), Samples.Resumed(caseNo), Samples.Closed(caseNo)];
                foreach (var record in records)
                {
                    var answer = await client.PushAsync(record);
                    Assert.True(answer is { Status: 200, Verdicts: ["accepted"] }, answer.ToString());
                    acknowledged.Add((string)answer.Results[0]["recordId"]!);
                }
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            // The gateway is dead, as it should be.
        }
    }

    private static async Task<Tuple<int, string>?> ReconciledAsync(string folder, IReadOnlyDictionary<string, string> settings)
    {
        var (exitCode, table) = await GatewayProcess.RunAsync(folder, settings, "reconcile");
        return table.Contains("pending", StringComparison.Ordinal) || table.Contains("unknown  ", StringComparison.Ordinal) || table.Contains("sent  ", StringComparison.Ordinal) ? null : Tuple.Create(exitCode, table);
    }

    // By the province's own journal: a row is new only once, and the rows of a case come in the order of its life.
    private static async Task LanesAreInOrderAsync(TestProvince province)
    {
        string[] life = ["up_pro_accept", "up_pro_material", "up_pro_process", "up_pro_special_procedure", "up_pro_result"];
        var journal = await province.JournalAsync();
        Assert.DoesNotContain(journal, entry => entry.Outcome == "refused");
        foreach (var @case in journal.Where(entry => entry.Outcome == "taken").GroupBy(entry => entry.ProjectNo))
        {
            Assert.Equal(life[..@case.Count()], @case.Select(entry => entry.Table));
        }
    }

    /// <summary>What the gateway acknowledged, kept outside of it.</summary>
    private sealed class Acknowledged
    {
        private readonly ConcurrentQueue<string> _ids = new();

        public int Count => _ids.Count;

        public void Add(string id) => _ids.Enqueue(id);

        public async Task AllAreThereAsync(Uri url)
        {
            using var client = new SignedClient(url, "mz", TestHall.Secret);
            foreach (var id in _ids)
            {
                var answer = await client.GetAsync($"/v1/records/{id}");
                Assert.True(answer.Status == 200, answer.ToString());
                Assert.Equal("taken", (string?)answer.Json["state"]);
            }
        }
    }
}
