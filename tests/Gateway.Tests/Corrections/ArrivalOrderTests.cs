using System.Text.Json.Nodes;
using ServiceHall.Tests;
using ServiceHall.Tests.Cases;
using ServiceHall.Tests.Hall;
using Xunit.Abstractions;

namespace ServiceHall.Gateway.Tests.Corrections;

/// <summary>The same records in whatever order they arrive, where the rules allow it: the same case, and the same rows at the province.</summary>
public sealed class ArrivalOrderTests(ITestOutputHelper output)
{
    private const int Histories = 20;

    [Fact]
    public async Task Whatever_the_order_of_arrival_the_case_ends_the_same()
    {
        var seeded = Seeded.Start(output);
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var client = hall.Client();
        foreach (var (history, i) in Enumerable.Range(0, Histories).Select(i => (new History(new Random(seeded.Seed + i), $"O-{i}"), i)))
        {
            foreach (var (name, records) in history.Orders())
            {
                foreach (var record in records)
                {
                    var answer = await client.PushAsync(Moved(record, $"O-{i}", $"O-{i}-{name}"));
                    Assert.True(answer.Verdicts[0] is "accepted" or "parked" or "superseded" or "duplicate", $"seed {seeded.Seed}, case O-{i}-{name}: {record.ToJsonString()} {answer}");
                }
            }
        }

        var reconciliation = await hall.DeliveredAsync();

        var refused = (await province.JournalAsync()).Where(entry => entry.Outcome == "refused");
        Assert.True(reconciliation.ExitCode == 0, $"seed {seeded.Seed}: {reconciliation.Table()}\n{string.Join('\n', refused)}");
        for (var i = 0; i < Histories; i++)
        {
            var history = new History(new Random(seeded.Seed + i), $"O-{i}");
            var names = history.Orders().Select(order => order.Name).ToList();
            var shown = new List<(string Case, List<string> Rows)>();
            foreach (var name in names)
            {
                var @case = (await client.GetAsync($"/v1/cases?no=O-{i}-{name}")).Json;
                var rows = await RowsAsync(province, (string)@case["gatewayCaseNo"]!);
                shown.Add((Shown(@case), rows));
            }

            foreach (var ((@case, rows), name) in shown.Zip(names))
            {
                Assert.True(@case == shown[0].Case, $"seed {seeded.Seed}, O-{i} {name}:\n{@case}\n{shown[0].Case}");
                Assert.True(rows.SequenceEqual(history.Rows), $"seed {seeded.Seed}, O-{i} {name}:\n{string.Join('\n', rows)}\nwanted\n{string.Join('\n', history.Rows)}");
            }
        }
    }

    private static JsonObject Moved(JsonObject record, string from, string to)
    {
        var moved = Story.Copy(record).Keyed(((string)record["key"]!).Replace($"{from}/", $"{to}/", StringComparison.Ordinal));
        moved["caseNo"] = to;
        return moved;
    }

    // All that is shown of a case but its numbers and ids, and what became of each delivery.
    private static string Shown(JsonNode @case)
    {
        var shown = @case.AsObject();
        shown.Remove("gatewayCaseNo");
        shown.Remove("numbers");
        shown.Remove("deliveries");
        foreach (var taken in shown["timeline"]!.AsArray())
        {
            taken!.AsObject().Remove("recordId");
        }

        return shown.ToJsonString();
    }

    private static async Task<List<string>> RowsAsync(TestProvince province, string number)
    {
        var rows = new List<string>();
        foreach (var table in ProvinceRows.Tables)
        {
            rows.AddRange((await province.RowsAsync(table)).Where(row => (string?)row["project_no"] == number).Select(row => RowReference.Text(table, row)));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }
}
