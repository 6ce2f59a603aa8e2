using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Operators;

public sealed class RehearsalTests
{
    [Fact]
    public async Task A_dry_run_says_what_would_come_of_it_and_changes_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("rehearsal-").FullName;
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        string step, quarantined, parked;
        await using (var hall = await TestHall.StartAsync(province, RejudgeTests.WithoutMatter(folder), folder))
        {
            var pushed = await hall.Client().PushAsync(Samples.Accepted("R-1").WithData("matterCode", RejudgeTests.NewMatter), Samples.Step("R-1"));
            (quarantined, parked) = (pushed.Results[0].Id(), pushed.Results[1].Id());
            (step, _) = await hall.BlockAsync(province, "R-2");
        }

        await using (var hall = await TestHall.StartAsync(province, RejudgeTests.WithMatter(folder), folder))
        {
            await province.ClearFaultsAsync();
            await Soon.ItHoldsAsync(async () => (await hall.LaneAsync("R-2")).SequenceEqual(["confirmed", "refused", "waiting"]));
            var (before, sums) = (hall.Everything(), (await hall.ReconcileAsync()).Table());

            var rejudged = await hall.OrderAsync("/v1/records:rejudge", dryRun: true);
            Assert.Equal(("accepted", 1), ((string?)rejudged.Results[0]["verdict"], (int)rejudged.Json["examined"]!));
            Assert.Equal("pending", (string?)(await hall.OrderAsync($"/v1/records/{step}:resend", new { platform = "one-window" }, dryRun: true)).Json["state"]);
            Assert.Equal("notForThisPlatform", (string?)(await hall.OrderAsync($"/v1/records/{step}:discard", new { platform = "one-window" }, dryRun: true)).Json["state"]);
            Assert.Equal("quarantined", (string?)(await hall.OrderAsync($"/v1/records/{parked}:discard", dryRun: true)).Json["state"]);
            Assert.Equal("quarantined", (string?)(await hall.OrderAsync($"/v1/records/{quarantined}:discard", dryRun: true)).Json["state"]);
            Assert.Equal("running", (string?)(await hall.OrderAsync("/v1/platforms/one-window:start", dryRun: true)).Json["state"]);
            var stopped = await hall.OrderAsync("/v1/platforms/one-window:stop", dryRun: true);
            Assert.Equal(("stopped", true), ((string?)stopped.Json["state"], (bool)stopped.Json["dryRun"]!));

            Assert.Equal(before, hall.Everything());
            Assert.Equal(sums, (await hall.ReconcileAsync()).Table());
            await AssertNothingLingersAsync(hall, quarantined);
        }

        TestStore.Remove(folder);
    }

    // Neither in the cache, nor in the numbers given out, nor at the gate.
    private static async Task AssertNothingLingersAsync(TestHall hall, string quarantined)
    {
        Assert.Equal(404, (await hall.Operator().GetAsync("/v1/cases?no=R-1")).Status);
        var next = await hall.Client().PushAsync(Samples.Accepted("R-3"));
        await Soon.ItHoldsAsync(async () => (await hall.LaneAsync("R-3")).SequenceEqual(["confirmed"]));

        // After a restart: the next number, or the first of the next block.
        Assert.EndsWith(TestStore.IsPostgres ? "0101" : "0002", (string?)next.Results[0]["gatewayCaseNo"], StringComparison.Ordinal);
        Assert.Equal("quarantined", await hall.StateAsync(quarantined));
    }
}
