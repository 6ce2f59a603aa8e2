using Dapper;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Dispatch;

public sealed class InterruptedTests
{
    [Theory]
    [InlineData(true, "ask", "taken")]
    [InlineData(false, "ask", "taken")]
    [InlineData(true, "resendSameIdentity", "taken repeated")]
    [InlineData(false, "resendSameIdentity", "taken")]
    public async Task A_call_without_an_end_is_unknown_and_asked_for_or_sent_again_under_the_same_identity(bool taken, string whenUnknown, string outcomes)
    {
        var folder = Directory.CreateTempSubdirectory("crashed-").FullName;
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(new { slow = new { milliseconds = 60_000, afterTaking = taken } });
        string record;
        await using (var hall = await TestHall.StartAsync(province))
        {
            record = (string)(await hall.Client().PushAsync(Samples.Accepted("crash"), Samples.Step("crash"))).Results[0]["recordId"]!;
            await Soon.ItHoldsAsync(async () => (long)(await province.FaultsAsync())["fired"]!["slow"]! > 0);
            TestStore.Copy(hall.Folder, folder);
        }

        await province.ClearFaultsAsync();
        await using var after = await TestHall.StartAsync(province, new() { ["Platforms:OneWindow:SettleAfter"] = "00:00:01", ["Platforms:OneWindow:WhenUnknown"] = whenUnknown }, folder);
        var reconciliation = await after.AllConfirmedAsync();

        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        var attempts = (await after.Client().GetAsync($"/v1/records/{record}")).Json["deliveries"]![0]!["attempts"]!.AsArray();
        Assert.Equal("unknown", (string?)attempts[0]!["outcome"]);
        Assert.All(attempts.Skip(1), attempt => Assert.Equal("confirmed", (string?)attempt!["outcome"]));
        var accepts = (await province.JournalAsync()).Where(entry => entry.Table == "up_pro_accept").ToList();
        Assert.Equal(outcomes.Split(' '), accepts.Select(entry => entry.Outcome));
        Assert.Single(accepts.DistinctBy(entry => entry.RowGuid));
        Assert.Equal(["delivery.unknown", "delivery.confirmed"], (await after.JournalAsync()).Where(what => what.StartsWith("delivery.", StringComparison.Ordinal)).Take(2));
        Assert.Contains(after.Log.Lines, line => line.Contains("outcome is unknown", StringComparison.Ordinal));
        await after.DisposeAsync();
        TestStore.Remove(folder);
    }

    [Fact]
    public async Task A_gateway_that_stops_lets_a_call_end_and_begins_no_other()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(new { slow = new { milliseconds = 1_000, afterTaking = true } });
        await using var hall = await TestHall.StartAsync(province);
        await hall.Client().PushAsync(Samples.Accepted("stop"), Samples.Step("stop"));
        await Soon.ItHoldsAsync(async () => (long)(await province.FaultsAsync())["fired"]!["slow"]! > 0);

        await hall.StopAsync();

        using var store = hall.Look();
        Assert.Equal(["confirmed"], store.Query<string>("SELECT outcome FROM attempt"));

        // The other rows of the acceptance, and the step: whoever comes next may send them at once.
        Assert.Equal(["0", "0"], store.Query<string>("SELECT state || coalesce('-' || next_at, '') FROM delivery"));
        Assert.Single(await province.JournalAsync(), entry => entry.Table == "up_pro_accept");
    }

    [Fact]
    public async Task A_gateway_that_stops_in_the_middle_of_a_call_writes_down_that_it_does_not_know()
    {
        var folder = Directory.CreateTempSubdirectory("stopped-").FullName;
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(new { slow = new { milliseconds = 60_000, afterTaking = true } });
        await using (var hall = await TestHall.StartAsync(province, folder: folder))
        {
            await hall.Client().PushAsync(Samples.Accepted("stop"));
            await Soon.ItHoldsAsync(async () => (long)(await province.FaultsAsync())["fired"]!["slow"]! > 0);
        }

        await province.ClearFaultsAsync();
        await using (var hall = await TestHall.StartAsync(province, folder: folder))
        {
            Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
            Assert.Equal(0, hall.Count("attempt WHERE ended IS NULL"));
        }

        Assert.Equal(["taken", "taken"], (await province.JournalAsync()).Select(entry => entry.Outcome));
        TestStore.Remove(folder);
    }
}
