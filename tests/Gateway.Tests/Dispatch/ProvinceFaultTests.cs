using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Dispatch;

public sealed class ProvinceFaultTests
{
    private static readonly string[] Order = ["up_pro_accept", "up_pro_material", "up_pro_process", "up_pro_special_procedure", "up_pro_result"];

    public static TheoryData<string, string> Faults { get; } = new()
    {
        { "limited (429)", """{"tooMany":{"times":4,"retryAfterSeconds":0}}""" },
        { "away (503)", """{"away":{"times":4}}""" },
        { "too slow, and takes nothing", """{"slow":{"times":2,"milliseconds":4000}}""" },
        { "too slow, and takes the rows", """{"slow":{"times":2,"milliseconds":4000,"afterTaking":true}}""" },
        { "500 before taking", """{"serverError":{"times":4}}""" },
        { "500 after taking", """{"serverError":{"times":4,"afterTaking":true}}""" },
        { "502", """{"serverError":{"times":3,"status":502,"afterTaking":true}}""" },
        { "cut before taking", """{"cut":{"times":4}}""" },
        { "cut after taking", """{"cut":{"times":4,"afterTaking":true}}""" },
        { "truncated", """{"truncated":{"times":4}}""" },
        { "a page before taking", """{"html":{"times":4}}""" },
        { "a page after taking", """{"html":{"times":4,"afterTaking":true}}""" },
        { "all of it", """{"tooMany":{"rate":0.2,"times":5,"retryAfterSeconds":0},"cut":{"rate":0.2,"times":5,"afterTaking":true},"truncated":{"rate":0.2,"times":5},"html":{"rate":0.2,"times":5},"seed":20260615}""" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Whatever_the_province_does_every_row_arrives_once_and_in_order(string what, string faults)
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(JsonNode.Parse(faults)!);
        await using var hall = await TestHall.StartAsync(province, new()
        {
            ["Platforms:OneWindow:AttemptTimeout"] = "00:00:01",
            ["Platforms:OneWindow:Resilience:Retry:MaxRetryAttempts"] = "2",
            ["Platforms:OneWindow:Resilience:Retry:Delay"] = "00:00:00.010",
        });
        foreach (var i in Enumerable.Range(0, 6))
        {
            var no = $"fault-{i}";
            Assert.Equal(5, (await hall.Client().PushAsync(Samples.Accepted(no), Samples.Step(no), Samples.Paused(no), Samples.Resumed(no), Samples.Closed(no))).Verdicts.Count(verdict => verdict == "accepted"));
        }

        var reconciliation = await hall.AllConfirmedAsync();

        Assert.True(reconciliation.ExitCode == 0, $"{what}{Environment.NewLine}{reconciliation.Table()}");
        Assert.True((await province.FaultsAsync())["fired"]!.AsObject().Any(fault => (long)fault.Value! > 0), what);
        var journal = await province.JournalAsync();
        Assert.Equal(6, journal.GroupBy(entry => entry.ProjectNo).Count());
        Assert.All(journal.Where(entry => entry.Outcome == "taken").GroupBy(entry => entry.ProjectNo), one => Assert.Equal(Order, one.Select(entry => entry.Table)));
        Assert.All(journal.Where(entry => entry.Outcome == "refused"), entry => Assert.Equal("E0900", entry.Code));
    }

    [Fact]
    public async Task A_province_that_is_not_there_at_all_is_waited_for()
    {
        string url;
        await using (var province = await TestProvince.StartAsync(TestHall.SampleMatters))
        {
            url = province.Url;
        }

        await using var hall = await TestHall.StartAsync(null, Away(url));
        await hall.Client().PushAsync(Samples.Accepted("not-there"));
        await Soon.ItHoldsAsync(async () => (string?)(await hall.Client().GetAsync("/v1/cases?no=not-there")).Json["deliveries"]![0]!["state"] == "waiting");

        await using var back = await TestProvince.StartAsync(TestHall.SampleMatters, url: url);

        Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
    }

    [Fact]
    public async Task Retry_after_is_honoured()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(new { tooMany = new { times = 1, retryAfterSeconds = 2 } });
        await using var hall = await TestHall.StartAsync(province);
        var started = TimeProvider.System.GetTimestamp();

        await hall.Client().PushAsync(Samples.Accepted("retry-after"));
        await hall.AllConfirmedAsync();

        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_retry_after_of_a_lifetime_does_not_end_the_gateway()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(new { tooMany = new { times = 1, retryAfterSeconds = int.MaxValue } });
        await using var hall = await TestHall.StartAsync(province);

        await hall.Client().PushAsync(Samples.Accepted("lifetime-1"));
        await Soon.ItHoldsAsync(async () => (string?)(await hall.Client().GetAsync("/v1/cases?no=lifetime-1")).Json["deliveries"]![0]!["state"] == "waiting");
        await hall.Client().PushAsync(Samples.Accepted("lifetime-2"));

        Assert.Equal(200, (await hall.Client().GetAsync("/v1/cases?no=lifetime-2")).Status);
    }

    private static Dictionary<string, string?> Away(string url) => new() { ["Platforms:OneWindow:Enabled"] = "true", ["Platforms:OneWindow:BaseUrl"] = url };
}
