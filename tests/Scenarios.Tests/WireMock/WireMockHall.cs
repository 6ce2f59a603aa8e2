using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Commands;
using ServiceHall.Gateway.Settings;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Scenarios.Tests.WireMock;

/// <summary>A gateway whose one-window platform is WireMock.</summary>
internal static class WireMockHall
{
    /// <summary>Starts one, with settings of the platform.</summary>
    public static Task<TestHall> StartAsync(WireMockServer platform, params IEnumerable<(string Name, string Value)> settings) => TestHall.StartAsync(
        settings: new Dictionary<string, string?>(settings.Select(one => KeyValuePair.Create($"Platforms:OneWindow:{one.Name}", (string?)one.Value)))
        {
            ["Platforms:OneWindow:Enabled"] = "true",
            ["Platforms:OneWindow:BaseUrl"] = platform.Url,
        });

    /// <summary>Whether it asks for the row after a lost answer; else it sends it again.</summary>
    public static bool Asks(this TestHall hall) => hall.Services.GetRequiredService<GatewaySettings>().Platforms.OneWindow.WhenUnknown == "ask";

    /// <summary>Whole cases, each with one row for each of <see cref="Arrivals.Order"/>.</summary>
    public static async Task PushCasesAsync(this TestHall hall, int cases)
    {
        foreach (var no in Enumerable.Range(0, cases).Select(i => $"wm-{i}"))
        {
            var pushed = await hall.Client().PushAsync(Samples.Accepted(no), Samples.Step(no), Samples.Paused(no), Samples.Resumed(no), Samples.Closed(no));
            Assert.Equal(5, pushed.Verdicts.Count(verdict => verdict == "accepted"));
        }
    }

    public static async Task<JsonArray> DeliveriesAsync(this TestHall hall, string caseNo) => (await hall.Client().GetAsync($"/v1/cases?no={caseNo}")).Json["deliveries"]!.AsArray();

    /// <summary>Waits until the first delivery of a case is in this state.</summary>
    public static Task<JsonArray> DeliveriesAsync(this TestHall hall, string caseNo, string state) =>
        Until.Async(async () => await hall.DeliveriesAsync(caseNo) is var now && (string?)now[0]!["state"] == state ? now : null, TimeSpan.FromSeconds(60));

    /// <summary>Waits until all has ended well; then every sum must hold but the platform's own counts, which WireMock does not keep.</summary>
    public static async Task ConfirmedAsync(this TestHall hall)
    {
        var reconciliation = await Until.Async<Reconciliation>(
            async () => await hall.ReconcileAsync() is var now && now.Deliveries.Keys.All(state => state is "confirmed" or "carried") ? now : null, TimeSpan.FromSeconds(120));
        Assert.NotEmpty(reconciliation.Deliveries);
        Assert.All(reconciliation.Sums, sum => Assert.True(sum.Holds, reconciliation.Table()));
    }
}
