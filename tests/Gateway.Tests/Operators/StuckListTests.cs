using System.Text.Json.Nodes;
using ServiceHall.Gateway.Operators;
using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Operators;

public sealed class StuckListTests
{
    [Fact]
    public async Task What_is_stuck_stands_in_its_list_with_its_rule_and_what_it_waits_for()
    {
        await using var hall = await TestHall.StartAsync();
        var mz = hall.Client();
        var pushed = await mz.PushAsync(
            Samples.Accepted("L-1").WithData("matterCode", "no-such-matter"), Samples.Step("L-1"), Samples.Step("L-2"), Samples.Accepted("L-3"), Samples.Accepted("L-3").WithData("title", "另一内容"));

        var quarantined = Assert.Single(await ListAsync(hall, "/v1/quarantine"));
        var parked = await ListAsync(hall, "/v1/parked");
        var conflict = Assert.Single(await ListAsync(hall, "/v1/conflicts"));

        Assert.Equal(["rejected", "parked", "parked", "accepted", "conflict"], pushed.Verdicts);
        Assert.Equal((pushed.Results[0].Id(), "mz", "L-1/accepted", "case.accepted", "L-1"), (quarantined.Id(), (string?)quarantined["department"], (string?)quarantined["key"], (string?)quarantined["kind"], (string?)quarantined["caseNo"]));
        Assert.Equal((string?)pushed.Results[0]["errors"]![0]!["rule"], (string?)quarantined["rule"]);
        Assert.Equal((string?)pushed.Results[0]["errors"]![0]!["message"], (string?)quarantined["message"]);
        Assert.Equal(["L-1/accepted", "case.accepted"], parked.Select(one => (string?)one["waitsFor"]));
        Assert.Equal("L-3/accepted", (string?)conflict["key"]);
        Assert.DoesNotContain(Samples.PersonId, quarantined.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_leave_out_what_does_not_match()
    {
        await using var hall = await TestHall.StartAsync();
        await hall.Client("window").PushAsync(
            Samples.Accepted("F-1").With("department", "mz").WithData("matterCode", "no-such-matter"), Samples.Accepted("F-2").With("department", "rs").WithData("matterCode", "no-such-matter"),
            Samples.Accepted("F-3").With("department", "mz").WithApplicant("idNumber", "990001197001010015"));

        var all = await ListAsync(hall, "/v1/quarantine");

        Assert.Equal(3, all.Count);
        Assert.Equal(["F-2/accepted"], (await ListAsync(hall, "/v1/quarantine?department=rs")).Select(one => (string?)one["key"]));
        Assert.Equal(["F-3/accepted"], (await ListAsync(hall, "/v1/quarantine?rule=citizen-id.check-digit&department=mz")).Select(one => (string?)one["key"]));
        Assert.Empty(await ListAsync(hall, "/v1/quarantine?kind=case.step"));
    }

    [Fact]
    public async Task Page_after_page_nothing_is_missed_and_nothing_comes_twice_while_more_arrives_and_some_leaves()
    {
        await using var hall = await TestHall.StartAsync();
        var pushed = await hall.Client().PushAsync(Enumerable.Range(0, 25).Select(i => Samples.Accepted($"page-{Samples.Number(i)}").WithData("matterCode", "no-such-matter")));
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = (await hall.Operator().GetAsync($"/v1/quarantine?limit=4{(after is null ? "" : $"&after={after}")}")).Json;
            seen.AddRange(page["records"]!.AsArray().Select(one => one!.Id()));
            await hall.Client().PushAsync(Samples.Accepted($"later-{seen.Count}").WithData("matterCode", "no-such-matter"));
            await hall.OrderAsync($"/v1/records/{seen[0]}:discard");
            after = (string?)page["next"];
        }
        while (after is not null && seen.Count < 100);

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(pushed.Results.Select(one => one.Id()), seen.Take(25));
        Assert.DoesNotContain(seen[0], (await ListAsync(hall, "/v1/quarantine")).Select(one => one.Id()));
    }

    [Fact]
    [Trait(TestStore.Trait, "sqlite")]
    public async Task Lists_read_an_index_and_nothing_else_whatever_the_store_holds()
    {
        await using var hall = await TestHall.StartAsync();
        using var reader = hall.Look();

        var stuck = Operating.Rows(reader, "EXPLAIN QUERY PLAN " + StuckReader.Stuck);
        var refused = Operating.Rows(reader, "EXPLAIN QUERY PLAN " + StuckReader.Blocking);

        Assert.Contains("USING INDEX record_stuck (state=? AND rowid>?)", stuck[0][3], StringComparison.Ordinal);
        Assert.Contains("USING INDEX delivery_for_person", Assert.Single(refused)[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blocked_lane_says_whose_it_is_why_and_how_many_wait()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var (step, number) = await hall.BlockAsync(province, "B-1");

        var lane = Assert.Single((await hall.Operator().GetAsync("/v1/lanes?platform=one-window")).Json["lanes"]!.AsArray())!;

        Assert.Equal(("one-window", number, 1, 1), ((string?)lane["platform"], (string?)lane["gatewayCaseNo"], (int)lane["attempts"]!, (int)lane["waiting"]!));
        Assert.Equal((step, "B-1/step", "up_pro_process", "E0206"), (lane["blockedBy"]!.Id(), (string?)lane["blockedBy"]!["key"], (string?)lane["blockedBy"]!["table"], (string?)lane["blockedBy"]!["code"]));
        Assert.NotNull((string?)lane["since"]);
        Assert.Empty((await hall.Operator().GetAsync("/v1/lanes?platform=other")).Json["lanes"]!.AsArray());
    }

    private static async Task<List<JsonNode>> ListAsync(TestHall hall, string list) =>
        [.. (await hall.Operator().GetAsync(list)).Json["records"]!.AsArray().Select(one => one!)];
}
