using System.Text.Json.Nodes;
using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Store;

public sealed class CounterTests
{
    [Fact]
    public async Task Counters_equal_counts_after_whatever_happened()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(new { tooMany = new { rate = 0.1, retryAfterSeconds = 0 }, cut = new { rate = 0.1, afterTaking = true }, serverError = new { rate = 0.1 }, seed });
        await using var hall = await TestHall.StartAsync(province);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(caller => PushAsync(hall, caller, new Random(random.Next()))));
        await province.ClearFaultsAsync();
        await Soon.ItHoldsAsync(async () => (await hall.DeliveredAsync()).Deliveries.GetValueOrDefault("waiting") == OpenPauses(hall));

        var reconciliation = await hall.ReconcileAsync();
        Assert.True(reconciliation.ExitCode == 0, $"seed {seed}{Environment.NewLine}{reconciliation.Table()}");
        Assert.True(new[] { "conflict", "quarantined", "superseded", "taken" }.All(reconciliation.Records.ContainsKey), $"seed {seed}: {string.Join(' ', reconciliation.Records.Keys)}");
    }

    private static async Task PushAsync(TestHall hall, int caller, Random random)
    {
        var client = hall.Client();
        for (var call = 0; call < 15; call++)
        {
            await client.PushAsync(Enumerable.Range(0, 20).Select(_ => Any($"count-{caller}-{random.Next(25)}", random)));
        }
    }

    // Legal or not, repeated or not: whatever a department may send.
    private static JsonObject Any(string no, Random random) => random.Next(8) switch
    {
        0 or 1 => Samples.Accepted(no),
        2 => Samples.Accepted(no).With("version", random.Next(1, 4)),
        3 => Samples.Step(no, $"step-{random.Next(3)}"),
        4 => Samples.Paused(no, $"{random.Next(2)}"),
        5 => Samples.Resumed(no, $"{random.Next(2)}"),
        6 => Samples.Accepted(no).WithData("title", $"示例{random.Next(3)}"),
        _ => Samples.Closed(no),
    };

    // A pause that nothing has ended waits for what will carry it.
    private static long OpenPauses(TestHall hall) => hall.Count("delivery WHERE state = 1 AND why LIKE '特别程序%'");
}
