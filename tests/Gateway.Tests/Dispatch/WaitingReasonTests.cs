using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Store;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Dispatch;

/// <summary>What waits says for what, also where only the gateway's memory knows, and nothing is written for each of a backlog.</summary>
public sealed class WaitingReasonTests
{
    [Fact]
    public async Task What_comes_while_the_platform_is_away_says_so_and_until_when()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var platform = hall.Services.GetRequiredService<Platforms>().Enabled[0];
        hall.Services.GetRequiredService<PlatformGates>().Find(platform.Name)!.Saw(new Outcome.Away("连接不上平台", TimeSpan.FromHours(1)), platform, NullLogger.Instance);

        await hall.Client().PushAsync(Samples.Accepted("away"), Samples.Step("away"));

        var deliveries = await DeliveriesAsync(hall);
        Assert.Equal(2, deliveries.Count);
        Assert.All(deliveries, delivery => Assert.Equal(("waiting", "平台不在，稍后再试"), ((string?)delivery!["state"], (string?)delivery["why"])));
        Assert.All(deliveries, delivery => Assert.NotNull(delivery!["nextAttemptAt"]));
    }

    [Fact]
    public async Task What_stands_behind_one_that_waits_for_its_moment_waits_for_that_and_a_pause_holds_up_nobody()
    {
        await using var hall = await TestHall.StartAsync();
        var gates = hall.Services.GetRequiredService<PlatformGates>().Now();
        var pause = Row(DeliveryState.Waiting, why: "特别程序结束时一并报送");
        var unknown = Row(DeliveryState.Unknown, nextAt: 1, why: "平台未在时限内答复");
        var pending = Row(DeliveryState.Pending);
        var behind = pending with { State = DeliveryState.Waiting, Why = "等待本办件在前的报送" };

        Assert.Equal([pause, pending], gates.Shown([pause, pending]));
        Assert.Equal([pause, unknown, behind, behind], gates.Shown([pause, unknown, pending, pending]));
        var elsewhere = pending with { Platform = "other" };
        Assert.Equal([unknown, elsewhere], gates.Shown([unknown, elsewhere]));
    }

    private static DeliveryRow Row(DeliveryState state, long? nextAt = null, string? why = null) => new(1, "one", 1, Guid.Empty, 0, state, 0, nextAt, why, null, null);

    private static async Task<JsonArray> DeliveriesAsync(TestHall hall) => (await hall.Client().GetAsync("/v1/cases?no=away")).Json["deliveries"]!.AsArray();
}
