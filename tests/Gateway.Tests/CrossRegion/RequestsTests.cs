using System.Text.Json.Nodes;
using ServiceHall.Gateway.Tests.Inbound;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.CrossRegion;

/// <summary>Requests between regions at one place: collected by our window, or sent here by a platform.</summary>
public sealed class RequestsTests
{
    private const string Requests = "/v1/crossRegion/requests";
    private const string Inbound = "/v1/crossRegion/inbound";
    private const string Matter = "11990001990000164W4992000051000";

    [Fact]
    public async Task One_that_a_platform_sends_is_decided_by_the_owning_department_as_its_case()
    {
        await using var hall = await WithPoliceAsync();
        var (province, police) = (hall.Client("province"), hall.Client("ga"));

        var received = await province.PostAsync(Inbound, Asked("KS-1").ToJsonString());
        var no = await TaskOfAsync(police, "KS-1");
        var acts = new[]
        {
            await police.DoAsync(no, "ack", new JsonObject { ["caseNo"] = "GA-1", ["by"] = "示例民警" }),
            await police.DoAsync(no, "accept", Acceptance()),
            await police.DoAsync(no, "decide", Down.Of(Samples.Closed(""))),
        };
        var sent = await police.ActAsync("KS-1", "sendResult");
        var delivered = await province.ActAsync("KS-1", "deliver", """{"by":"外地窗口"}""");

        Assert.Equal((200, "submitted", "home", "ga"), (received.Status, (string)received.Json["state"]!, (string)received.Json["turn"]!, (string)received.Json["department"]!));
        Assert.Equal([200, 200, 200, 200, 200], acts.Append(sent).Append(delivered).Select(answer => answer.Status));
        var request = (await police.GetAsync($"{Requests}/KS-1")).Json;
        Assert.Equal(("delivered", "nobody", true), ((string)request["state"]!, (string)request["turn"]!, (bool)request["settled"]!));
        Assert.Equal(
            [("990002", "checkForm"), ("990002", "checkIdentity"), ("990002", "transfer"), ("990001", "accept"), ("990001", "decide"), ("990001", "sendResult"), ("990002", "deliver")],
            Timeline(request));
        Assert.Equal("closed", (string)(await province.GetAsync("/v1/cases?no=KS-1")).Json["state"]!);
    }

    [Fact]
    public async Task A_receiving_place_neither_accepts_nor_decides_and_is_told_so()
    {
        await using var hall = await WithPoliceAsync();
        var province = hall.Client("province");
        await province.PostAsync(Inbound, Asked("KS-2").ToJsonString());

        foreach (var word in new[] { "accept", "refuse", "decide" })
        {
            var answer = await province.ActAsync("KS-2", word);
            Assert.Equal((409, "request.refused", "request.home-decides"), (answer.Status, answer.Code, answer.Rule()));
        }

        // The home division's own department is shown where it does so: on its task, with its case.
        var directly = await hall.Client("ga").ActAsync("KS-2", "accept");
        Assert.Equal((409, "request.by-task"), (directly.Status, directly.Rule()));
        Assert.Equal(["checkForm", "checkIdentity", "transfer"], Timeline((await province.GetAsync($"{Requests}/KS-2")).Json).Select(line => line.Deed));
    }

    [Fact]
    public async Task A_supplement_goes_back_by_way_of_the_receiving_place()
    {
        await using var hall = await WithPoliceAsync();
        var (province, police) = (hall.Client("province"), hall.Client("ga"));
        await province.PostAsync(Inbound, Asked("KS-3").ToJsonString());
        var no = await TaskOfAsync(police, "KS-3");
        await police.DoAsync(no, "ack", new JsonObject { ["caseNo"] = "GA-3" });
        var materials = new JsonArray(new JsonObject { ["name"] = "户口簿", ["form"] = "paper", ["copies"] = 1 });

        var asked = await police.DoAsync(no, "supplement", Supplement());
        var early = await police.DoAsync(no, "accept", Acceptance());
        var shown = (await province.GetAsync($"{Requests}/KS-3")).Json;
        var resubmitted = await province.ActAsync("KS-3", "resubmit", new JsonObject { ["materials"] = materials }.ToJsonString());
        var again = await province.ActAsync("KS-3", "resubmit", new JsonObject { ["materials"] = materials.DeepClone() }.ToJsonString());

        Assert.Equal(200, asked.Status);
        Assert.Equal((409, "request.not-now"), (early.Status, early.Rule()));
        Assert.Equal(("supplementing", "receiving"), ((string)shown["state"]!, (string)shown["turn"]!));
        Assert.Equal(["accepted", "duplicate"], new[] { resubmitted, again }.Select(answer => (string)answer.Json["verdict"]!));
        Assert.Equal("submitted", (string)(await police.GetAsync($"{Requests}/KS-3")).Json["state"]!);
    }

