using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Inbound;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Inbound;

/// <summary>Work that comes down, from its number at the platform to the case that goes up.</summary>
public sealed class TasksTests(OneHall one) : IClassFixture<OneHall>
{
    private SignedClient Platform => one.Hall.Client("province");

    [Fact]
    public async Task An_application_becomes_the_departments_case_and_goes_up_as_one()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var no = await hall.SendDownAsync("SQ-1");
        var mz = hall.Client();

        var taken = await mz.DoAsync(no, "ack", new JsonObject { ["caseNo"] = "MZ-1", ["by"] = "示例经办一" });
        var accepted = await mz.DoAsync(no, "accept", Down.Of(Samples.Accepted("")));
        var decided = await mz.DoAsync(no, "decide", Down.Of(Samples.Closed("")));
        var delivered = await mz.DoAsync(no, "deliver", new JsonObject { ["occurredAt"] = "2026-06-15T16:00:00+08:00", ["data"] = new JsonObject { ["method"] = "window" } });

        Assert.Equal([200, 200, 200, 200], new[] { taken, accepted, decided, delivered }.Select(answer => answer.Status));
        await hall.DeliveredAsync();
        var number = (string)taken.Json["gatewayCaseNo"]!;
        var acceptance = Assert.Single(await province.RowsAsync("up_pro_accept"));
        var result = Assert.Single(await province.RowsAsync("up_pro_result"));
        Assert.Equal((number, number, "示例甲"), ((string)acceptance["project_no"]!, (string)result["project_no"]!, (string)acceptance["applyer_name"]!));

