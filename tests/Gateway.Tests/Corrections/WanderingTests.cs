using System.Globalization;
using System.Text.Json.Nodes;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;
using Xunit.Abstractions;

namespace ServiceHall.Gateway.Tests.Corrections;

/// <summary>Random histories against a province that fails at random: whatever happened on the way, it holds in the end just what the cases say.</summary>
public sealed class WanderingTests(ITestOutputHelper output)
{
    internal static readonly string[] Tables = ["up_pro_accept", "up_pro_material", "up_pro_process", "up_pro_special_procedure", "up_pro_result", "up_lic_data"];

    // More with SERVICEHALL_ROUNDS, for long runs.
    private static int Cases => 60 * (int.TryParse(Environment.GetEnvironmentVariable("SERVICEHALL_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 1);

    [Fact]
    public async Task The_province_ends_with_the_rows_of_the_cases_as_they_stand()
    {
        var seeded = Seeded.Start(output);
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province, new() { ["Platforms:OneWindow:AttemptTimeout"] = "00:00:02", ["Platforms:OneWindow:BatchSize"] = "3" });
        await province.SetFaultsAsync(JsonNode.Parse($$"""
            {"tooMany":{"rate":0.05,"retryAfterSeconds":0},"cut":{"rate":0.1,"afterTaking":true},"serverError":{"rate":0.1},"truncated":{"rate":0.05},"seed":{{seeded.Seed}}}
            """)!);

        var wanderings = Enumerable.Range(0, Cases).Select(i => new Wandering(hall.Client(), new Random(seeded.Seed + i), $"W-{i}")).ToList();
        await Parallel.ForEachAsync(wanderings, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (one, _) =>
        {
            for (var step = 0; step < 30; step++)
            {
                await one.StepAsync();
            }
        });
        await province.ClearFaultsAsync();

        var reconciliation = await AllSettledAsync(hall);
        Assert.True(reconciliation.ExitCode == 0, $"seed {seeded.Seed}: {reconciliation.Table()}");
        var rows = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var table in Tables)
        {
            foreach (var row in await province.RowsAsync(table))
            {
                (rows.TryGetValue((string)row["project_no"]!, out var of) ? of : rows[(string)row["project_no"]!] = []).Add(RowReference.Text(table, row));
            }
        }

        var journal = await province.JournalAsync();
        Assert.DoesNotContain(journal, entry => entry.Outcome == "refused");
        Assert.Equal(["D", "I", "U"], journal.Select(entry => entry.Operation).Distinct().Order());
        for (var i = 0; i < wanderings.Count; i++)
        {
            var @case = await hall.Client().GetAsync($"/v1/cases?no=W-{i}");
            var number = @case.Status == 200 ? (string)@case.Json["gatewayCaseNo"]! : "";
            var held = rows.GetValueOrDefault(number, []).Order(StringComparer.Ordinal).ToList();
            Assert.True(wanderings[i].Rows.SequenceEqual(held), $"seed {seeded.Seed}, case {i}:\nwanted\n{Lines(wanderings[i].Rows)}\nheld\n{Lines(held)}\n{Lines(wanderings[i].Told)}\n{@case}");
        }
    }

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => $"    {line}"));

    private static Task<Commands.Reconciliation> AllSettledAsync(TestHall hall) => Until.Async(
        async () =>
        {
            var now = await hall.ReconcileAsync();
            return now.Deliveries.Keys.All(state => state is not ("pending" or "sent" or "unknown" or "refused")) ? now : null;
        },
        TimeSpan.FromSeconds(120));
}