    [Fact]
    public async Task An_original_is_always_in_one_hand_and_a_wrong_one_can_do_nothing_with_it()
    {
        await using var hall = await WithPoliceAsync();
        var (province, police) = (hall.Client("province"), hall.Client("ga"));
        var sent = Asked("KS-4", "990002", "990001", "SF-示例-1");
        await province.PostAsync(Inbound, sent.ToJsonString());

        var underWay = await OriginalAsync(police, "KS-4");
        var notTheirs = await province.ActAsync("KS-4", "receive", """{"originals":["申请表"]}""");
        await police.ActAsync("KS-4", "reportLost", """{"originals":["申请表"]}""");
        var lost = await OriginalAsync(police, "KS-4");
        await police.ActAsync("KS-4", "find", """{"originals":["申请表"]}""");
        await police.ActAsync("KS-4", "receive", """{"originals":["申请表"],"by":"示例民警"}""");
        var here = await OriginalAsync(police, "KS-4");

        Assert.Equal(("post", "990002", "990001", "SF-示例-1", false), Way(underWay));
        Assert.Equal((409, "request.original-elsewhere"), (notTheirs.Status, notTheirs.Rule()));
        Assert.Equal(("post", "990002", "990001", "SF-示例-1", true), Way(lost));
        Assert.Equal(("place", "990001"), ((string)here["holder"]!, (string)here["division"]!));
    }

    [Fact]
    public async Task What_our_window_collects_for_our_own_county_becomes_a_task_here()
    {
        await using var hall = await WithPoliceAsync();
        var (window, police) = (hall.Client("mz"), hall.Client("ga"));
        var asked = Asked(null);
        (asked["mode"], asked["receivingDivision"]) = ("online", "990001");

        var submitted = await window.PostAsync(Requests, asked.ToJsonString());
        var again = await window.PostAsync(Requests, asked.ToJsonString());

        Assert.Equal((200, "accepted", "ga"), (submitted.Status, (string)submitted.Json["verdict"]!, (string)submitted.Json["department"]!));
        Assert.Equal(("duplicate", (string)submitted.Json["requestNo"]!), ((string)again.Json["verdict"]!, (string)again.Json["requestNo"]!));
        Assert.NotNull(await TaskOfAsync(police, (string)submitted.Json["requestNo"]!));
        Assert.Equal(404, (await hall.Client("rs").GetAsync($"{Requests}/{submitted.Json["requestNo"]}")).Status);
    }

    [Fact]
    public async Task Without_a_route_or_its_platform_nothing_is_kept_and_the_reason_is_told()
    {
        await using var hall = await WithPoliceAsync();
        var nowhere = Asked(null);
        (nowhere["receivingDivision"], nowhere["homeDivision"]) = ("990001", "370100");
        var away = Asked(null);
        (away["receivingDivision"], away["homeDivision"]) = ("990001", "990002");

        var unrouted = await hall.Client("mz").PostAsync(Requests, nowhere.ToJsonString());
        var noPlatform = await hall.Client("mz").PostAsync(Requests, away.ToJsonString());

        Assert.Equal((409, "request.no-route", "cross-region.no-route"), (unrouted.Status, unrouted.Code, unrouted.Rule()));
        Assert.Equal((409, "request.no-route", "cross-region.no-platform"), (noPlatform.Status, noPlatform.Code, noPlatform.Rule()));
    }

    [Fact]
    public async Task A_number_means_one_request_and_not_to_be_read_is_an_error_of_its_field()
    {
        await using var hall = await WithPoliceAsync();
        var province = hall.Client("province");
        var asked = Asked("KS-5");
        var first = await province.PostAsync(Inbound, asked.ToJsonString());
        var repeated = await province.PostAsync(Inbound, asked.ToJsonString());
        asked["applicant"]!["name"] = "示例乙";
        var other = await province.PostAsync(Inbound, asked.ToJsonString());
        asked["matterCode"] = "没有这个事项";
        asked["requestNo"] = "KS-6";
        var unknown = await province.PostAsync(Inbound, asked.ToJsonString());
        asked.Remove("applicant");
        asked["homeDivision"] = "990002";
        var wrong = await province.PostAsync(Inbound, asked.ToJsonString());

        Assert.Equal(["accepted", "duplicate"], new[] { first, repeated }.Select(answer => (string)answer.Json["verdict"]!));
        Assert.Equal((409, "caller.number-taken"), (other.Status, other.Code));
        Assert.Equal((400, "matter.unknown"), (unknown.Status, unknown.Rule()));
        Assert.Equal((400, "field.required", "applicant"), (wrong.Status, wrong.Rule(), (string)wrong.Json["errors"]![0]!["field"]!));
    }

