using System.Text.Json.Nodes;
using ServiceHall.Gateway.Tests.Inbound;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.CrossRegion;

/// <summary>Two halls of two counties that exchange requests over the sample transfer platform.</summary>
public sealed class TransferTests : IDisposable
{
    private const string Requests = "/v1/crossRegion/requests";
    private const string Here = "990001";
    private const string There = "990002";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly OwnRoutes _routes = new("AWAY,any,,990002,,,,,示例县2,transfer,post|electronic,post|electronic,,\nHOME,any,,990001,,,,,示例县,transfer,post|electronic,post|electronic,,\n", "");
    private readonly string _books = Directory.CreateTempSubdirectory("transfer-").FullName;

    public void Dispose()
    {
        _routes.Dispose();
        Directory.Delete(_books, recursive: true);
    }

    [Fact]
    public async Task A_request_goes_there_and_its_supplement_and_result_come_back_by_the_window()
    {
        await using var platform = await TestProvince.StartExchangeAsync(_books, [Here, There]);
        await using var here = await HallAsync(Here, platform.Url);
        await using var there = await HallAsync(There, platform.Url);
        var (window, police) = (here.Client("mz"), there.Client("ga"));

        var submitted = await window.PostAsync(Requests, RequestsTests.Asked("KS-10", Here, There, trackingNo: "示例单号").ToJsonString());
        var task = await TaskAsync(police, "KS-10");
        await police.DoAsync(task, "ack", new JsonObject { ["caseNo"] = "GA-10" });
        await police.ActAsync("KS-10", "receive", """{"originals":["申请表"]}""");
        await police.DoAsync(task, "supplement", RequestsTests.Supplement());
        await StateAsync(window, "KS-10", "supplementing");
        await window.ActAsync("KS-10", "resubmit");
        await StateAsync(police, "KS-10", "submitted");
        await police.DoAsync(task, "accept", RequestsTests.Acceptance());
        await police.DoAsync(task, "decide", Down.Of(Samples.Closed("")));
        await police.ActAsync("KS-10", "post", $$"""{"originals":["申请表"],"to":"{{Here}}","trackingNo":"示例单号2"}""");
        await police.ActAsync("KS-10", "sendResult");
        await StateAsync(window, "KS-10", "resultSent");
        await window.ActAsync("KS-10", "receive", """{"originals":["申请表"]}""");
        await window.ActAsync("KS-10", "giveBack", """{"originals":["申请表"]}""");
        await window.ActAsync("KS-10", "deliver");

        Assert.Equal(("transfer", "submitted"), ((string)submitted.Json["platform"]!, (string)submitted.Json["state"]!));
        var (ours, theirs) = (await StateAsync(window, "KS-10", "delivered"), await StateAsync(police, "KS-10", "delivered"));
        Same(ours, theirs);
        Assert.Equal("applicant", (string)ours["originals"]![0]!["holder"]!);
        Assert.Equal(15, ours["timeline"]!.AsArray().Count);
        Assert.All(ours["timeline"]!.AsArray(), line => Assert.Null(line!["void"]));
    }

    [Fact]
    public async Task It_goes_on_where_platform_and_gateways_were_away()
    {
        var first = await TestProvince.StartExchangeAsync(_books, [Here, There]);
        var url = first.Url;
        var folder = Directory.CreateTempSubdirectory("hall-").FullName;
        await using (var here = await HallAsync(Here, url, folder))
        {
            await here.Client("mz").PostAsync(Requests, RequestsTests.Asked("KS-20", Here, There).ToJsonString());
            await first.DisposeAsync();

            // Nobody is there to take it.
            var submitted = await here.Client("mz").PostAsync(Requests, RequestsTests.Asked("KS-21", Here, There).ToJsonString());
            Assert.Equal(200, submitted.Status);
        }

        await using var platform = await TestProvince.StartExchangeAsync(_books, [Here, There], url);
        await using var again = await HallAsync(Here, url, folder);
        await using var there = await HallAsync(There, url);
        foreach (var no in new[] { "KS-20", "KS-21" })
        {
            var task = await TaskAsync(there.Client("ga"), no);
            await there.Client("ga").DoAsync(task, "ack", new JsonObject { ["caseNo"] = $"GA-{no}" });
            await there.Client("ga").DoAsync(task, "refuse", new JsonObject { ["occurredAt"] = "2026-06-15T10:00:00+08:00", ["data"] = new JsonObject { ["reason"] = "示例原因", ["refusedBy"] = "示例民警" } });
            Same(await StateAsync(again.Client("mz"), no, "refused"), await StateAsync(there.Client("ga"), no, "refused"));
        }

        Assert.Equal(2, (await there.Client("ga").GetAsync("/v1/tasks")).Json["tasks"]!.AsArray().Count);
        await again.StopAsync();
        TestStore.Remove(folder);
    }

