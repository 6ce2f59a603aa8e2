using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Operators;

public sealed class ResendTests
{
    [Fact]
    public async Task After_the_provinces_refusal_is_lifted_the_lane_is_delivered_in_order()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var (step, number) = await hall.BlockAsync(province, "S-1");
        await province.ClearFaultsAsync();

        var resent = await hall.OrderAsync($"/v1/records/{step}:resend", new { platform = "one-window" });
        var reconciliation = await hall.AllConfirmedAsync();

        Assert.True((resent.Status, (string?)resent.Json["state"]) == (200, "pending"), resent.ToString());
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Equal(
            ["up_pro_accept", "up_pro_material", "up_pro_process", "up_pro_result"],
            (await province.JournalAsync()).Where(entry => entry.ProjectNo == number && entry.Outcome == "taken").Select(entry => entry.Table));
    }

    [Fact]
    public async Task While_the_province_still_refuses_it_stands_refused_again_and_the_lane_waits_on()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var (step, _) = await hall.BlockAsync(province, "S-2");

        await hall.OrderAsync($"/v1/records/{step}:resend?platform=one-window");
        await Soon.ItHoldsAsync(async () => (int)(await hall.Operator().GetAsync("/v1/cases?no=S-2")).Json["deliveries"]![1]!["attempts"]! == 2
            && (await hall.LaneAsync("S-2")).SequenceEqual(["confirmed", "refused", "waiting"]));

        Assert.Equal(0, (await hall.ReconcileAsync()).ExitCode);
    }

    [Fact]
    public async Task Rows_that_the_platform_took_stay_taken_and_only_the_refused_go_again()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var accepted = await WithoutMaterialAsync(hall, province, "S-7");
        await province.ClearFaultsAsync();

        await hall.OrderAsync($"/v1/records/{accepted}:resend", new { platform = "one-window" });

        Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
        Assert.Equal([("up_pro_accept", "taken"), ("up_pro_material", "refused"), ("up_pro_material", "taken")], (await province.JournalAsync()).Select(entry => (entry.Table, entry.Outcome)));
    }

    [Fact]
    public async Task What_was_taken_of_a_discarded_delivery_still_adds_up_with_the_platforms_counts()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var accepted = await WithoutMaterialAsync(hall, province, "S-8");
        await hall.Client().PushAsync(Samples.Step("S-8"));

        await hall.OrderAsync($"/v1/records/{accepted}:discard", new { platform = "one-window" });

        var reconciliation = await hall.AllConfirmedAsync();
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Equal(["notForThisPlatform", "confirmed"], await hall.LaneAsync("S-8"));
    }

    [Fact]
    public async Task Only_a_refused_delivery_can_be_sent_again()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var pushed = await hall.Client().PushAsync(Samples.Accepted("S-3"), Samples.Step("S-4"));
        await hall.AllConfirmedAsync();

        var confirmed = await hall.OrderAsync($"/v1/records/{pushed.Results[0].Id()}:resend", new { platform = "one-window" });
        var parked = await hall.OrderAsync($"/v1/records/{pushed.Results[1].Id()}:resend", new { platform = "one-window" });
        var nowhere = await hall.OrderAsync($"/v1/records/{pushed.Results[0].Id()}:resend");

        Assert.Equal((409, "caller.wrong-state"), (confirmed.Status, confirmed.Code));
        Assert.Contains("已确认", (string?)confirmed.Json["detail"], StringComparison.Ordinal);
        Assert.Equal((404, "caller.no-such-delivery"), (parked.Status, parked.Code));
        Assert.Equal((400, "caller.body-malformed"), (nowhere.Status, nowhere.Code));
    }

    [Fact]
    public async Task Ordered_again_and_again_while_the_dispatcher_works_the_sums_still_hold()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var (step, _) = await hall.BlockAsync(province, "S-5");

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => hall.OrderAsync($"/v1/records/{step}:resend", new { platform = "one-window" })));
        await hall.Client().PushAsync(Samples.Accepted("S-6"));
        await Soon.ItHoldsAsync(async () => (await hall.LaneAsync("S-6")).SequenceEqual(["confirmed"]) && (await hall.LaneAsync("S-5")).SequenceEqual(["confirmed", "refused", "waiting"]));

        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 409 }));
        Assert.Contains(answers, answer => answer.Status == 200);
        var reconciliation = await hall.ReconcileAsync();
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
    }

    // An acceptance whose own row is taken and whose material is refused. Rows have the same identity at every gateway: another one tells it.
    private static async Task<string> WithoutMaterialAsync(TestHall hall, TestProvince province, string no)
    {
        string material;
        await using (var elsewhere = await TestProvince.StartAsync(TestHall.SampleMatters))
        await using (var other = await TestHall.StartAsync(elsewhere))
        {
            await other.Client().PushAsync(Samples.Accepted(no));
            await other.AllConfirmedAsync();
            material = (await elsewhere.JournalAsync()).Single(entry => entry.Table == "up_pro_material").RowGuid;
        }

        await province.SetFaultsAsync(new { refuseRows = new { holding = new[] { material }, code = "E0203" } });
        var accepted = (await hall.Client().PushAsync(Samples.Accepted(no))).Results[0].Id();
        await Soon.ItHoldsAsync(async () => (await hall.LaneAsync(no)).SequenceEqual(["refused"]));
        return accepted;
    }
}
