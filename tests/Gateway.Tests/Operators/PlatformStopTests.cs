using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Operators;

public sealed class PlatformStopTests
{
    [Fact]
    public async Task A_stopped_platform_gets_no_call_also_after_a_restart_until_it_is_started()
    {
        var folder = Directory.CreateTempSubdirectory("stop-").FullName;
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using (var hall = await TestHall.StartAsync(province, folder: folder))
        {
            Assert.Equal("stopped", (string?)(await hall.OrderAsync("/v1/platforms/one-window:stop")).Json["state"]);
            await hall.Client().PushAsync(Samples.Accepted("T-1"), Samples.Step("T-1"));
            await AssertHeldAsync(hall, "T-1");
        }

        await using (var hall = await TestHall.StartAsync(province, folder: folder))
        {
            await hall.Client().PushAsync(Samples.Accepted("T-2"));
            await AssertHeldAsync(hall, "T-1");
            await AssertHeldAsync(hall, "T-2");
            Assert.Empty(await province.JournalAsync());
            Assert.Equal(0, hall.Count("attempt"));

            Assert.Equal("running", (string?)(await hall.OrderAsync("/v1/platforms/one-window:start")).Json["state"]);
            Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
        }

        await using (var hall = await TestHall.StartAsync(province, folder: folder))
        {
            await hall.Client().PushAsync(Samples.Closed("T-1"));
            Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
        }

        TestStore.Remove(folder);
    }

    [Fact]
    public async Task The_call_that_is_under_way_ends_and_no_other_begins()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(new { slow = new { times = 1, milliseconds = 1500, afterTaking = true } });
        await using var hall = await TestHall.StartAsync(province);
        await hall.Client().PushAsync(Samples.Accepted("T-3"));
        await Soon.ItHoldsAsync(() => hall.Count("attempt") == 1);

        await hall.OrderAsync("/v1/platforms/one-window:stop");
        await hall.Client().PushAsync(Samples.Accepted("T-4"));
        await Soon.ItHoldsAsync(() => hall.Count("attempt WHERE ended IS NULL") == 0);

        Assert.Equal(1, hall.Count("attempt"));
        await AssertHeldAsync(hall, "T-4");
        await hall.OrderAsync("/v1/platforms/one-window:start");
        Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
    }

    [Fact]
    public async Task A_start_goes_on_at_once_however_long_the_platform_said_it_would_be_away()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(new { tooMany = new { times = 1, retryAfterSeconds = 100_000 } });
        await using var hall = await TestHall.StartAsync(province);
        await hall.Client().PushAsync(Samples.Accepted("T-5"));
        await Soon.ItHoldsAsync(async () => (string?)(await DeliveryAsync(hall, "T-5"))["nextAttemptAt"] is not null);

        await hall.OrderAsync("/v1/platforms/one-window:start");

        Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
    }

    [Fact]
    public async Task Whoever_orders_at_once_the_gate_stands_as_the_store_says()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var gate = hall.Services.GetRequiredService<PlatformGates>().Find("one-window")!;
        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(i => hall.OrderAsync($"/v1/platforms/one-window:{(i % 2 == 0 ? "stop" : "start")}")));

            Assert.Equal(hall.Count("platform_state") == 1, gate.IsStopped);
        }
    }

    [Fact]
    public async Task What_is_stopped_cannot_be_stopped_again()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        await hall.OrderAsync("/v1/platforms/one-window:stop");

        var again = await hall.OrderAsync("/v1/platforms/one-window:stop");

        Assert.Equal((409, "caller.wrong-state"), (again.Status, again.Code));
        Assert.Equal(1, hall.Count("journal WHERE what = 'operator.platform-stopped'"));
    }

    private static async Task AssertHeldAsync(TestHall hall, string no)
    {
        var deliveries = (await hall.Operator().GetAsync($"/v1/cases?no={no}")).Json["deliveries"]!.AsArray();
        Assert.All(deliveries, delivery => Assert.Equal(("waiting", "平台已停止：人工停止", null), ((string?)delivery!["state"], (string?)delivery["why"], (string?)delivery["nextAttemptAt"])));
    }

    private static async Task<JsonNode> DeliveryAsync(TestHall hall, string no) => (await hall.Operator().GetAsync($"/v1/cases?no={no}")).Json["deliveries"]![0]!;
}
