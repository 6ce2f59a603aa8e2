using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Status;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Corrections;

/// <summary>What was begun and is not over, when something else is told of the same case.</summary>
public sealed class OnTheWayTests
{
    [Fact]
    public async Task A_corrected_pause_that_waits_for_the_platform_still_goes_when_more_comes_of_its_case()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        await mz.PushAsync(Samples.Accepted("W-1"), Samples.Paused("W-1"), Samples.Resumed("W-1"));
        await hall.AllConfirmedAsync();
        await province.SetFaultsAsync(new { away = true });
        await mz.PushAsync(Samples.Paused("W-1").With("version", 2).WithData("reason", "更正的理由"));
        await Soon.ItHoldsAsync(async () => (await hall.LaneAsync("W-1")).Contains("waiting"));

        await mz.PushAsync(Samples.Paused("W-1", "2", "2026-06-15T12:30:00+08:00"));
        await province.ClearFaultsAsync();

        await Soon.ItHoldsAsync(async () => (await hall.LaneAsync("W-1")).SequenceEqual(["confirmed", "carried", "confirmed", "confirmed", "waiting"]));
        Assert.Equal("更正的理由", (string?)Assert.Single(await province.RowsAsync("up_pro_special_procedure"))["special_reason"]);
    }

    // A version that was under way when it was corrected goes on until it is looked at: in halves of a refused batch, for one.
    [Theory]
    [InlineData(DeliveryState.Pending, DeliveryState.Pending)]
    [InlineData(DeliveryState.Waiting, DeliveryState.Pending)]
    [InlineData(DeliveryState.Sent, DeliveryState.Pending)]
    [InlineData(DeliveryState.Unknown, DeliveryState.Pending)]
    [InlineData(DeliveryState.Refused, DeliveryState.Pending)]
    [InlineData(DeliveryState.Superseded, DeliveryState.NotForThisPlatform)]
    [InlineData(DeliveryState.NotForThisPlatform, DeliveryState.NotForThisPlatform)]
    internal async Task A_withdrawal_has_something_to_withdraw_while_an_earlier_version_may_still_go(DeliveryState first, DeliveryState expected)
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        await hall.Client().PushAsync(Samples.Accepted("W-2"));
        var (_, _, @case) = Assert.Single(hall.Services.GetRequiredService<StatusReader>().Find(["W-2"], issuer: null));
        var platform = hall.Services.GetRequiredService<Platforms>().Enabled[0];
        DeliveryRow[] lane =
        [
            NewDeliveries.Row(@case.Id, platform, Places.First(1), Guid.NewGuid(), (first, null)) with { Rows = """[{"table":"up_pro_accept","row_guid":"a","operation":"I","digest":"","state":"pending","attempt":0}]""" },
            NewDeliveries.Row(@case.Id, platform, Places.First(1) + 1, Guid.NewGuid(), (DeliveryState.Superseded, null)),
        ];

        Assert.Equal(expected, ServiceHall.Gateway.Intake.Corrections.Born(@case, Guid.NewGuid(), platform, lane).State);
    }
}
