using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Dispatch;

/// <summary>A delivery that waits for another lane's at the same platform, and says so.</summary>
public sealed class AfterOthersTests : IAsyncLifetime
{
    private readonly AfterOthers _platform = new();
    private TestProvince _province = null!;

    public async Task InitializeAsync() => _province = await TestProvince.StartAsync(TestHall.SampleMatters);

    public async Task DisposeAsync() => await _province.DisposeAsync();

    [Fact]
    public async Task What_nobody_has_sent_yet_is_waited_for_and_all_go_in_order_when_the_platform_has_it()
    {
        await using var hall = await _platform.Wants("late/accepted", "first/accepted").StartAsync(_province);

        await hall.Client().PushAsync(Samples.Accepted("late"), Samples.Step("late"), Samples.Closed("late"), Samples.Accepted("other"));
        await hall.LaneIsAsync("late", "waiting", "waiting", "waiting");
        await hall.LaneIsAsync("other", "confirmed");

        const string Behind = "等待在前的记录 late/accepted，它等待记录 first/accepted 先送达平台";
        Assert.Equal(["等待记录 first/accepted 先送达平台", Behind, Behind], await hall.WhyAsync("late"));

        await hall.Client().PushAsync(Samples.Accepted("first"));
        var reconciliation = await hall.AllConfirmedAsync();

        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Equal(
            ["first up_pro_accept", "first up_pro_material", "late up_pro_accept", "late up_pro_material", "late up_pro_process", "late up_pro_result"], await TakenAsync(hall, "first", "late"));
        Assert.Equal(0, hall.Count("awaited"));
    }

