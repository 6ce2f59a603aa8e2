using System.Globalization;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Status;

public sealed class DeliveryStatusTests
{
    [Fact]
    public async Task A_delivery_that_waits_says_why_and_until_when()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(new { away = true });
        await using var hall = await TestHall.StartAsync(province, new() { ["Platforms:OneWindow:RetrySchedule:0"] = "01:00:00" });
        var pushed = await hall.Client().PushAsync(Samples.Accepted("waits"), Samples.Step("waits"));
        await Soon.ItHoldsAsync(async () => (string?)(await hall.Client().GetAsync("/v1/cases?no=waits")).Json["deliveries"]![0]!["state"] == "waiting");

        var status = (await hall.Client().GetAsync("/v1/cases?no=waits")).Json["deliveries"]!;
        var record = (await hall.Client().GetAsync($"/v1/records/{pushed.Results[0]["recordId"]}")).Json["deliveries"]![0]!;

        Assert.Contains("503", (string)status[0]!["why"]!, StringComparison.Ordinal);
        var next = DateTimeOffset.Parse((string)status[0]!["nextAttemptAt"]!, CultureInfo.InvariantCulture);
        Assert.InRange(next - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(60));
        Assert.Equal(("one-window", "waiting"), ((string?)status[0]!["platform"], (string?)status[0]!["state"]));
        Assert.Equal(("waiting", "平台不在，稍后再试"), ((string?)status[1]!["state"], (string?)status[1]!["why"]));
        Assert.Equal("away", (string?)record["attempts"]![0]!["outcome"]);
        Assert.NotNull((string?)record["attempts"]![0]!["endedAt"]);
    }

    [Fact]
    public async Task A_confirmed_one_shows_its_rows_receipts_and_calls()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var pushed = await hall.Client().PushAsync(Samples.Accepted("rows"), Samples.Paused("rows"), Samples.Resumed("rows"));
        await hall.AllConfirmedAsync();

        var accepted = (await hall.Client().GetAsync($"/v1/records/{pushed.Results[0]["recordId"]}")).Json["deliveries"]![0]!;
        var paused = (await hall.Client().GetAsync($"/v1/records/{pushed.Results[1]["recordId"]}")).Json["deliveries"]![0]!;
        var deliveries = (await hall.Client().GetAsync("/v1/cases?no=rows")).Json["deliveries"]!;

        Assert.Equal(["up_pro_accept", "up_pro_material"], accepted["rows"]!.AsArray().Select(row => (string?)row!["table"]));
        Assert.All(accepted["rows"]!.AsArray(), row => Assert.Equal(("I", "taken"), ((string?)row!["operation"], (string?)row["state"])));
        Assert.All(accepted["attempts"]!.AsArray(), attempt => Assert.Equal("confirmed", (string?)attempt!["outcome"]));
        Assert.Equal(2, deliveries[0]!["receipts"]!.AsArray().Count);
        Assert.Equal(("carried", (string?)pushed.Results[2]["recordId"]), ((string?)paused["state"], (string?)paused["by"]));
        Assert.Null(deliveries[0]!["nextAttemptAt"]);
    }
}
