using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Dispatch;

public sealed class RefusedLaneTests
{
    [Fact]
    public async Task A_case_that_is_refused_stops_only_its_own_lane_and_says_who_waits_behind_whom()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var pushed = await hall.Client().PushAsync(Samples.Accepted("refused-1"), Samples.Accepted("refused-2"), Samples.Accepted("refused-3"));
        await hall.AllConfirmedAsync();
        await province.SetFaultsAsync(new { refuseRows = new { holding = new[] { (string)pushed.Results[1]["gatewayCaseNo"]! }, code = "E0206" } });

        await hall.Client().PushAsync(Enumerable.Range(1, 3).SelectMany(i => new[] { Samples.Step($"refused-{i}"), Samples.Step($"refused-{i}", "second", "2026-06-15T11:00:00+08:00"), Samples.Closed($"refused-{i}") }));
        await Soon.ItHoldsAsync(async () => (await StatesAsync(hall, "refused-2")).SequenceEqual(["confirmed", "refused", "waiting", "waiting"])
            && (await StatesAsync(hall, "refused-3")).All(state => state == "confirmed"));

        Assert.All(await StatesAsync(hall, "refused-1"), state => Assert.Equal("confirmed", state));
        var deliveries = (await hall.Client().GetAsync("/v1/cases?no=refused-2")).Json["deliveries"]!;
        Assert.Contains("E0206", (string)deliveries[1]!["why"]!, StringComparison.Ordinal);
        Assert.All([deliveries[2]!, deliveries[3]!], behind => Assert.Contains("refused-2/step", (string)behind["why"]!, StringComparison.Ordinal));
        var reconciliation = await hall.ReconcileAsync();
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.DoesNotContain(await province.JournalAsync(), entry => entry.ProjectNo == (string)pushed.Results[1]["gatewayCaseNo"]! && entry.Table == "up_pro_result");
    }

    [Fact]
    public async Task Who_comes_later_waits_too_and_a_restart_changes_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("refused-").FullName;
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using (var hall = await TestHall.StartAsync(province, folder: folder))
        {
            var pushed = await hall.Client().PushAsync(Samples.Accepted("later-1"));
            await hall.AllConfirmedAsync();
            await province.SetFaultsAsync(new { refuseRows = new { holding = new[] { (string)pushed.Results[0]["gatewayCaseNo"]! } } });
            await hall.Client().PushAsync(Samples.Step("later-1"));
            await Soon.ItHoldsAsync(async () => (await StatesAsync(hall, "later-1"))[1] == "refused");
        }

        await province.ClearFaultsAsync();
        await using (var hall = await TestHall.StartAsync(province, folder: folder))
        {
            await hall.Client().PushAsync(Samples.Closed("later-1"), Samples.Accepted("later-2"));
            await Soon.ItHoldsAsync(async () => (await StatesAsync(hall, "later-2"))[0] == "confirmed" && (await StatesAsync(hall, "later-1"))[2] == "waiting");
            Assert.Equal(["confirmed", "refused", "waiting"], await StatesAsync(hall, "later-1"));
        }

        TestStore.Remove(folder);
    }

    private static async Task<IReadOnlyList<string?>> StatesAsync(TestHall hall, string no) =>
        [.. (await hall.Client().GetAsync($"/v1/cases?no={no}")).Json["deliveries"]!.AsArray().Select((JsonNode? delivery) => (string?)delivery!["state"])];
}