        // The platform finds it by the number that it gave it.
        var @case = (await hall.Client("province").GetAsync("/v1/cases?no=SQ-1&issuer=one-window")).Json;
        Assert.Equal((number, "delivered", "MZ-1"), ((string)@case["gatewayCaseNo"]!, (string)@case["state"]!, (string)@case["numbers"]!.AsArray().Single(one => (string)one!["issuer"]! == "mz")!["value"]!));
        Assert.Equal(["case.submitted", "case.accepted", "case.closed", "case.delivered"], @case["timeline"]!.AsArray().Select(line => (string)line!["kind"]!));
        var task = (await mz.GetAsync($"/v1/tasks/{no}")).Json;
        Assert.Equal(("taken", "delivered", number), ((string)task["state"]!, (string)task["caseState"]!, (string)task["gatewayCaseNo"]!));
    }

    [Fact]
    public async Task What_the_department_reports_by_its_own_number_is_of_the_same_case()
    {
        var no = await one.Hall.SendDownAsync("SQ-own");
        var taken = await one.Hall.Client().DoAsync(no, "ack", new JsonObject { ["caseNo"] = "MZ-own" });

        var pushed = await one.Hall.Client().PushAsync(Samples.Accepted("MZ-own"), Samples.Step("MZ-own"));

        Assert.Equal(["accepted", "accepted"], pushed.Verdicts);
        Assert.Equal((string)taken.Json["gatewayCaseNo"]!, (string)pushed.Results[0]["gatewayCaseNo"]!);
        Assert.Equal("processing", (string)(await Platform.GetAsync($"/v1/tasks/{no}")).Json["caseState"]!);
    }

    [Fact]
    public async Task A_case_that_the_department_told_of_first_is_bound_to_it()
    {
        var no = await one.Hall.SendDownAsync("SQ-first");
        var pushed = await one.Hall.Client().PushAsync(Samples.Accepted("MZ-first"));

        var taken = await one.Hall.Client().DoAsync(no, "ack", new JsonObject { ["caseNo"] = "MZ-first" });
        var other = await one.Hall.Client().DoAsync(await one.Hall.SendDownAsync("SQ-second"), "ack", new JsonObject { ["caseNo"] = "MZ-first" });

        Assert.Equal((200, (string)pushed.Results[0]["gatewayCaseNo"]!), (taken.Status, (string)taken.Json["gatewayCaseNo"]!));
        Assert.Equal((409, "task.refused", "task.other-task"), (other.Status, other.Code, other.Rule()));
        Assert.Equal("accepted", (string)(await Platform.GetAsync("/v1/cases?no=SQ-first")).Json["state"]!);
    }

    [Fact]
    public async Task The_same_number_is_the_same_task_whatever_comes_between()
    {
        var body = Down.Application("SQ-again");
        var first = await Platform.PostAsync("/v1/inbound/applications", body.ToJsonString());
        var repeated = await Platform.PostAsync("/v1/inbound/applications", new JsonObject(body.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString());
        await one.Hall.Client().DoAsync((string)first.Json["taskNo"]!, "ack", new JsonObject { ["caseNo"] = "MZ-again" });
        var late = await Platform.PostAsync("/v1/inbound/applications", body.ToJsonString());
        body["data"]!["title"] = "另一项申请";
        var other = await Platform.PostAsync("/v1/inbound/applications", body.ToJsonString());

        Assert.Equal([("accepted", "waiting"), ("duplicate", "waiting"), ("duplicate", "taken")], new[] { first, repeated, late }.Select(answer => ((string)answer.Json["verdict"]!, (string)answer.Json["state"]!)));
        Assert.Single(new[] { first, repeated, late }.Select(answer => (string)answer.Json["taskNo"]!).Distinct());
        Assert.Equal((409, "caller.number-taken"), (other.Status, other.Code));
    }

    [Fact]
    public async Task Many_at_once_under_one_number_are_one_task()
    {
        var before = one.Count("task");
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Platform.PostAsync("/v1/inbound/applications", Down.Application("SQ-race").ToJsonString())));

        Assert.Single(answers, answer => (string)answer.Json["verdict"]! == "accepted");
        Assert.Single(answers.Select(answer => (string)answer.Json["taskNo"]!).Distinct());
        Assert.Equal(before + 1, one.Count("task"));
    }

    [Fact]
    public async Task What_is_said_twice_is_done_once()
    {
        var no = await one.Hall.SendDownAsync("SQ-twice");
        var mz = one.Hall.Client();
        var acceptance = Down.Of(Samples.Accepted(""));

        var answers = new[]
        {
            await mz.DoAsync(no, "ack", new JsonObject { ["caseNo"] = "MZ-twice" }), await mz.DoAsync(no, "ack", new JsonObject { ["caseNo"] = "MZ-twice" }),
            await mz.DoAsync(no, "accept", acceptance), await mz.DoAsync(no, "accept", acceptance),
        };
        var otherNumber = await mz.DoAsync(no, "ack", new JsonObject { ["caseNo"] = "MZ-twice-2" });
        acceptance["data"]!["acceptedBy"] = "示例经办二";
        var otherAcceptance = await mz.DoAsync(no, "accept", acceptance);

        Assert.Equal(["accepted", "duplicate", "accepted", "duplicate"], answers.Select(answer => (string)answer.Json["verdict"]!));
        Assert.Equal((string)answers[2].Json["recordId"]!, (string)answers[3].Json["recordId"]!);
        Assert.Equal((409, "task.taken"), (otherNumber.Status, otherNumber.Rule()));
        Assert.Equal((409, "case.already-accepted"), (otherAcceptance.Status, otherAcceptance.Rule()));
        Assert.Equal(2, (await mz.GetAsync("/v1/cases?no=MZ-twice")).Json["timeline"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("accept", "task.not-taken")]
    [InlineData("supplement", "task.not-taken")]
    [InlineData("decide", "task.not-taken")]
    [InlineData("answer", "task.other-kind")]
    public async Task What_a_task_does_not_allow_is_refused_and_changes_nothing(string act, string rule)
    {
        var no = await one.Hall.SendDownAsync($"SQ-early-{act}");
        var body = act == "answer" ? new JsonObject { ["text"] = "示例答复" } : Down.Of(act == "decide" ? Samples.Closed("") : Samples.Accepted(""));

        var refused = await one.Hall.Client().DoAsync(no, act, body);

        Assert.Equal((409, "task.refused", rule), (refused.Status, refused.Code, refused.Rule()));
        Assert.Equal("waiting", (string)(await one.Hall.Client().GetAsync($"/v1/tasks/{no}")).Json["state"]!);
    }

    [Fact]
    public async Task What_the_judge_would_not_take_is_not_kept_and_can_be_said_again_rightly()
    {
        var no = await one.Hall.SendDownAsync("SQ-judged");
        var mz = one.Hall.Client();
        await mz.DoAsync(no, "ack", new JsonObject { ["caseNo"] = "MZ-judged" });
        var records = one.Count("record");

        var early = await mz.DoAsync(no, "decide", Down.Of(Samples.Closed("")));
        var wrong = Down.Of(Samples.Accepted(""));
        wrong["data"]!["applicant"]!["idNumber"] = "990001197001010015";
        var refused = await mz.DoAsync(no, "accept", wrong);

        Assert.Equal([(409, "case.not-yet-accepted"), (409, "citizen-id.check-digit")], new[] { early, refused }.Select(answer => (answer.Status, answer.Rule()!)));
        Assert.Equal(records, one.Count("record"));
        Assert.Equal(200, (await mz.DoAsync(no, "accept", Down.Of(Samples.Accepted("")))).Status);
        Assert.Equal(200, (await mz.DoAsync(no, "decide", Down.Of(Samples.Closed("")))).Status);
    }

    [Fact]
    public async Task What_is_forwarded_is_decided_above()
    {
        var no = await one.Hall.SendDownAsync("SQ-forwarded", body => body["path"] = "forwarded");
        var mz = one.Hall.Client();
        await mz.DoAsync(no, "ack", new JsonObject { ["caseNo"] = "MZ-forwarded" });
        await mz.DoAsync(no, "accept", Down.Of(Samples.Accepted("")));

        var decided = await mz.DoAsync(no, "decide", Down.Of(Samples.Closed("")));
        var forwarded = Samples.Closed("");
        (forwarded["data"]!["result"], forwarded["data"]!["reason"]) = ("forwarded", "初审合格，转报市级");
        var done = await mz.DoAsync(no, "decide", Down.Of(forwarded));

        Assert.Equal((409, "task.forwarded-only"), (decided.Status, decided.Rule()));
        Assert.Equal(200, done.Status);
        Assert.Equal(("forwarded", "closed"), ((string)(await mz.GetAsync("/v1/cases?no=MZ-forwarded")).Json["result"]!, (string)(await mz.GetAsync($"/v1/tasks/{no}")).Json["caseState"]!));
    }

    [Fact]
    public async Task A_department_gives_back_what_is_not_its_own_and_the_platform_reads_why()
    {
        var no = await one.Hall.SendDownAsync("SQ-back");
        var back = new JsonObject { ["reason"] = "该事项由市级办理" };

        var returned = await one.Hall.Client().DoAsync(no, "return", back);
        var repeated = await one.Hall.Client().DoAsync(no, "return", back);
        var late = await one.Hall.Client().DoAsync(no, "ack", new JsonObject { ["caseNo"] = "MZ-back" });

        Assert.Equal(["accepted", "duplicate"], new[] { returned, repeated }.Select(answer => (string)answer.Json["verdict"]!));
        Assert.Equal((409, "task.over"), (late.Status, late.Rule()));
        var seen = (await Platform.GetAsync($"/v1/tasks/{no}")).Json;
        Assert.Equal(("returned", "该事项由市级办理", "none"), ((string)seen["state"]!, (string)seen["reason"]!, (string)seen["light"]!));
    }

    [Fact]
    public async Task An_issue_is_answered_and_makes_no_case()
    {
        var cases = one.Count("case_");
        var received = await Platform.PostAsync("/v1/inbound/issues", """{"platformNo":"GD-1","occurredAt":"2026-06-15T09:00:00+08:00","department":"mz","data":{"title":"窗口排队时间长","content":"示例内容","phone":"10012345678"}}""");
        var no = (string)received.Json["taskNo"]!;
        var mz = one.Hall.Client();

        var early = await mz.DoAsync(no, "answer", new JsonObject { ["text"] = "已增开窗口" });
        await mz.DoAsync(no, "ack", new JsonObject { ["caseNo"] = "MZ-GD-1" });
        var wrong = await mz.DoAsync(no, "accept", Down.Of(Samples.Accepted("")));
        var answered = await mz.DoAsync(no, "answer", new JsonObject { ["text"] = "已增开窗口" });

        Assert.Equal("field.unknown", (string)received.Json["warnings"]![0]!["rule"]!);
        Assert.Equal(["task.not-taken", "task.other-kind"], new[] { early, wrong }.Select(answer => answer.Rule()));
        Assert.Equal(200, answered.Status);
        var seen = (await Platform.GetAsync($"/v1/tasks/{no}")).Json;
        Assert.Equal(("answered", "已增开窗口", "MZ-GD-1"), ((string)seen["state"]!, (string)seen["answer"]!, (string)seen["caseNo"]!));
        Assert.Equal(cases, one.Count("case_"));
    }

    [Theory]
    [InlineData("platformNo", "\"\"", "field.required", "platformNo")]
    [InlineData("platformNo", "\"012345678901234567890123456789012345678901234567890\"", "field.too-long", "platformNo")]
    [InlineData("platformNo", "\"SQ\\u0000\"", "text.control-character", "platformNo")]
    [InlineData("platformNo", "\"SQ\\ud800\"", "text.encoding", "platformNo")]
    [InlineData("occurredAt", "\"2026-06-15\"", "time.format", "occurredAt")]
    [InlineData("occurredAt", "\"2026-06-15T18:06:00+08:00\"", "time.in-future", "occurredAt")]
    [InlineData("takeBy", "\"2026-06-15T17:00:00+08:00\"", "time.out-of-order", "takeBy")]
    [InlineData("path", "\"sideways\"", "code.unknown", "path")]
    [InlineData("division", "\"9900\"", "division.unknown", "division")]
    [InlineData("division", "\"990002\"", "division.not-ours", "division")]
    [InlineData("division", "\"000000\"", "division.not-ours", "division")]
    [InlineData("department", "\"nobody\"", "code.unknown", "department")]
    [InlineData("department", "\"rs\"", "code.unknown", "department")]
    [InlineData("data", "[]", "field.type", "data")]
    [InlineData("data", "null", "field.required", "data")]
    public async Task What_can_be_no_task_names_the_field_and_stores_nothing(string member, string value, string rule, string field)
    {
        var before = one.Count("task");
        var body = Down.Application("SQ-bad");
        body[member] = "@";
        var answer = await Platform.PostAsync("/v1/inbound/applications", body.ToJsonString().Replace("\"@\"", value, StringComparison.Ordinal));

        Assert.Equal((400, "caller.body-malformed"), (answer.Status, answer.Code));
        Assert.Contains((rule, field), answer.Json["errors"]!.AsArray().Select(error => ((string)error!["rule"]!, (string)error["field"]!)));
        Assert.Equal(before, one.Count("task"));
    }

    [Theory]
    [InlineData("matterCode", "\"11990001990000113L4990500007999\"", "matter.unknown", "data.matterCode")]
    [InlineData("matterCode", "7", "field.type", "data.matterCode")]
    [InlineData("applicant", "null", "field.required", "data.applicant")]
    [InlineData("title", "\"锟斤拷\"", "text.encoding", "data.title")]
    public async Task What_would_be_no_case_is_told_to_who_can_mend_it(string member, string value, string rule, string field)
    {
        var body = Down.Application("SQ-bad-data");
        body["data"]![member] = "@";
        var answer = await Platform.PostAsync("/v1/inbound/applications", body.ToJsonString().Replace("\"@\"", value, StringComparison.Ordinal));

        Assert.Equal((400, "caller.body-malformed"), (answer.Status, answer.Code));
        Assert.Contains((rule, field), answer.Json["errors"]!.AsArray().Select(error => ((string)error!["rule"]!, (string)error["field"]!)));
    }

    [Theory]
    [InlineData("990001001002")]
    [InlineData("990001000000")]
    [InlineData("990001")]
    public async Task A_village_and_a_town_are_the_halls_own(string division)
    {
        var no = await one.Hall.SendDownAsync($"SQ-at-{division}", body => body["division"] = division);

        Assert.Equal(division, (string)(await one.Hall.Client().GetAsync($"/v1/tasks/{no}")).Json["division"]!);
    }

    [Fact]
    public async Task Each_sees_its_own_and_no_more_than_it_needs()
    {
        var no = await one.Hall.SendDownAsync("SQ-seen");

        var (mine, platforms, operators) = (await one.Hall.Client().GetAsync($"/v1/tasks/{no}"), await Platform.GetAsync($"/v1/tasks/{no}"), await one.Hall.Client("operator").GetAsync($"/v1/tasks/{no}"));
        var strangers = await one.Hall.Client("rs").GetAsync($"/v1/tasks/{no}");
        var act = await one.Hall.Client("rs").DoAsync(no, "ack", new JsonObject { ["caseNo"] = "RS-1" });

        Assert.Equal(Samples.PersonId, (string)mine.Json["data"]!["applicant"]!["idNumber"]!);
        Assert.Equal(["990***********0014", "990***********0014"], new[] { platforms, operators }.Select(answer => (string)answer.Json["data"]!["applicant"]!["idNumber"]!));
        Assert.Equal([(404, "caller.no-such-task"), (404, "caller.no-such-task")], new[] { strangers, act }.Select(answer => (answer.Status, answer.Code!)));
        Assert.Equal([403, 403, 403], new[]
        {
            await one.Hall.Client().PostAsync("/v1/inbound/applications", "{}"), await Platform.DoAsync(no, "ack", []), await one.Hall.Client("operator").DoAsync(no, "ack", []),
        }.Select(answer => answer.Status));
    }

    [Fact]
    public async Task A_reader_who_goes_on_misses_no_change_and_nobody_elses_wakes_it()
    {
        var mz = one.Hall.Client();
        var cursor = (string)(await mz.GetAsync("/v1/tasks?after=now")).Json["next"]!;
        var waiting = mz.GetAsync($"/v1/tasks?after={cursor}&wait=30");
        await one.Hall.Client("rs").PushAsync(Samples.Accepted("RS-wakes-nobody"));
        var no = await one.Hall.SendDownAsync("SQ-listed");

        var first = (await waiting).Json;
        await mz.DoAsync(no, "ack", new JsonObject { ["caseNo"] = "MZ-listed" });
        var second = (await mz.GetAsync($"/v1/tasks?after={first["next"]}")).Json;
        var end = (await mz.GetAsync($"/v1/tasks?after={second["next"]}")).Json;
        var strangers = (await one.Hall.Client("rs").GetAsync($"/v1/tasks?after={cursor}")).Json;

        Assert.Equal([(no, "waiting")], Shown(first));
        Assert.Equal([(no, "taken")], Shown(second));
        Assert.Empty(Shown(end));
        Assert.Empty(Shown(strangers));
        var changes = (await mz.GetAsync($"/v1/changes?after={cursor}")).Json["changes"]!.AsArray().Where(change => (string)change!["what"]! == "task.changed");
        Assert.Equal([(no, "waiting"), (no, "taken")], changes.Select(change => ((string)change!["taskNo"]!, (string)change["state"]!)));
    }

    [Fact]
    public async Task Page_by_page_every_task_is_seen()
    {
        await using var hall = await TestHall.StartAsync();
        List<string> sent = [];
        for (var i = 0; i < 7; i++)
        {
            sent.Add(await hall.SendDownAsync($"SQ-page-{i}"));
        }

        List<string> seen = [];
        var next = "";
        for (var more = true; more;)
        {
            var page = (await hall.Client().GetAsync($"/v1/tasks?after={next}&limit=3")).Json;
            more = Shown(page).Count > 0;
            seen.AddRange(Shown(page).Select(task => task.No));
            next = (string)page["next"]!;
        }

        Assert.Equal(sent, seen);
    }

    [Fact]
    public async Task What_is_big_comes_in_pages_of_its_own()
    {
        await using var hall = await TestHall.StartAsync();
        List<string> sent = [];
        for (var i = 0; i < 4; i++)
        {
            // Two of them are less than a page may hold, three are more; the last is more by itself.
            var length = i < 3 ? 900_000 : 2_200_000;
            sent.Add(await hall.SendDownAsync($"SQ-big-{i}", body => body["data"]!["note"] = new string('x', length)));
        }

        List<int> pages = [];
        List<string> seen = [];
        var next = "";
        for (var more = true; more;)
        {
            var page = (await hall.Client().GetAsync($"/v1/tasks?after={next}&limit=1000")).Json;
            more = Shown(page).Count > 0;
            pages.Add(Shown(page).Count);
            seen.AddRange(Shown(page).Select(task => task.No));
            next = (string)page["next"]!;
        }

        Assert.Equal([2, 1, 1, 0], pages);
        Assert.Equal(sent, seen);
    }

    [Fact]
    public async Task What_nobody_takes_turns_yellow_then_goes_back_with_a_reason()
    {
        await using var hall = await TestHall.StartAsync();
        var (late, taken) = (await hall.SendDownAsync("SQ-late"), await hall.SendDownAsync("SQ-in-time"));
        await hall.Client().DoAsync(taken, "ack", new JsonObject { ["caseNo"] = "MZ-in-time" });
        var watch = hall.Services.GetRequiredService<UntakenWatch>();
        List<string> lights = [];

        // A Monday evening, and one working day: the whole of Tuesday.
        foreach (var now in new[] { "2026-06-15T23:59:59+08:00", "2026-06-16T00:00:00+08:00", "2026-06-16T23:59:59+08:00", "2026-06-17T00:00:00+08:00" })
        {
            hall.Clock.HoldAt(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
            lights.Add((string)(await hall.Client().GetAsync($"/v1/tasks/{late}")).Json["light"]!);
            await watch.ReviewAsync();
        }

        Assert.Equal(["green", "yellow", "yellow", "red"], lights);
        var (back, kept) = ((await hall.Client().GetAsync($"/v1/tasks/{late}")).Json, (await hall.Client().GetAsync($"/v1/tasks/{taken}")).Json);
        Assert.Equal(("returned", "超过接收时限，自动退回", "taken"), ((string)back["state"]!, (string)back["reason"]!, (string)kept["state"]!));
        var told = (await hall.Client("province").GetAsync("/v1/changes?limit=1000")).Json["changes"]!.AsArray().Last(change => (string?)change!["taskNo"] == late)!;
        Assert.Equal(("returned", "task.not-taken"), ((string)told["state"]!, (string)told["code"]!));
    }

    [Fact]
    public async Task The_meters_tell_how_many_wait_and_how_urgently()
    {
        await using var hall = await TestHall.StartAsync();
        var (a, b) = (await hall.SendDownAsync("SQ-m1"), await hall.SendDownAsync("SQ-m2"));
        await hall.SendDownAsync("SQ-m3");
        await hall.SendDownAsync("SQ-m4", body => body["takeBy"] = "2026-06-15T19:00:00+08:00");
        await hall.Client().DoAsync(a, "ack", new JsonObject { ["caseNo"] = "MZ-m1" });
        await hall.Client().DoAsync(b, "return", new JsonObject { ["reason"] = "该事项由市级办理" });
        // A year of which no calendar knows yet.
        hall.Clock.HoldAt(DateTimeOffset.Parse("2031-03-03T09:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture));
        var open = await hall.SendDownAsync("SQ-m5");
        Assert.Equal("none", (string?)(await hall.Client().GetAsync($"/v1/tasks/{open}")).Json["light"]);
        hall.Clock.HoldAt(DateTimeOffset.Parse("2026-06-16T09:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal((3, 1, 1, 1, 1, 0, 1), await MetersAsync(hall));
        await hall.Services.GetRequiredService<UntakenWatch>().ReviewAsync();
        Assert.Equal((2, 1, 2, 1, 1, 0, 0), await MetersAsync(hall));
    }

    [Fact]
    public async Task The_platforms_own_limit_goes_before_the_halls()
    {
        await using var hall = await TestHall.StartAsync();
        var no = await hall.SendDownAsync("SQ-soon", body => body["takeBy"] = "2026-06-15T20:00:00+08:00");
        List<string> lights = [];
        foreach (var now in new[] { "2026-06-15T18:59:59+08:00", "2026-06-15T19:00:00+08:00", "2026-06-15T20:00:00+08:00", "2026-06-15T20:00:01+08:00" })
        {
            hall.Clock.HoldAt(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
            lights.Add((string)(await hall.Client().GetAsync($"/v1/tasks/{no}")).Json["light"]!);
        }

        Assert.Equal(["green", "yellow", "yellow", "red"], lights);
    }

    [Fact]
    public async Task The_sample_province_sends_down_and_learns_what_becomes_of_it()
    {
        await using var hall = await TestHall.StartAsync();
        await using var province = await TestProvince.StartSendingAsync(hall.Url);
        await province.SendDownAsync(80, seed: 5, at: "2026-06-15T17:00:00+08:00");
        var sent = await Until.Async(async () => await province.SentDownAsync() is { Count: 80 } all && all.All(one => (one["taskNo"] ?? one["code"]) is not null) ? all : null, TimeSpan.FromSeconds(60));

        Assert.All(sent, one => Assert.Null(one["code"]));
        var tasks = (await hall.Client("operator").GetAsync("/v1/tasks?limit=1000")).Json["tasks"]!.AsArray();
        Assert.Equal(sent.Select(one => (string)one["taskNo"]!).Order(), tasks.Select(task => (string)task!["taskNo"]!).Order());

        var mine = (await hall.Client().GetAsync("/v1/tasks?limit=1000")).Json["tasks"]!.AsArray().Select(task => (string)task!["taskNo"]!).ToList();
        Assert.InRange(mine.Count, 2, 79);
        await hall.Client().DoAsync(mine[0], "ack", new JsonObject { ["caseNo"] = "MZ-sample" });
        await hall.Client().DoAsync(mine[1], "return", new JsonObject { ["reason"] = "该事项由市级办理" });
        await Until.Async(
            async () => (await province.SentDownAsync()).ToDictionary(one => (string)one["taskNo"]!) is var all
                && ((string?)all[mine[0]]["caseState"], (string?)all[mine[1]]["state"], (string?)all[mine[1]]["reason"]) == ("submitted", "returned", "该事项由市级办理") ? this : null,
            TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task After_a_restart_everything_is_as_it_was()
    {
        var folder = Directory.CreateTempSubdirectory("hall-tasks-").FullName;
        try
        {
            string waiting, taken, cursor;
            await using (var hall = await TestHall.StartAsync(folder: folder))
            {
                (waiting, taken) = (await hall.SendDownAsync("SQ-r1"), await hall.SendDownAsync("SQ-r2"));
                cursor = (string)(await hall.Client().GetAsync("/v1/tasks?after=now")).Json["next"]!;
                await hall.Client().DoAsync(taken, "ack", new JsonObject { ["caseNo"] = "MZ-r2" });
            }

            await using var again = await TestHall.StartAsync(folder: folder);
            Assert.Equal([(taken, "taken")], Shown((await again.Client().GetAsync($"/v1/tasks?after={cursor}")).Json));
            Assert.Equal(waiting, await again.SendDownAsync("SQ-r1"));
            Assert.Equal("duplicate", (string)(await again.Client().DoAsync(taken, "ack", new JsonObject { ["caseNo"] = "MZ-r2" })).Json["verdict"]!);
            Assert.Equal(200, (await again.Client().DoAsync(taken, "accept", Down.Of(Samples.Accepted("")))).Status);
        }
        finally
        {
            TestStore.Remove(folder);
        }
    }

    [Fact]
    public async Task Nothing_of_who_applied_stands_outside_what_is_sealed()
    {
        await using var hall = await TestHall.StartAsync();
        var no = await hall.SendDownAsync("SQ-sealed");
        await hall.Client().DoAsync(no, "return", new JsonObject { ["reason"] = "示例甲不在本县" });
        await using var look = hall.Look();
        await using var rows = look.CreateCommand();
        rows.CommandText = "SELECT * FROM task";
        await using var reader = await rows.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        var columns = Enumerable.Range(0, reader.FieldCount).Select(at => reader.GetValue(at)).ToList();

        foreach (var known in new[] { "示例甲", Samples.PersonId, "10012345678", "示例街道" })
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(known);
            Assert.DoesNotContain(columns, column => (column is string text && text.Contains(known, StringComparison.Ordinal)) || (column is byte[] blob && blob.AsSpan().IndexOf(bytes) >= 0));
        }
    }

    private static async Task<(int Waiting, int Taken, int Returned, int None, int Yellow, int Green, int Red)> MetersAsync(TestHall hall)
    {
        using var http = new HttpClient { BaseAddress = hall.Url };
        var lines = (await http.GetStringAsync("/metrics")).Split('\n');
        int Of(string meter, string label, string value) => int.Parse(
            lines.FirstOrDefault(line => line.StartsWith($"{meter}{{", StringComparison.Ordinal) && line.Contains($"{label}=\"{value}\"", StringComparison.Ordinal))?.Split(' ')[1] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        return (
            Of("servicehall_tasks", "state", "waiting"), Of("servicehall_tasks", "state", "taken"), Of("servicehall_tasks", "state", "returned"), Of("servicehall_tasks_waiting", "light", "none"),
            Of("servicehall_tasks_waiting", "light", "yellow"), Of("servicehall_tasks_waiting", "light", "green"), Of("servicehall_tasks_waiting", "light", "red"));
    }

    private static List<(string No, string State)> Shown(JsonNode page) => [.. page["tasks"]!.AsArray().Select(task => ((string)task!["taskNo"]!, (string)task["state"]!))];
}

/// <summary>Sending work down, and doing it.</summary>
internal static class Down
{
    public static JsonObject Application(string number)
    {
        var data = Samples.Accepted("")["data"]!.AsObject();
        foreach (var later in new[] { "caseType", "appliedAt", "acceptedBy", "organisationCode", "organisationName" })
        {
            data.Remove(later);
        }

        return new JsonObject { ["platformNo"] = number, ["occurredAt"] = "2026-06-15T08:30:00+08:00", ["data"] = data.DeepClone() };
    }

    /// <summary>What a record says, as a department says it of a task.</summary>
    public static JsonObject Of(JsonObject record) => new() { ["occurredAt"] = record["occurredAt"]!.DeepClone(), ["data"] = record["data"]!.DeepClone() };

    /// <summary>An application for a matter of mz; answers the task's number.</summary>
    public static async Task<string> SendDownAsync(this TestHall hall, string number, Action<JsonObject>? change = null)
    {
        var body = Application(number);
        change?.Invoke(body);
        var answer = await hall.Client("province").PostAsync("/v1/inbound/applications", body.ToJsonString());
        Assert.True(answer.Status == 200, $"{answer}");
        return (string)answer.Json["taskNo"]!;
    }

    public static Task<Answer> DoAsync(this SignedClient client, string task, string act, JsonObject body) => client.PostAsync($"/v1/tasks/{task}:{act}", body.ToJsonString());

    /// <summary>The rule that decided.</summary>
    public static string? Rule(this Answer answer) => (string?)answer.Json["errors"]?[0]?["rule"];
}
