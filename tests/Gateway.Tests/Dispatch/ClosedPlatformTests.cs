using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Dispatch;

public sealed class ClosedPlatformTests
{
    [Fact]
    public async Task A_closed_platform_gets_no_call_and_what_waits_says_until_when()
    {
        var opens = TimeProvider.System.GetUtcNow().AddHours(5);
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province, Closed(opens));

        await hall.Client().PushAsync(Samples.Accepted("closed"), Samples.Step("closed"));
        await Soon.ItHoldsAsync(() => hall.Log.Lines.Any(line => line.Contains("is closed by its hours", StringComparison.Ordinal)));

        foreach (var delivery in await DeliveriesAsync(hall))
        {
            Assert.Equal("waiting", (string?)delivery!["state"]);
            Assert.StartsWith("平台未开放（维护）：", (string?)delivery["why"], StringComparison.Ordinal);
            var next = DateTimeOffset.Parse((string)delivery["nextAttemptAt"]!, CultureInfo.InvariantCulture);
            Assert.InRange(next, opens.AddSeconds(-2), opens);
        }

        Assert.Equal(0, hall.Count("attempt"));
        Assert.Empty(await province.JournalAsync());
        Assert.Single(hall.Log.Lines, line => line.Contains("by its hours", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_it_opens_everything_goes_up_by_itself()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        await using var hall = await TestHall.StartAsync(province, Closed(time.GetUtcNow().AddSeconds(4)), services: services => services.AddSingleton<TimeProvider>(time));
        await hall.Client().PushAsync(Samples.Accepted("closed"), Samples.Step("closed"));
        Assert.All(await DeliveriesAsync(hall), delivery => Assert.Equal("waiting", (string?)delivery!["state"]));

        // Who says so has a timer of its own, and may come after the deliveries.
        var confirmed = hall.AllConfirmedAsync();
        await Soon.ItHoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            return confirmed.IsCompleted && Told(hall).Count == 2;
        });
        Assert.Equal(0, (await confirmed).ExitCode);
        Assert.Contains("is open by its hours", Told(hall)[1], StringComparison.Ordinal);
    }

    private static List<string> Told(TestHall hall) => [.. hall.Log.Lines.Where(line => line.Contains("by its hours", StringComparison.Ordinal))];

    private static Dictionary<string, string?> Closed(DateTimeOffset until) => new()
    {
        ["Platforms:OneWindow:Hours:Maintenance:0:From"] = "2026-01-01T00:00:00+08:00",
        ["Platforms:OneWindow:Hours:Maintenance:0:To"] = until.ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture),
    };

    private static async Task<JsonArray> DeliveriesAsync(TestHall hall) => (await hall.Client().GetAsync("/v1/cases?no=closed")).Json["deliveries"]!.AsArray();
}