    [Theory]
    [InlineData(1_999)]
    [InlineData(2_500)]
    public async Task However_long_a_department_speaks_its_request_goes_on(int length)
    {
        await using var hall = await WithPoliceAsync();
        var (province, police) = (hall.Client("province"), hall.Client("ga"));
        await province.PostAsync(Inbound, Asked("KS-8").ToJsonString());
        var no = await TaskOfAsync(police, "KS-8");
        await police.DoAsync(no, "ack", new JsonObject { ["caseNo"] = "GA-8" });
        var asked = Supplement();
        (asked["data"]!["reason"], asked["data"]!["requestedBy"]) = (new string('长', length), new string('名', 100));

        var said = await police.DoAsync(no, "supplement", asked);
        var answered = await province.ActAsync("KS-8", "resubmit");
        var shown = await police.GetAsync($"{Requests}/KS-8");

        // What the case does not take is refused; what it takes, the request can tell.
        Assert.Contains(said.Status, (int[])[200, 409]);
        Assert.Equal(said.Status, answered.Status);
        Assert.Equal((200, "submitted"), (shown.Status, (string)shown.Json["state"]!));
    }

    [Theory]
    [InlineData("by", 51)]
    [InlineData("note", 2_001)]
    public async Task What_a_check_says_is_bounded_and_a_longer_word_is_an_error_of_its_field(string field, int length)
    {
        await using var hall = await WithPoliceAsync();
        var asked = Asked("KS-9");
        asked["checks"]!["form"]![field] = new string('长', length);

        var tooLong = await hall.Client("province").PostAsync(Inbound, asked.ToJsonString());
        asked["checks"]!["form"]![field] = new string('长', length - 1);
        var taken = await hall.Client("province").PostAsync(Inbound, asked.ToJsonString());

        Assert.Equal((400, $"checks.form.{field}"), (tooLong.Status, (string?)tooLong.Json["errors"]?[0]!["field"]));
        Assert.Equal((200, 200), (taken.Status, (await hall.Client("ga").GetAsync($"{Requests}/KS-9")).Status));
    }

    [Fact]
    public async Task A_case_that_the_department_told_of_first_brings_its_request_up_to_it()
    {
        await using var hall = await WithPoliceAsync();
        var police = hall.Client("ga");
        await hall.Client("province").PostAsync(Inbound, Asked("KS-11").ToJsonString());
        var pushed = await police.PushAsync(Of(Samples.Accepted("GA-11")));

        var taken = await police.DoAsync(await TaskOfAsync(police, "KS-11"), "ack", new JsonObject { ["caseNo"] = "GA-11" });

        Assert.Equal(["accepted"], pushed.Verdicts);
        Assert.Equal((200, "accepted"), (taken.Status, (string)(await police.GetAsync($"{Requests}/KS-11")).Json["state"]!));
    }

    [Fact]
    public async Task A_catalogue_code_finds_the_matter_whatever_versions_it_has()
    {
        var matters = Path.GetTempFileName();
        var lines = File.ReadLines(TestHall.SampleMatters).ToList();
        var now = lines.Single(line => line.Contains(Matter, StringComparison.Ordinal));
        var (older, newer) = (JsonNode.Parse(now)!, JsonNode.Parse(now)!);
        (older["version"], older["validFrom"], older["validTo"]) = (1, "2020-01-01", "2020-12-31");
        (newer["version"], newer["validFrom"]) = (2, "2021-01-01");
        await File.WriteAllLinesAsync(matters, [.. lines.Where(line => line != now), older.ToJsonString(), newer.ToJsonString()]);
        await using var hall = await TestHall.StartAsync(settings: new(TestHall.Police()) { ["Matters:Path"] = matters });
        var asked = Asked("KS-12");
        asked.Remove("matterCode");
        asked["catalogCode"] = "992000051000";
        var answer = await hall.Client("province").PostAsync(Inbound, asked.ToJsonString());
        File.Delete(matters);

        Assert.Equal((200, "ga"), (answer.Status, (string?)answer.Json["department"]));
    }

