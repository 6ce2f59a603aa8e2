using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Status.Feed;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Gateway.Tests.Store;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Status;

/// <summary><c>GET /v1/changes</c>: what is a change, who sees it, and how a reader goes on.</summary>
public sealed class ChangesTests
{
    private static readonly string[] Members = ["cursor", "at", "what", "recordId", "gatewayCaseNo", "platform", "state", "code"];

    [Fact]
    public async Task What_becomes_of_a_record_is_told_and_repeats_conflicts_and_superseded_ones_are_not()
    {
        await using var hall = await TestHall.StartAsync();
        var mz = hall.Client();
        var parked = (await mz.PushAsync(Samples.Step("f-1"))).Results[0];
        var taken = (await mz.PushAsync(Samples.Accepted("f-1"))).Results[0];
        await mz.PushAsync(Samples.Accepted("f-2").WithData("channel", "pigeon"), Samples.Accepted("f-3").With("version", 2));
        var rest = await mz.PushAsync(Samples.Accepted("f-1"), Samples.Accepted("f-1").WithData("title", "另一个标题"), Samples.Accepted("f-3"));

        var changes = (await mz.ChangesAsync()).Changes;

        Assert.Equal(["duplicate", "conflict", "superseded"], rest.Verdicts);
        Assert.Equal(["record.parked parked", "record.taken taken", "record.released taken", "case.changed processing", "record.rejected quarantined", "record.taken taken"], changes.Select(Feeds.Told));
        Assert.Equal([parked.Id(), taken.Id(), parked.Id(), parked.Id()], changes.Take(4).Select(change => (string?)change["recordId"]));
        Assert.Equal([null, .. Enumerable.Repeat((string?)taken["gatewayCaseNo"], 3)], changes.Take(4).Select(change => (string?)change["gatewayCaseNo"]));
        Assert.Equal("code.unknown", (string?)changes[4]["code"]);
        Assert.Equal("2026-06-15T18:00:00+08:00", (string?)changes[0]["at"]);
    }

