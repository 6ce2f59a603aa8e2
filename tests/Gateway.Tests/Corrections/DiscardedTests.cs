using System.Text.Json.Nodes;
using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Corrections;

/// <summary>A person decided that a refused delivery goes no more: whatever comes later in a corrected lane does not take it up again, and goes on.</summary>
public sealed class DiscardedTests
{
    [Fact]
    public async Task A_deletion_that_a_person_discarded_is_not_sent_again_with_later_records()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        await mz.PushAsync(Samples.Accepted("X-1"), Samples.Step("X-1"));
        await hall.AllConfirmedAsync();
        var step = (await province.JournalAsync()).Single(entry => entry.Table == "up_pro_process").RowGuid;
        await province.SetFaultsAsync(new { refuseRows = new { holding = new[] { step }, code = "E0206" } });
        var deletion = (await mz.PushAsync(Samples.Step("X-1").With("version", 2).With("deleted", true))).Results[0].Id();
        await Soon.ItHoldsAsync(async () => (await hall.LaneAsync("X-1")).Contains("refused"));

        await hall.OrderAsync($"/v1/records/{deletion}:discard", new { platform = "one-window" });
        await mz.PushAsync(Samples.Closed("X-1"));
        await Soon.ItHoldsAsync(async () => (await hall.LaneAsync("X-1"))[^1] is "confirmed" or "refused");

        Assert.Equal("confirmed", (await hall.LaneAsync("X-1"))[^1]);
        Assert.Equal(0, (await hall.ReconcileAsync()).ExitCode);
    }

    [Fact]
    public async Task A_corrected_pause_that_waited_behind_a_discarded_delivery_still_goes()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        await mz.PushAsync(Samples.Accepted("X-3"), Samples.Step("X-3"), Samples.Paused("X-3"), Samples.Resumed("X-3"));
        await hall.AllConfirmedAsync();
        var step = (await province.JournalAsync()).Single(entry => entry.Table == "up_pro_process").RowGuid;
        await province.SetFaultsAsync(new { refuseRows = new { holding = new[] { step }, code = "E0206" } });
        var second = (await mz.PushAsync(Samples.Step("X-3").With("version", 2).WithData("opinion", "更正"))).Results[0].Id();
        await mz.PushAsync(Samples.Paused("X-3").With("version", 2).WithData("reason", "更正的理由"));
        await Soon.ItHoldsAsync(async () => (await hall.LaneAsync("X-3")) is { } lane && lane.Contains("refused") && lane.Contains("waiting"));

        await mz.PushAsync(Samples.Record("X-3", "rated", "evaluation.given", "2026-06-15T17:00:00+08:00", new()
        {
            ["channel"] = "web", ["level"] = "satisfied", ["serviceNo"] = 1, ["serviceStep"] = "accepted", ["sequence"] = 1, ["anonymous"] = false,
        }));
        await hall.OrderAsync($"/v1/records/{second}:discard", new { platform = "one-window" });

        var reconciliation = await hall.AllConfirmedAsync();
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Equal("更正的理由", (string?)Assert.Single(await province.RowsAsync("up_pro_special_procedure"))["special_reason"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_result_that_a_person_discarded_does_not_go_with_the_delivery_of_the_case(bool isCorrected)
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        var accepted = await mz.PushAsync(Samples.Accepted("X-2"), Samples.Step("X-2"));
        await hall.AllConfirmedAsync();
        if (isCorrected)
        {
            await mz.PushAsync(Samples.Step("X-2").With("version", 2).WithData("opinion", "更正"));
            await hall.AllConfirmedAsync();
        }

        await province.SetFaultsAsync(new { refuseRows = new { holding = new[] { (string)accepted.Results[0]["gatewayCaseNo"]! }, code = "E0206" } });
        var closed = (await mz.PushAsync(Samples.Closed("X-2"))).Results[0].Id();
        await Soon.ItHoldsAsync(async () => (await hall.LaneAsync("X-2")).Contains("refused"));
        await province.ClearFaultsAsync();

        await hall.OrderAsync($"/v1/records/{closed}:discard", new { platform = "one-window" });
        await mz.PushAsync(Samples.Record("X-2", "delivered", "case.delivered", "2026-06-15T16:00:00+08:00", new JsonObject { ["method"] = "post" }));
        await hall.DeliveredAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(["notForThisPlatform", "notForThisPlatform"], (await hall.LaneAsync("X-2")).TakeLast(2));
        Assert.Empty(await province.RowsAsync("up_pro_result"));
    }
}
