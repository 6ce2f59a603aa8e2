using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Scenarios.Tests.Crashes;

/// <summary>Pushes whole cases into a gateway for as long as that lives, and keeps what was acknowledged outside of it.</summary>
/// <param name="losesStore">Whether the gateway may answer with its own fault: it ends then.</param>
internal sealed class CaseLoad(bool losesStore = false)
{
    private const int Pushers = 4;

    private readonly ConcurrentQueue<string> _acknowledged = new();
    private int _cases;

    public int Acknowledged => _acknowledged.Count;

    /// <summary>Pushes until the gateway answers no more.</summary>
    public Task PushAsync(Uri url, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Pushers).Select(_ => PushUntilItDiesAsync(url, stop)));

    public Task AllAreTakenAsync(Uri url) => InTheEnd.AllAreTakenAsync(url, _acknowledged);

    /// <summary>The records of a whole case, in order.</summary>
    public static JsonObject[] OfACase(string caseNo) => [Samples.Accepted(caseNo), Samples.Step(caseNo), Samples.Paused(caseNo), Samples.Resumed(caseNo), Samples.Closed(caseNo)];

    // One record after another; what was not acknowledged is never pushed again.
    private async Task PushUntilItDiesAsync(Uri url, CancellationToken stop)
    {
        using var client = new SignedClient(url, "mz", TestHall.Secret);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var caseNo = $"K-{Interlocked.Increment(ref _cases)}";
                foreach (var record in OfACase(caseNo))
                {
                    var answer = await client.PushAsync(record);
                    if (losesStore && answer.Status >= 500)
                    {
                        return;
                    }

                    Assert.True(answer is { Status: 200, Verdicts: ["accepted"] }, answer.ToString());
                    _acknowledged.Enqueue((string)answer.Results[0]["recordId"]!);
                }
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            // The gateway is dead, as it should be.
        }
    }
}

/// <summary>What has to hold in the end, whatever came between.</summary>
internal static class InTheEnd
{
    /// <summary>The tables that the rows of a whole case come in, in order.</summary>
    public static readonly string[] Life = ["up_pro_accept", "up_pro_material", "up_pro_process", "up_pro_special_procedure", "up_pro_result"];

    /// <summary>What was acknowledged is there.</summary>
    public static async Task AllAreTakenAsync(Uri url, IEnumerable<string> acknowledged)
    {
        using var client = new SignedClient(url, "mz", TestHall.Secret);
        foreach (var id in acknowledged)
        {
            var answer = await client.GetAsync($"/v1/records/{id}");
            Assert.True(answer.Status == 200, answer.ToString());
            Assert.Equal("taken", (string?)answer.Json["state"]);
        }
    }

    /// <summary>Waits until nothing is on its way any more; then all adds up. Answers the table.</summary>
    public static async Task<string> AllAddsUpAsync(string folder, IReadOnlyDictionary<string, string> settings)
    {
        var (exitCode, table) = await Until.Async(async () => await ReconciledAsync(folder, settings), TimeSpan.FromSeconds(120));
        Assert.True(exitCode == 0, table);
        return table;
    }

    /// <summary>By the province's own journal: a row is new only once, and the rows of a case come in the order of its life.</summary>
    public static async Task LanesAreInOrderAsync(TestProvince province)
    {
        var journal = await province.JournalAsync();
        Assert.DoesNotContain(journal, entry => entry.Outcome == "refused");
        foreach (var @case in journal.Where(entry => entry.Outcome == "taken").GroupBy(entry => entry.ProjectNo))
        {
            Assert.Equal(Life[..@case.Count()], @case.Select(entry => entry.Table));
        }
    }

    private static async Task<Tuple<int, string>?> ReconciledAsync(string folder, IReadOnlyDictionary<string, string> settings)
    {
        var (exitCode, table) = await GatewayProcess.RunAsync(folder, settings, "reconcile");
        return table.Contains("pending", StringComparison.Ordinal) || table.Contains("unknown  ", StringComparison.Ordinal) || table.Contains("sent  ", StringComparison.Ordinal) ? null : Tuple.Create(exitCode, table);
    }
}
