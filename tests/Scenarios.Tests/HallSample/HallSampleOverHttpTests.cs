using System.Text;
using System.Text.Json.Nodes;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;
using Xunit.Abstractions;

namespace ServiceHall.Scenarios.Tests.HallSample;

/// <summary>The hall sample's cases, pushed as they are over HTTP in the order they were received, with the judging clock where it stood.</summary>
public sealed class HallSampleOverHttpTests(ITestOutputHelper output)
{
    // Evaluations and cross-region requests are later kinds.
    private static readonly HashSet<string> Built = ["accept", "process", "special_start", "special_end", "result"];

    // What this version judges otherwise than the sample's own profile does.
    private static readonly HashSet<string> NotBuiltYet = ["H_NO_CASE", "E_ENCODING", "E_TASK_DEPT", "E_FIELD_LEN"];

    [ReferenceDataFact]
    public async Task Every_accepted_event_is_at_the_province_in_order_and_once_and_the_due_days_are_right()
    {
        var folder = Directory.CreateTempSubdirectory("sample-").FullName;
        await using var province = await TestProvince.StartAsync(HallSampleStream.WriteMatters(folder));
        await using var hall = await TestHall.StartAsync(province, Settings(folder));
        using var sampler = new SignedClient(hall.Url, "sampler", TestHall.Secret);

        var pushed = await PushAsync(hall, sampler);
        var reconciliation = await hall.DeliveredAsync(TimeSpan.FromMinutes(3));

        output.WriteLine(reconciliation.Table());
        Assert.Equal(7404, pushed.Count);
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.DoesNotContain("refused", reconciliation.Deliveries.Keys);
        await EachLaneIsInOrderAsync(province, pushed);
        await DueDaysAreRightAsync(sampler, pushed);
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

    private static async Task<List<(SampleEvent Event, Expected Expected, JsonNode Result)>> PushAsync(TestHall hall, SignedClient sampler)
    {
        List<(SampleEvent, Expected, JsonNode)> pushed = [];
        foreach (var (sample, expected) in HallSampleStream.Events().Zip(HallSampleStream.Expected()).Where(pair => Built.Contains(pair.First.Kind)))
        {
            hall.Clock.HoldAt(sample.ReceivedAt);
            var answer = await sampler.SendAsync(HttpMethod.Post, "/v1/intake/hall-sample", Encoding.UTF8.GetBytes(sample.Line));
            Assert.True(answer.Status == 200, answer.ToString());
            pushed.Add((sample, expected, answer.Results.Single()));
        }

        return pushed;
    }

    // The rows a case should have there, worked out from nothing but what was pushed and accepted.
    private static async Task EachLaneIsInOrderAsync(TestProvince province, IReadOnlyList<(SampleEvent Event, Expected Expected, JsonNode Result)> pushed)
    {
        var journal = await province.JournalAsync();
        Assert.All(journal, entry => Assert.Equal("taken", entry.Outcome));
        Assert.Equal(journal.Count, journal.Select(entry => entry.RowGuid).Distinct().Count());
        var lanes = journal.ToLookup(entry => entry.ProjectNo, entry => entry.Table);
        var accepted = pushed.Where(one => (string)one.Result["verdict"]! == "accepted").GroupBy(one => (string)one.Result["gatewayCaseNo"]!).ToList();
        Assert.Equal(accepted.Count, lanes.Count);
        foreach (var @case in accepted)
        {
            var immediate = @case.First().Event.Line.Contains("\"project_type\":\"1\"", StringComparison.Ordinal) && @case.All(one => one.Event.Kind != "process");
            Assert.Equal(@case.SelectMany(one => Tables(one.Event.Kind, immediate)), lanes[@case.Key]);
        }
    }

    private static string[] Tables(string kind, bool immediate) => kind switch
    {
        "accept" => ["up_pro_accept"],
        "process" => ["up_pro_process"],
        "special_start" => [],
        "special_end" => ["up_pro_special_procedure"],
        _ => immediate ? ["up_pro_process", "up_pro_result"] : ["up_pro_result"],
    };

    private async Task DueDaysAreRightAsync(SignedClient sampler, IReadOnlyList<(SampleEvent Event, Expected Expected, JsonNode Result)> pushed)
    {
        var cases = HallSampleStream.ExpectedCases();
        var clean = pushed.GroupBy(one => one.Event.ProjectNo).Where(group => !group.Any(one => one.Expected.Codes.Any(NotBuiltYet.Contains))).ToList();
        var compared = 0;
        foreach (var group in clean)
        {
            foreach (var (sample, expected, result) in group)
            {
                Assert.True(Word(expected) == (string)result["verdict"]!, $"event {sample.Seq}: expected {expected.Verdict} {string.Join(',', expected.Codes)}, was {result.ToJsonString()}");
            }

            if (!cases.TryGetValue(group.Key, out var due))
            {
                continue;
            }

            var answer = await sampler.GetAsync($"/v1/cases?no={Uri.EscapeDataString(group.Key)}");
            Assert.True(answer.Status == 200, answer.ToString());
            Assert.Equal($"{(string)due["due_date"]!}T23:59:59+08:00", (string?)answer.Json["promisedDueAt"]);
            Assert.Equal((int)due["suspended_workdays"]!, (int)answer.Json["clock"]!["pausedDays"]!);
            compared++;
        }

        output.WriteLine($"{compared} of {cases.Count} cases compared; the others hold an event of a rule or kind that comes later");
        Assert.True(compared > 1500);
    }

    private static string Word(Expected expected) => (expected.Verdict, expected.Codes) switch
    {
        ("accept" or "accept_warn", _) => "accepted",
        ("duplicate", _) => "duplicate",
        (_, ["E_PUSH_CONFLICT", ..]) => "conflict",
        _ => "rejected",
    };
}
