using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Status;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;
using Xunit.Abstractions;

namespace ServiceHall.Scenarios.Tests.HallSample;

/// <summary>The whole hall sample, pushed as it is over HTTP in the order it was received, with the judging clock where it stood.</summary>
public sealed class HallSampleOverHttpTests(ITestOutputHelper output)
{
    [ReferenceDataFact]
    public async Task Every_event_is_judged_as_expected_and_every_taken_one_is_at_the_province_in_order_and_once()
    {
        var folder = Directory.CreateTempSubdirectory("sample-").FullName;
        await using var province = await TestProvince.StartAsync(HallSampleStream.WriteMatters(folder));
        await using var hall = await TestHall.StartAsync(province, Settings(folder));
        using var sampler = new SignedClient(hall.Url, "sampler", TestHall.Secret);

        var pushed = await PushAsync(hall, sampler);
        var reconciliation = await hall.DeliveredAsync(TimeSpan.FromMinutes(3));

        output.WriteLine(reconciliation.Table());
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.DoesNotContain("refused", reconciliation.Deliveries.Keys);
        await EachLaneIsInOrderAsync(province, hall, pushed);
        await CasesAreRightAsync(sampler);
        Directory.Delete(folder, recursive: true);
    }

    private static Dictionary<string, string?> Settings(string folder)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Matters:Path"] = Path.Combine(folder, "matters.jsonl"),
            ["Departments:Path"] = HallSampleStream.WriteDepartments(folder),
            ["Clients:9:Key"] = "sampler",
            ["Clients:9:Secret"] = TestHall.Secret,
            ["Clients:9:Role"] = "department",
        };
        foreach (var (department, i) in HallSampleStream.Departments().Select((department, i) => (department, i)))
        {
            settings[$"Clients:9:Departments:{i}"] = department;
        }

        return settings;
    }

    private static async Task<List<(SampleEvent Event, string RecordId)>> PushAsync(TestHall hall, SignedClient sampler)
    {
        List<(SampleEvent, string)> pushed = [];
        foreach (var (sample, expected) in HallSampleStream.Events().Zip(HallSampleStream.Expected()))
        {
            hall.Clock.HoldAt(sample.ReceivedAt);
            var answer = await sampler.SendAsync(HttpMethod.Post, "/v1/intake/hall-sample", Encoding.UTF8.GetBytes(sample.Line));
            Assert.True(answer.Status == 200, answer.ToString());
            Assert.True(Word(expected) == answer.Verdicts.Single(), $"event {sample.Seq}: expected {expected.Verdict} {string.Join(',', expected.Codes)}, was {answer}");
            pushed.Add((sample, (string)answer.Results[0]["recordId"]!));
        }

        return pushed;
    }

    // The rows a case should have there, worked out from nothing but what was pushed and is taken in the end; what waited comes in the order it happened.
    private static async Task EachLaneIsInOrderAsync(TestProvince province, TestHall hall, List<(SampleEvent Event, string RecordId)> pushed)
    {
        var journal = await province.JournalAsync();
        Assert.All(journal, entry => Assert.Equal("taken", entry.Outcome));
        Assert.Equal(journal.Count, journal.Select(entry => entry.RowGuid).Distinct().Count());
        var lanes = journal.ToLookup(entry => entry.ProjectNo, entry => entry.Table);
        var taken = Taken(hall, pushed.Count);

        // A repeat answers with the id of the first.
        var cases = pushed.DistinctBy(one => one.RecordId).Where(one => taken.ContainsKey(one.RecordId) && Built.Contains(one.Event.Kind)).GroupBy(one => taken[one.RecordId].GatewayNo).ToList();
        Assert.Equal(cases.Count, lanes.Count);
        foreach (var @case in cases)
        {
            var inOrder = @case.OrderBy(one => taken[one.RecordId].Position).Select(one => one.Event).ToList();
            var immediate = inOrder[0].Line.Contains("\"project_type\":\"1\"", StringComparison.Ordinal) && inOrder.TrueForAll(one => one.Kind != "process");
            Assert.Equal(inOrder.SelectMany(one => Tables(one.Kind, immediate)), lanes[@case.Key]);
        }
    }

    private static readonly HashSet<string> Built = ["accept", "process", "special_start", "special_end", "result"];

    private static Dictionary<string, (string GatewayNo, long Position)> Taken(TestHall hall, int events)
    {
        var reader = hall.Services.GetRequiredService<StatusReader>();
        var taken = new Dictionary<string, (string, long)>();

        // No event begins more than one subject.
        for (var id = 1L; id <= events; id++)
        {
            if (reader.Case(id) is { } @case)
            {
                @case.Events.ToList().ForEach(one => taken[one.RecordId.ToString()] = (@case.GatewayNo, one.Position));
            }
        }

        return taken;
    }

    private static string[] Tables(string kind, bool immediate) => kind switch
    {
        "accept" => ["up_pro_accept"],
        "process" => ["up_pro_process"],
        "special_start" => [],
        "special_end" => ["up_pro_special_procedure"],
        _ => immediate ? ["up_pro_process", "up_pro_result"] : ["up_pro_result"],
    };

    private async Task CasesAreRightAsync(SignedClient sampler)
    {
        var cases = HallSampleStream.ExpectedCases();
        foreach (var (number, expected) in cases)
        {
            var answer = await sampler.GetAsync($"/v1/cases?no={Uri.EscapeDataString(number)}");
            Assert.True(answer.Status == 200, answer.ToString());
            var status = answer.Json;
            Assert.Equal($"{(string)expected["due_date"]!}T23:59:59+08:00", (string?)status["promisedDueAt"]);
            Assert.Equal((int)expected["suspended_workdays"]!, (int)status["clock"]!["pausedDays"]!);
            Assert.Equal((string)expected["state"]! == "closed", (string?)status["state"] == "closed");
            Assert.Equal((bool?)expected["overdue"] ?? false, (string?)status["state"] == "closed" && (string?)status["clock"]!["light"] == "red");
        }

        output.WriteLine($"{cases.Count} cases compared");
    }

    private static string Word(Expected expected) => (expected.Verdict, expected.Codes) switch
    {
        ("accept" or "accept_warn", _) => "accepted",
        ("duplicate", _) => "duplicate",
        ("hold", _) => "parked",
        (_, ["E_PUSH_CONFLICT", ..]) => "conflict",
        _ => "rejected",
    };
}
