using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake;

public sealed class TrialTests
{
    [Fact]
    public async Task A_trial_has_the_verdicts_of_the_push_that_follows_and_leaves_no_trace()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        await hall.Client().PushAsync(Samples.Accepted("known"), Samples.Step("waits"), Samples.Accepted("refused").WithData("matterCode", "none"));
        await hall.DeliveredAsync();
        JsonObject[] records =
        [
            Samples.Step("known"), Samples.Step("known"), Samples.Step("known", at: "2026-06-15T10:01:00+08:00"), Samples.Accepted("known"),
            Samples.Accepted("waits"), Samples.Step("new"), Samples.Paused("new"), Samples.Accepted("new"), Samples.Resumed("new"), Samples.Step("refused"),
            Samples.Closed("new").WithData("result", "unknown"), Samples.Closed("new").Keyed(""),
        ];
        List<string> woken = [];
        hall.Services.GetRequiredService<Wakeups>().Listen((subject, _) => woken.Add($"{subject}"));
        var before = hall.Everything();

        var trial = await TryAsync(hall, records);
        var after = hall.Everything();
        var wokenByTrial = woken.Count;
        var pushed = await hall.Client().PushAsync(records.Select(record => record.DeepClone().AsObject()));

        Assert.Equal((before, 0), (after, wokenByTrial));
        Assert.NotEmpty(woken);
        Assert.Contains("duplicate", pushed.Verdicts);
        Assert.Contains("conflict", pushed.Verdicts);
        Assert.Contains("parked", pushed.Verdicts);
        Assert.Equal(pushed.Results.Select(Comparable), trial.Results.Select(Comparable));
    }

    [Fact]
    public async Task What_each_platform_would_be_sent_is_what_it_is_sent()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        JsonObject[] records = [Samples.Accepted("sent"), Samples.Step("sent"), Samples.Paused("sent"), Samples.Resumed("sent"), Samples.Closed("sent")];

        var trial = await TryAsync(hall, records);
        await hall.Client().PushAsync(records.Select(record => record.DeepClone().AsObject()));
        await hall.AllConfirmedAsync();

        var rows = trial.Results.SelectMany(RowsOf).ToList();
        Assert.Equal((await province.JournalAsync()).Select(entry => $"{entry.Table} {entry.RowGuid} {entry.Operation}"), rows.Select(Identity));
        var row = (await province.RowsAsync("up_pro_accept")).Single();
        var columns = rows[0]["columns"]!.AsObject();
        Assert.Equal("示*", (string?)columns["applyer_name"]);
        Assert.Equal("990***********0014", (string?)columns["applyer_page_code"]);
        Assert.Equal(row["task_code"]!.ToString(), (string?)columns["task_code"]);
        Assert.Equal(row["project_no"]!.ToString(), (string?)columns["project_no"]);
        Assert.DoesNotContain(Samples.PersonId, trial.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("10012345678", trial.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("示例甲", trial.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_would_change_just_the_rows_that_it_changes()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        await hall.Client().PushAsync(Samples.Accepted("corrected"), Samples.Step("corrected"));
        await hall.AllConfirmedAsync();
        var told = (await province.JournalAsync()).Count;
        var correction = Samples.Step("corrected").WithData("opinion", "改为不同意");
        correction["version"] = 2;

        var trial = await TryAsync(hall, [correction]);
        await hall.Client().PushAsync(correction);
        await hall.AllConfirmedAsync();

        var rows = trial.Results.SelectMany(RowsOf).Select(Identity).ToList();
        Assert.Equal((await province.JournalAsync()).Skip(told).Select(entry => $"{entry.Table} {entry.RowGuid} {entry.Operation}"), rows);
        Assert.EndsWith(" U", Assert.Single(rows), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_case_number_is_used_up_and_no_case_is_remembered()
    {
        await using var hall = await TestHall.StartAsync();

        var trial = await TryAsync(hall, [Samples.Accepted("numbered"), Samples.Accepted("numbered-2")]);
        var pushed = await hall.Client().PushAsync(Samples.Accepted("another"));

        Assert.Equal((string?)trial.Results[0]["gatewayCaseNo"], (string?)pushed.Results[0]["gatewayCaseNo"]);
        Assert.Equal("caller.no-such-case", (await hall.Client().GetAsync("/v1/cases?no=numbered")).Code);
        Assert.Equal("caller.no-such-case", (await hall.Client().GetAsync($"/v1/cases/{trial.Results[1]["gatewayCaseNo"]}")).Code);
    }

    [Fact]
    public async Task A_departments_own_format_is_shown_as_it_was_mapped_and_its_unmapped_values_are_not_counted()
    {
        await using var hall = await TestHall.StartAsync();
        var before = hall.Everything();
        var sent = Encoding.UTF8.GetBytes("""[{"eventId":"sj-1","source":{"department":"sj"}},{"source":{"department":"rs"}},{"eventId":"sj-2","source":{"department":"sj"}}]""");

        var trial = await hall.Client("sj").SendAsync(HttpMethod.Post, "/v1/intake/sj:dryRun", sent);
        var after = hall.Everything();
        var pushed = await hall.Client("sj").SendAsync(HttpMethod.Post, "/v1/intake/sj", sent);

        Assert.Equal(before, after);
        Assert.Equal(pushed.Results.Select(Comparable), trial.Results.Select(Comparable));
        Assert.Equal("sj-1", (string?)trial.Results[0]["record"]!["key"]);
        Assert.NotNull(trial.Results[1]["record"]);
    }

    private static Task<Answer> TryAsync(TestHall hall, IEnumerable<JsonObject> records) =>
        hall.Client().PostAsync("/v1/records:validate", new JsonObject { ["records"] = new JsonArray([.. records.Select(record => record.DeepClone())]) }.ToJsonString());

    private static IEnumerable<JsonNode> RowsOf(JsonNode result) => result["deliveries"]!.AsArray().SelectMany(delivery => delivery!["rows"]!.AsArray()).Select(row => row!);

    private static string Identity(JsonNode row) => $"{row["table"]} {row["columns"]!["row_guid"]} {row["operation"]}";

    // What a trial says besides, and ids, which are made anew.
    private static string Comparable(JsonNode result)
    {
        var comparable = result.DeepClone().AsObject();
        Array.ForEach(["recordId", "record", "deliveries"], member => comparable.Remove(member));
        return comparable.ToJsonString();
    }
}