    [Fact]
    public async Task Who_comes_behind_one_that_waits_waits_too()
    {
        await using var hall = await _platform.Wants("late/accepted", "first/accepted").StartAsync(_province);
        await hall.Client().PushAsync(Samples.Accepted("late"));
        await hall.LaneIsAsync("late", "waiting");

        await hall.Client().PushAsync(Samples.Step("late"));
        await hall.LaneIsAsync("late", "waiting", "waiting");

        Assert.StartsWith("等待在前的记录 late/accepted，", (await hall.WhyAsync("late"))[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_open_in_another_departments_lane_is_waited_for()
    {
        _platform.Wanted[("late/accepted", 1)] = [new Prerequisite("rs", "middle/accepted")];
        await using var hall = await _platform.Wants("middle/accepted", "first/accepted").StartAsync(_province);
        await hall.Client("rs").PushAsync(Samples.Accepted("middle"));
        await hall.LaneIsAsync("middle", "waiting");

        await hall.Client().PushAsync(Samples.Accepted("late"));
        await hall.LaneIsAsync("late", "waiting");
        await hall.Client().PushAsync(Samples.Accepted("first"));
        await hall.AllConfirmedAsync();

        Assert.Equal(["first up_pro_accept", "middle up_pro_accept", "late up_pro_accept"], (await TakenAsync(hall, "first", "middle", "late")).Where(row => row.EndsWith("accept", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_same_key_of_another_department_is_another_record()
    {
        _platform.Wanted[("late/accepted", 1)] = [new Prerequisite("rs", "first/accepted")];
        await using var hall = await _platform.StartAsync(_province);
        await hall.Client().PushAsync(Samples.Accepted("first"));
        await hall.LaneIsAsync("first", "confirmed");

        await hall.Client().PushAsync(Samples.Accepted("late"));
        await hall.LaneIsAsync("late", "waiting");
        await hall.Client("rs").PushAsync(Samples.Accepted("theirs").Keyed("first/accepted"));

        Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
    }

    [Fact]
    public async Task All_that_it_wants_are_waited_for_one_after_the_other()
    {
        await using var hall = await _platform.Wants("late/accepted", "first/accepted", "second/accepted").StartAsync(_province);
        await hall.Client().PushAsync(Samples.Accepted("late"), Samples.Step("late"));
        await hall.LaneIsAsync("late", "waiting", "waiting");

        await hall.Client().PushAsync(Samples.Accepted("first"));
        await Soon.ItHoldsAsync(async () => (await hall.WhyAsync("late")).SequenceEqual(["等待记录 second/accepted 先送达平台", "等待在前的记录 late/accepted，它等待记录 second/accepted 先送达平台"]));
        await hall.Client().PushAsync(Samples.Accepted("second"));

        Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
    }

    [Fact]
    public async Task While_what_it_wants_is_refused_it_waits_until_that_goes_by_an_operators_verb()
    {
        await using var hall = await _platform.Wants("late/accepted", "first/accepted").StartAsync(_province);
        await RefuseAsync("first/accepted");
        var first = (await hall.Client().PushAsync(Samples.Accepted("first"), Samples.Accepted("late"))).Results[0].Id();
        await hall.LaneIsAsync("first", "refused");
        await hall.LaneIsAsync("late", "waiting");

        // Nothing more comes of it by itself.
        Assert.IsType<Offer.Nothing>(await hall.OfferAsync("late"));
        await _province.ClearFaultsAsync();
        await hall.OrderAsync($"/v1/records/{first}:resend", new { platform = "one-window" });

        Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
        Assert.Equal(["first up_pro_accept", "first up_pro_material", "late up_pro_accept", "late up_pro_material"], await TakenAsync(hall, "first", "late"));
    }

    [Fact]
    public async Task What_goes_no_more_is_waited_for_no_more()
    {
        await using var hall = await _platform.Wants("late/accepted", "first/accepted").StartAsync(_province);
        await RefuseAsync("first/accepted");
        var first = (await hall.Client().PushAsync(Samples.Accepted("first"), Samples.Accepted("late"))).Results[0].Id();
        await hall.LaneIsAsync("first", "refused");
        await hall.LaneIsAsync("late", "waiting");

        await hall.OrderAsync($"/v1/records/{first}:discard", new { platform = "one-window" });

        await hall.LaneIsAsync("late", "confirmed");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_not_for_this_platform_is_not_waited_for(bool comesFirst)
    {
        _platform.NotForIt.Add("first/accepted");
        await using var hall = await _platform.Wants("late/accepted", "first/accepted").StartAsync(_province);

        await hall.Client().PushAsync(Samples.Accepted(comesFirst ? "first" : "late"));
        await hall.LaneIsAsync(comesFirst ? "first" : "late", comesFirst ? "notForThisPlatform" : "waiting");
        await hall.Client().PushAsync(Samples.Accepted(comesFirst ? "late" : "first"));

        await hall.LaneIsAsync("late", "confirmed");
        Assert.Equal(0, hall.Count("awaited"));
    }

    [Fact]
    public async Task A_restart_changes_nothing_and_writes_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("after-").FullName;
        await using (var hall = await _platform.Wants("late/accepted", "first/accepted").StartAsync(_province, folder))
        {
            await hall.Client().PushAsync(Samples.Accepted("late"), Samples.Step("late"));
            await hall.LaneIsAsync("late", "waiting", "waiting");
        }

        await using (var hall = await _platform.StartAsync(_province, folder))
        {
            Assert.Equal(["waiting", "waiting"], await hall.LaneAsync("late"));
            Assert.IsType<Offer.Nothing>(await hall.OfferAsync("late"));

            await hall.Client().PushAsync(Samples.Accepted("first"));
            Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
            Assert.StartsWith("first", (await TakenAsync(hall, "first", "late"))[0], StringComparison.Ordinal);
        }

        TestStore.Remove(folder);
    }

    [Fact]
    public async Task Two_that_wait_for_each_other_say_so_and_a_correction_that_wants_nothing_frees_both()
    {
        await using var hall = await _platform.Wants("one/accepted", "two/accepted").Wants("two/accepted", "one/accepted").StartAsync(_province);
        await hall.Client().PushAsync(Samples.Accepted("one"), Samples.Accepted("two"));
        await hall.LaneIsAsync("one", "waiting");
        await hall.LaneIsAsync("two", "waiting");

        Assert.Equal(["等待记录 two/accepted 先送达平台"], await hall.WhyAsync("one"));
        Assert.Equal(["等待记录 one/accepted 先送达平台"], await hall.WhyAsync("two"));
        var correction = Samples.Accepted("one");
        correction["version"] = 2;
        await hall.Client().PushAsync(correction);

        Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
        Assert.StartsWith("one", (await TakenAsync(hall, "one", "two"))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_in_its_own_lane_is_not_waited_for_also_where_it_comes_later()
    {
        await using var hall = await _platform.Wants("own/accepted", "own/step").Wants("own/closed", "own/accepted").StartAsync(_province);
        await hall.Client().PushAsync(Samples.Accepted("own"));
        await hall.LaneIsAsync("own", "waiting");

        await hall.Client().PushAsync(Samples.Step("own"), Samples.Closed("own"));

        Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
        Assert.Equal(["own up_pro_accept", "own up_pro_material", "own up_pro_process", "own up_pro_result"], await TakenAsync(hall, "own"));
    }

    [Fact]
    public async Task Where_it_is_refused_after_it_has_waited_those_behind_it_say_so()
    {
        await using var hall = await _platform.Wants("late/accepted", "first/accepted").StartAsync(_province);
        await hall.Client().PushAsync(Samples.Accepted("late"), Samples.Step("late"));
        await hall.LaneIsAsync("late", "waiting", "waiting");
        await RefuseAsync("late/accepted");

        await hall.Client().PushAsync(Samples.Accepted("first"));

        await Soon.ItHoldsAsync(async () => (await hall.WhyAsync("late"))[1] == "等待在前的记录 late/accepted，它被平台退回");
        Assert.Equal(["refused", "waiting"], await hall.LaneAsync("late"));
    }

    private Task RefuseAsync(string key) =>
        _province.SetFaultsAsync(new { refuseRows = new { holding = new[] { AfterOthers.RowGuid("mz", key, "up_pro_accept") }, code = "E0203" } });

    // The rows of these cases that the province took, in order, by the case's number.
    private async Task<IReadOnlyList<string>> TakenAsync(TestHall hall, params string[] cases)
    {
        var numbers = new Dictionary<string, string>();
        foreach (var no in cases)
        {
            numbers[(string)(await hall.Operator().GetAsync($"/v1/cases?no={no}")).Json["gatewayCaseNo"]!] = no;
        }

        return [.. (await _province.JournalAsync()).Where(entry => entry.Outcome == "taken" && numbers.ContainsKey(entry.ProjectNo)).Select(entry => $"{numbers[entry.ProjectNo]} {entry.Table}")];
    }
}
