using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Operators;

public sealed class DiscardTests
{
    [Fact]
    public async Task A_discarded_record_leaves_the_list_and_keeps_its_state()
    {
        await using var hall = await TestHall.StartAsync();
        var pushed = await hall.Client().PushAsync(
            Samples.Accepted("D-1").WithData("matterCode", "no-such-matter"), Samples.Step("D-1"), Samples.Accepted("D-2"), Samples.Accepted("D-2").WithData("title", "另一内容"));
        var (quarantined, parked, taken, conflict) = (pushed.Results[0].Id(), pushed.Results[1].Id(), pushed.Results[2].Id(), pushed.Results[3].Id());

        Assert.Equal("quarantined", (string?)(await hall.OrderAsync($"/v1/records/{quarantined}:discard")).Json["state"]);
        Assert.Equal("conflict", (string?)(await hall.OrderAsync($"/v1/records/{conflict}:discard")).Json["state"]);

        Assert.Equal(["quarantined", "parked", "taken", "conflict"], new[] { await hall.StateAsync(quarantined), await hall.StateAsync(parked), await hall.StateAsync(taken), await hall.StateAsync(conflict) });
        Assert.Empty((await hall.Operator().GetAsync("/v1/quarantine")).Json["records"]!.AsArray());
        Assert.Empty((await hall.Operator().GetAsync("/v1/conflicts")).Json["records"]!.AsArray());
        Assert.Equal("case.accepted", (string?)(await hall.Operator().GetAsync("/v1/parked")).Json["records"]![0]!["waitsFor"]);
        foreach (var id in new[] { quarantined, taken, conflict })
        {
            var again = await hall.OrderAsync($"/v1/records/{id}:discard");
            Assert.True((again.Status, again.Code) == (409, "caller.wrong-state"), again.ToString());
        }

        Assert.Equal(0, (await hall.ReconcileAsync()).ExitCode);
    }

    [Fact]
    public async Task A_discarded_record_that_waited_waits_no_more_even_when_its_acceptance_comes()
    {
        await using var hall = await TestHall.StartAsync();
        var pushed = await hall.Client().PushAsync(Samples.Step("D-3"), Samples.Closed("D-3"));

        Assert.Equal("quarantined", (string?)(await hall.OrderAsync($"/v1/records/{pushed.Results[0].Id()}:discard")).Json["state"]);
        await hall.Client().PushAsync(Samples.Accepted("D-3"));

        Assert.Equal(["quarantined", "taken"], new[] { await hall.StateAsync(pushed.Results[0].Id()), await hall.StateAsync(pushed.Results[1].Id()) });
        var record = (await hall.Client().GetAsync($"/v1/records/{pushed.Results[0].Id()}")).Json;
        Assert.Contains("case.never-accepted", record["errors"]!.AsArray().Select(error => (string?)error!["rule"]));
        Assert.Empty((await hall.Operator().GetAsync("/v1/quarantine")).Json["records"]!.AsArray());
        Assert.Equal(0, (await hall.ReconcileAsync()).ExitCode);
    }

    [Fact]
    public async Task Discarding_a_refused_delivery_lets_its_lane_go_on()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var (step, number) = await hall.BlockAsync(province, "D-4");
        await province.ClearFaultsAsync();

        Assert.Equal("notForThisPlatform", (string?)(await hall.OrderAsync($"/v1/records/{step}:discard", new { platform = "one-window" })).Json["state"]);
        await Soon.ItHoldsAsync(async () => (await hall.LaneAsync("D-4")).SequenceEqual(["confirmed", "notForThisPlatform", "confirmed"]));

        var delivery = (await hall.Operator().GetAsync($"/v1/records/{step}")).Json["deliveries"]![0]!;
        Assert.Equal("经人工处理不再报送", (string?)delivery["why"]);
        Assert.Equal("taken", await hall.StateAsync(step));
        Assert.DoesNotContain(await province.JournalAsync(), entry => entry.ProjectNo == number && entry.Table == "up_pro_process" && entry.Outcome == "taken");
        Assert.Empty((await hall.Operator().GetAsync("/v1/lanes")).Json["lanes"]!.AsArray());
        Assert.Equal(0, (await hall.ReconcileAsync()).ExitCode);
    }

    [Fact]
    public async Task What_the_platform_has_not_refused_cannot_be_discarded_there()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var pushed = await hall.Client().PushAsync(Samples.Accepted("D-5"));
        await hall.AllConfirmedAsync();

        var confirmed = await hall.OrderAsync($"/v1/records/{pushed.Results[0].Id()}:discard", new { platform = "one-window" });
        var elsewhere = await hall.OrderAsync($"/v1/records/{pushed.Results[0].Id()}:discard", new { platform = "other" });

        Assert.Equal((409, "caller.wrong-state"), (confirmed.Status, confirmed.Code));
        Assert.Equal((404, "caller.no-such-delivery"), (elsewhere.Status, elsewhere.Code));
    }
}