    [Fact]
    public async Task A_platform_that_has_forgotten_is_sent_everything_again()
    {
        var first = await TestProvince.StartExchangeAsync(_books, [Here, There]);
        var url = first.Url;
        await using var here = await HallAsync(Here, url);
        var window = here.Client("mz");
        await window.PostAsync(Requests, RequestsTests.Asked("KS-60", Here, There, trackingNo: "示例单号").ToJsonString());
        await Until.Async(async () => (await window.GetAsync($"{Requests}/KS-60")).Json["exchange"]! is var sent && (int)sent["sent"]! == (int)sent["packages"]! ? sent : null, Soon);
        await first.DisposeAsync();

        await using var platform = await TestProvince.StartExchangeAsync(Directory.CreateDirectory(Path.Combine(_books, "empty")).FullName, [Here, There], url);
        await using var there = await HallAsync(There, platform.Url);
        await window.ActAsync("KS-60", "reportLost", """{"originals":["申请表"]}""");

        var theirs = await Until.Async(async () => (await there.Client("operator").GetAsync($"{Requests}/KS-60")).Json is var one && one["timeline"] is JsonArray { Count: 6 } ? one : null, Soon);
        Assert.True((bool)theirs["originals"]![0]!["lost"]!);
        here.Log.ErrorsAreExpected = true;
        Assert.Contains(here.Log.Errors, line => line.Contains("R0101", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_nobody_takes_there_comes_back_with_its_reason_and_is_nobodys_task()
    {
        await using var platform = await TestProvince.StartExchangeAsync(_books, [Here, There]);
        await using var here = await HallAsync(Here, platform.Url);
        await using var there = await HallAsync(There, platform.Url);
        var asked = RequestsTests.Asked("KS-30", Here, There);
        asked["matterCode"] = "11990002990000164W4992000051000";

        var submitted = await here.Client("mz").PostAsync(Requests, asked.ToJsonString());
        var stuck = await Until.Async(async () => (await here.Client("mz").GetAsync($"{Requests}/KS-30")).Json is var one && one["exchange"]!["problem"] is not null ? one : null, Soon);

        Assert.Equal(200, submitted.Status);
        Assert.Equal("matter.unknown", (string)stuck["exchange"]!["problem"]!);
        Assert.Empty((await there.Client("ga").GetAsync("/v1/tasks")).Json["tasks"]!.AsArray());
        Assert.Equal("submitted", (string)(await there.Client("operator").GetAsync($"{Requests}/KS-30")).Json["state"]!);
        there.Log.ErrorsAreExpected = true;
        await Until.Async(() => Task.FromResult(there.Log.Errors.FirstOrDefault(line => line.Contains("Package 1 of the transfer platform can't be taken: matter.unknown", StringComparison.Ordinal))), Soon);
    }

    [Fact]
    public async Task A_county_that_the_platform_does_not_know_is_told_on_the_request()
    {
        await using var platform = await TestProvince.StartExchangeAsync(_books, [Here]);
        await using var here = await HallAsync(Here, platform.Url);

        await here.Client("mz").PostAsync(Requests, RequestsTests.Asked("KS-40", Here, There).ToJsonString());
        var stuck = await Until.Async(async () => (await here.Client("mz").GetAsync($"{Requests}/KS-40")).Json is var one && one["exchange"]!["problem"] is not null ? one : null, Soon);

        Assert.Equal(("transfer.R0103", 0), ((string)stuck["exchange"]!["problem"]!, (int)stuck["exchange"]!["sent"]!));
        here.Log.ErrorsAreExpected = true;
        await Until.Async(() => Task.FromResult(here.Log.Errors.FirstOrDefault(line => line.Contains("The transfer platform refuses package 1 of a request, which shows it: R0103", StringComparison.Ordinal))), Soon);
    }

    private Task<TestHall> HallAsync(string division, string platform, string? folder = null) => TestHall.StartAsync(folder: folder, settings: new(TestHall.Police().Concat(_routes.Settings))
    {
        ["Hall:Division"] = division,
        ["Platforms:Transfer:Enabled"] = "true",
        ["Platforms:Transfer:BaseUrl"] = platform,
        ["Platforms:Transfer:Token"] = TestProvince.Token,
        ["Platforms:Transfer:AttemptTimeout"] = "00:00:02",
        ["Platforms:Transfer:RetryAfter"] = "00:00:01",
    });

    private static async Task<string> TaskAsync(SignedClient department, string requestNo) => await Until.Async(
        async () => (string?)(await department.GetAsync("/v1/tasks")).Json["tasks"]!.AsArray().SingleOrDefault(task => (string?)task!["requestNo"] == requestNo)?["taskNo"], Soon);

    private static Task<JsonNode> StateAsync(SignedClient department, string requestNo, string state) =>
        Until.Async(async () => (await department.GetAsync($"{Requests}/{requestNo}")).Json is var one && (string?)one["state"] == state ? one : null, Soon);

    private static void Same(JsonNode ours, JsonNode theirs)
    {
        foreach (var member in new[] { "state", "turn", "originals", "timeline", "waiting", "settled", "homeDivision", "receivingDivision" })
        {
            Assert.True(JsonNode.DeepEquals(ours[member], theirs[member]), $"{member}: {ours[member]} and {theirs[member]}");
        }
    }
}