    [Fact]
    public async Task A_case_that_cannot_be_read_keeps_no_change_from_anybody()
    {
        var folder = Directory.CreateTempSubdirectory("hall-").FullName;
        await using (var before = await TestHall.StartAsync(folder: folder))
        {
            await before.Client().PushAsync(Samples.Accepted("u-1"), Samples.Accepted("u-2"), Samples.Accepted("u-3"));
        }

        SpoiltCase.In(folder, "u-2");
        await using var hall = await TestHall.StartAsync(folder: folder);
        hall.Log.ErrorsAreExpected = true;

        var changes = (await hall.Client().ChangesAsync()).Changes;

        Assert.Equal(Enumerable.Repeat("record.taken taken", 3), changes.Select(Feeds.Told));
        Assert.Equal([true, false, true], changes.Select(change => change["gatewayCaseNo"] is not null));
        Assert.Contains(hall.Log.Lines, line => line.Contains("can't be opened", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_case_has_changed_where_its_state_or_its_clock_has()
    {
        await using var hall = await TestHall.StartAsync();
        var mz = hall.Client();
        await mz.PushAsync(Samples.Accepted("s-1"), Samples.Step("s-1"), Samples.Step("s-1", "again", "2026-06-15T10:10:00+08:00"), Samples.Paused("s-1"), Samples.Resumed("s-1"));
        var extended = await mz.PushAsync(Samples.Record("s-1", "extended", "case.extended", "2026-06-15T12:00:00+08:00", new() { ["days"] = 5, ["reason"] = "情况复杂", ["approvedBy"] = "示例领导" }));
        await mz.PushAsync(Samples.Closed("s-1"));

        var told = (await mz.ChangesAsync()).Changes.Select(Feeds.Told).Where(one => one != "record.taken taken");

        Assert.Equal(["accepted"], extended.Verdicts);
        Assert.Equal(["case.changed processing", "case.changed paused", "case.changed processing", "case.changed processing", "case.changed closed"], told);
    }

    [Fact]
    public async Task What_becomes_of_a_delivery_is_told_with_platform_and_code()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var (step, number) = await hall.BlockAsync(province, "d-1");
        await province.SetFaultsAsync(new { cut = new { times = 1, afterTaking = true } });
        await hall.Client("rs").PushAsync(Samples.Accepted("d-2"));
        await Soon.ItHoldsAsync(async () => (await hall.Client("rs").ChangesAsync()).Changes.Select(Feeds.Told).Contains("delivery.confirmed confirmed"));

        var mz = (await hall.Client().ChangesAsync()).Changes.Where(change => (string?)change["platform"] == "one-window").ToList();
        var rs = (await hall.Client("rs").ChangesAsync()).Changes;

        Assert.Equal(["delivery.confirmed confirmed", "delivery.refused refused"], mz.Select(Feeds.Told));
        Assert.Equal((step, number, "E0206"), ((string?)mz[1]["recordId"], (string?)mz[1]["gatewayCaseNo"], (string?)mz[1]["code"]));
        Assert.Equal(["record.taken taken", "delivery.unknown unknown", "delivery.confirmed confirmed"], rs.Select(Feeds.Told));
    }

    [Fact]
    public async Task A_change_says_nothing_but_what_the_contract_names()
    {
        await using var hall = await TestHall.StartAsync();
        await hall.Client().PushAsync(Samples.Accepted("p-1"), Samples.Step("p-1"), Samples.Closed("p-1"), Samples.Accepted("p-2").WithApplicant("idNumber", "990001197001010015"));
        await hall.OrderAsync("/v1/records:rejudge");

        var changes = (await hall.Client().ChangesAsync()).Changes;

        Assert.Equal(6, changes.Count);
        Assert.All(changes, change => Assert.Empty(change.AsObject().Select(member => member.Key).Except(Members)));
    }

    [Theory]
    [InlineData("mz", "mz")]
    [InlineData("rs", "rs")]
    [InlineData("sj", "")]
    [InlineData("window", "mz rs")]
    [InlineData("operator", "mz rs")]
    [InlineData("province", "mz rs")]
    public async Task A_reader_sees_its_own(string client, string departments)
    {
        await using var hall = await TestHall.StartAsync();
        var ids = new Dictionary<string, string>();
        foreach (var department in new[] { "mz", "rs" })
        {
            ids[department] = (await hall.Client(department).PushAsync(Samples.Accepted("own"))).Results[0].Id();
        }

        await hall.OrderAsync("/v1/records:rejudge");

        var page = await hall.Client(client).ChangesAsync();

        Assert.Equal(departments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(department => ids[department]), page.Changes.Select(change => (string?)change["recordId"]));
    }

    [Fact]
    public async Task Pages_go_on_from_next_and_next_stands_still_at_the_end()
    {
        await using var hall = await TestHall.StartAsync();
        var mz = hall.Client();
        var empty = await mz.ChangesAsync();
        await mz.PushAsync(Enumerable.Range(0, 150).Select(i => Samples.Accepted($"g-{i}")));

        var usual = (await mz.GetAsync("/v1/changes")).Json["changes"]!.AsArray();
        var all = await mz.ChangesAsync(empty.Next);
        var inPages = new List<string>();
        for (var page = await mz.ChangesAsync(limit: 40); page.Changes.Count > 0; page = await mz.ChangesAsync(page.Next, limit: 40))
        {
            inPages.AddRange(page.Changes.Select(Feeds.Cursor));
        }

        Assert.Equal((0, 100, 150), (empty.Changes.Count, usual.Count, all.Changes.Count));
        Assert.Equal(all.Changes.Select(Feeds.Cursor), inPages);
        Assert.Equal(all.Next, (await mz.ChangesAsync(all.Next)).Next);
        Assert.Equal(all.Next, (await mz.ChangesAsync("now")).Next);
        Assert.Equal(all.Changes.Skip(100).Select(Feeds.Cursor), (await mz.ChangesAsync(all.Changes[99].Cursor())).Changes.Select(Feeds.Cursor));
    }

    [Fact]
    public async Task What_is_not_the_readers_is_passed_over_a_stretch_at_a_time()
    {
        await using var hall = await TestHall.StartAsync();
        await hall.JournalAsync("rs", 25_000);
        await hall.JournalAsync("mz", 1);

        var first = await hall.Client().ChangesAsync();
        var second = await hall.Client().ChangesAsync(first.Next, wait: 30);
        var third = await hall.Client().ChangesAsync(second.Next);
        var end = await hall.Client().ChangesAsync(third.Next);

        Assert.Equal((0, 0, 1, 0), (first.Changes.Count, second.Changes.Count, third.Changes.Count, end.Changes.Count));
        Assert.Equal(4, new[] { "", first.Next, second.Next, third.Next }.Distinct().Count());
        Assert.Equal(third.Next, end.Next);
    }

    [Fact]
    public async Task A_cursor_outlives_the_gateway_and_a_made_up_one_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("cursor-").FullName;
        string cursor;
        await using (var hall = await TestHall.StartAsync(folder: folder))
        {
            await hall.JournalAsync("mz", 2);
            cursor = (await hall.Client().ChangesAsync(limit: 1)).Next;
        }

        await using (var hall = await TestHall.StartAsync(folder: folder))
        {
            Assert.Single((await hall.Client().ChangesAsync(cursor)).Changes);
            var last = hall.Services.GetRequiredService<Database>().ReadLastPlace();
            var later = hall.Services.GetRequiredService<Cursors>().Of(last with { Number = last.Number + 1 });
            foreach (var wrong in new[] { "1", "x", later, new string('A', 22), cursor[..^1], cursor + "A", (cursor[0] == 'B' ? "C" : "B") + cursor[1..], cursor[..10] + (cursor[10] == 'B' ? "C" : "B") + cursor[11..], "%E4%B8%8D" })
            {
                var answer = await hall.Client().GetAsync($"/v1/changes?after={wrong}");
                var watch = await hall.Client().GetAsync($"/v1/changes:watch?after={wrong}");
                Assert.All([answer, watch], refused => Assert.Equal((400, "caller.cursor-unknown"), (refused.Status, refused.Code)));
            }
        }

        TestStore.Remove(folder);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=")]
    [InlineData("limit=ten")]
    [InlineData("limit=1&limit=1")]
    [InlineData("wait=31")]
    [InlineData("wait=-1")]
    [InlineData("wait=1.5")]
    [InlineData("after=&after=now")]
    public async Task A_wrong_query_is_refused(string query)
    {
        await using var hall = await TestHall.StartAsync();

        var answer = await hall.Client().GetAsync($"/v1/changes?{query}");

        Assert.Equal((400, "caller.query-malformed"), (answer.Status, answer.Code));
    }
}