    [Fact]
    public async Task An_operator_sees_where_it_stands_and_nobody_in_it()
    {
        await using var hall = await WithPoliceAsync();
        await hall.Client("province").PostAsync(Inbound, Asked("KS-7").ToJsonString());

        var shown = (await hall.Client("operator").GetAsync($"{Requests}/KS-7")).Json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

        Assert.Contains("KS-7", shown, StringComparison.Ordinal);
        foreach (var personal in new[] { Samples.PersonId, "示例甲", "10012345678", "示例县示例街道", "示例窗口甲" })
        {
            Assert.DoesNotContain(personal, shown, StringComparison.Ordinal);
        }
    }

    /// <summary>A request that was collected elsewhere, its papers in the post where there is a number of it.</summary>
    internal static JsonObject Asked(string no, string receiving, string home, string? trackingNo = null)
    {
        var asked = Asked(no);
        (asked["receivingDivision"], asked["homeDivision"]) = (receiving, home);
        if (trackingNo is not null)
        {
            asked["transfer"] = new JsonObject { ["method"] = "post", ["trackingNo"] = trackingNo };
        }

        return asked;
    }

    /// <summary>What a department says with a supplement that it asks for.</summary>
    internal static JsonObject Supplement() => new()
    {
        ["occurredAt"] = "2026-06-15T10:00:00+08:00",
        ["data"] = new JsonObject { ["reason"] = "缺户口簿", ["materials"] = new JsonArray(new JsonObject { ["name"] = "户口簿", ["form"] = "paper", ["copies"] = 1 }), ["requestedBy"] = "示例民警" },
    };

    /// <summary>What a department says with the acceptance.</summary>
    internal static JsonObject Acceptance() => Down.Of(Of(Samples.Accepted("")));

    private static Task<TestHall> WithPoliceAsync() => TestHall.StartAsync(settings: TestHall.Police());

    private static JsonObject Asked(string? no)
    {
        var accepted = Samples.Accepted("")["data"]!;
        var asked = new JsonObject
        {
            ["mode"] = "collectedElsewhere",
            ["matterCode"] = Matter,
            ["homeDivision"] = "990001",
            ["receivingDivision"] = "990002",
            ["occurredAt"] = "2026-06-15T08:30:00+08:00",
            ["applicant"] = accepted["applicant"]!.DeepClone(),
            ["materials"] = accepted["materials"]!.DeepClone(),
            ["checks"] = new JsonObject { ["form"] = Check(), ["identity"] = Check() },
        };
        if (no is not null)
        {
            asked["requestNo"] = no;
        }

        return asked;
    }

    private static JsonObject Check() => new() { ["by"] = "示例窗口甲", ["at"] = "2026-06-15T08:31:00+08:00", ["passed"] = true };

    // The record of a department, for the matter of these tests.
    private static JsonObject Of(JsonObject record)
    {
        (record["data"]!["matterCode"], record["data"]!["organisationCode"], record["data"]!["organisationName"]) = (Matter, Matter[..18], "示例县公安局");
        return record;
    }

    private static async Task<string> TaskOfAsync(SignedClient department, string requestNo) =>
        (string)(await department.GetAsync("/v1/tasks")).Json["tasks"]!.AsArray().Single(task => (string?)task!["requestNo"] == requestNo)!["taskNo"]!;

    private static async Task<JsonNode> OriginalAsync(SignedClient caller, string requestNo) => (await caller.GetAsync($"{Requests}/{requestNo}")).Json["originals"]!.AsArray().Single()!;

    private static (string, string, string, string, bool) Way(JsonNode original) =>
        ((string)original["holder"]!, (string)original["from"]!, (string)original["to"]!, (string)original["trackingNo"]!, (bool)original["lost"]!);

    private static List<(string Division, string Deed)> Timeline(JsonNode request) => [.. request["timeline"]!.AsArray().Select(line => ((string)line!["division"]!, (string)line["deed"]!))];
}

/// <summary>Short ways to say what is done to a request.</summary>
internal static class RequestCalls
{
    /// <summary>Does this to a request.</summary>
    public static Task<Answer> ActAsync(this SignedClient caller, string requestNo, string deed, string more = "{}")
    {
        var body = JsonNode.Parse(more)!.AsObject();
        body["deed"] = deed;
        return caller.PostAsync($"/v1/crossRegion/requests/{requestNo}/acts", body.ToJsonString());
    }
}
