using System.Globalization;
using System.Text.Json.Nodes;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests;
using ServiceHall.Tests.Cases;
using ServiceHall.Tests.Hall;
using Xunit.Abstractions;

namespace ServiceHall.Gateway.Tests.Corrections;

/// <summary>Random histories against a province that fails at random: whatever happened on the way, it holds in the end just what the cases say.</summary>
public sealed class WanderingTests(ITestOutputHelper output)
{
    private const int Lives = 4;

    // More with SERVICEHALL_ROUNDS, for long runs.
    private static int Cases => 60 * (int.TryParse(Environment.GetEnvironmentVariable("SERVICEHALL_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 1);

    [Fact]
    public async Task The_province_ends_with_the_rows_of_the_cases_as_they_stand()
    {
        var seeded = Seeded.Start(output);
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province, new() { ["Platforms:OneWindow:AttemptTimeout"] = "00:00:30", ["Platforms:OneWindow:BatchSize"] = "3" });
        await province.SetFaultsAsync(JsonNode.Parse($$"""
            {"tooMany":{"rate":0.05,"retryAfterSeconds":0},"cut":{"rate":0.1,"afterTaking":true},"serverError":{"rate":0.1},"truncated":{"rate":0.05},"seed":{{seeded.Seed}}}
            """)!);

        var wanderings = Enumerable.Range(0, Cases).Select(i => (Client: hall.Client(), i)).Select(one => new Wandering(Way.Of(() => one.Client), new Random(seeded.Seed + one.i), $"W-{one.i}")).ToList();
        await WanderAsync(wanderings, steps: 30);
        await province.ClearFaultsAsync();

        var reconciliation = await AllSettledAsync(hall);
        var journal = await province.JournalAsync();
        Assert.True(journal.All(entry => entry.Outcome != "refused"), $"seed {seeded.Seed}\n{await RefusedAsync(hall, wanderings, journal)}");
        Assert.True(reconciliation.ExitCode == 0, $"seed {seeded.Seed}: {reconciliation.Table()}");
        Assert.Contains(journal, entry => entry.Operation == "U");
        await ProvinceRows.AreThoseOfAsync(province, hall.Client(), wanderings, seeded.Seed);
    }

    [Fact]
    public async Task The_same_over_restarts_a_stopped_platform_and_refusals_that_are_lifted()
    {
        var seeded = Seeded.Start(output);
        var random = new Random(seeded.Seed);
        var folder = Directory.CreateTempSubdirectory("wander-").FullName;
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        Dictionary<string, string?> settings = new() { ["Platforms:OneWindow:AttemptTimeout"] = "00:00:30", ["Platforms:OneWindow:BatchSize"] = "3" };
        SignedClient? client = null;
        var wanderings = Enumerable.Range(0, Cases).Select(i => new Wandering(Way.Of(() => client!), new Random(seeded.Seed + i), $"V-{i}")).ToList();
        for (var life = 0; life < Lives; life++)
        {
            await using var hall = await TestHall.StartAsync(province, settings, folder);
            client = hall.Client();
            await WanderAsync(wanderings, steps: 3);
            await province.SetFaultsAsync(await FaultsAsync(client, wanderings, random));
            await WanderAsync(wanderings, steps: 3);
            await hall.OrderAsync($"/v1/platforms/one-window:{(random.Next(2) == 0 ? "stop" : "start")}");
            await WanderAsync(wanderings, steps: 2);
            await ResendAsync(hall, client, wanderings);
        }

        await using (var last = await TestHall.StartAsync(province, settings, folder))
        {
            await province.ClearFaultsAsync();
            client = last.Client();
            await last.OrderAsync("/v1/platforms/one-window:start");
            var reconciliation = await Until.Async(
                async () =>
                {
                    await ResendAsync(last, client, wanderings);
                    var now = await last.ReconcileAsync();
                    return now.Deliveries.Keys.All(state => state is not ("pending" or "sent" or "unknown" or "refused")) ? now : null;
                },
                TimeSpan.FromSeconds(120));
            Assert.True(reconciliation.ExitCode == 0, $"seed {seeded.Seed}: {reconciliation.Table()}");
            await ProvinceRows.AreThoseOfAsync(province, client, wanderings, seeded.Seed);
        }

        TestStore.Remove(folder);
    }

    // A province that fails, and refuses whatever comes of some cases.
    private static async Task<JsonNode> FaultsAsync(SignedClient client, List<Wandering> wanderings, Random random)
    {
        var refused = new JsonArray();
        foreach (var one in wanderings.Where(_ => random.Next(4) == 0).ToList())
        {
            if (await client.GetAsync($"/v1/cases?no={one.CaseNo}") is { Status: 200 } @case)
            {
                refused.Add((string)@case.Json["gatewayCaseNo"]!);
            }
        }

        var faults = JsonNode.Parse("""{"cut":{"rate":0.1,"afterTaking":true},"serverError":{"rate":0.1}}""")!;
        faults["refuseRows"] = new JsonObject { ["holding"] = refused, ["code"] = "E0206" };
        return faults;
    }

    // Whatever is refused goes again, whether it will be refused again or not.
    private static async Task ResendAsync(TestHall hall, SignedClient client, List<Wandering> wanderings)
    {
        foreach (var one in wanderings)
        {
            var @case = await client.GetAsync($"/v1/cases?no={one.CaseNo}");
            foreach (var delivery in @case.Status == 200 ? @case.Json["deliveries"]!.AsArray().Where(delivery => (string?)delivery!["state"] == "refused") : [])
            {
                await hall.OrderAsync($"/v1/records/{(string)delivery!["recordId"]!}:resend", new { platform = "one-window" });
            }
        }
    }

    private static Task WanderAsync(List<Wandering> wanderings, int steps) =>
        Parallel.ForEachAsync(wanderings, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (one, _) =>
        {
            for (var step = 0; step < steps; step++)
            {
                await one.StepAsync();
            }
        });

    // All of a case that the province refused something of: what was pushed, what the province was sent, how the case stands.
    private static async Task<string> RefusedAsync(TestHall hall, List<Wandering> wanderings, IReadOnlyList<JournalEntry> journal)
    {
        var refused = journal.Where(entry => entry.Outcome == "refused").Select(entry => entry.ProjectNo).ToHashSet(StringComparer.Ordinal);
        var client = hall.Client();
        List<string> told = [];
        foreach (var one in wanderings)
        {
            var @case = await client.GetAsync($"/v1/cases?no={one.CaseNo}");
            if (@case.Status == 200 && (string)@case.Json["gatewayCaseNo"]! is var number && refused.Contains(number))
            {
                told.AddRange([.. one.Told, .. journal.Where(entry => entry.ProjectNo == number).Select(entry => entry.ToString()), @case.ToString()]);
            }
        }

        return Lines(told);
    }

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => $"    {line}"));

    private static Task<Commands.Reconciliation> AllSettledAsync(TestHall hall) => Until.Async(
        async () =>
        {
            var now = await hall.ReconcileAsync();
            return now.Deliveries.Keys.All(state => state is not ("pending" or "sent" or "unknown")) ? now : null;
        },
        TimeSpan.FromSeconds(120));
}
