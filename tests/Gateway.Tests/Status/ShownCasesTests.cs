using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Status;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Status;

/// <summary>What a case was answered with is given again for as long as it would be made the same, and no longer.</summary>
public sealed class ShownCasesTests
{
    [Fact]
    [Trait(TestStore.Trait, "sqlite")]
    public async Task A_case_that_nothing_changed_is_not_made_again()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        await hall.Client().PushAsync(Samples.Accepted("same"));
        await hall.DeliveredAsync();

        var first = Show(hall, "same");

        Assert.Same(first, Show(hall, "same"));
        hall.Clock.HoldAt(TestHall.Monday.AddSeconds(1));
        Assert.Same(first, Show(hall, "same"));
        await hall.Client().PushAsync(Samples.Accepted("other"));
        await hall.DeliveredAsync();
        Assert.Same(first, Show(hall, "same"));
    }

    [Fact]
    public async Task Whatever_a_case_shows_is_shown_as_soon_as_it_has_changed()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var platform = hall.Services.GetRequiredService<Platforms>().Enabled[0];
        var gate = hall.Services.GetRequiredService<PlatformGates>().Find(platform.Name)!;
        await hall.Client().PushAsync(Samples.Accepted("moving"));
        await hall.DeliveredAsync();
        var before = Body(hall);

        await ShowsAsync("a day has gone by", () => Held(TestHall.Monday.AddDays(1)));
        await ShowsAsync("its light has changed", () => Held(TestHall.Monday.AddYears(1)));
        await ShowsAsync("the clock went back", () => Held(TestHall.Monday));
        await hall.OrderAsync("/v1/platforms/one-window:stop");
        await ShowsAsync("a record was taken, and waits", () => hall.Client().PushAsync(Samples.Step("moving")));
        await ShowsAsync("the platform was started and has taken it", async () =>
        {
            await hall.OrderAsync("/v1/platforms/one-window:start");
            await hall.DeliveredAsync();
        });
        gate.Saw(new Outcome.Away("连接不上平台", TimeSpan.FromHours(1)), platform, NullLogger.Instance);
        await ShowsAsync("a second waits for the platform that is away", () => hall.Client().PushAsync(Samples.Step("moving", "second")));
        await ShowsAsync("it is away for longer", () =>
        {
            gate.Saw(new Outcome.Away("连接不上平台", TimeSpan.FromHours(2)), platform, NullLogger.Instance);
            return Task.CompletedTask;
        });

        Task Held(DateTimeOffset at)
        {
            hall.Clock.HoldAt(at);
            return Task.CompletedTask;
        }

        async Task ShowsAsync(string what, Func<Task> change)
        {
            await change();
            var now = Body(hall);
            Assert.True(now != before, $"Not shown: {what}.");
            Assert.Equal(Fresh(hall), now);
            before = now;
        }
    }

    [Fact]
    public async Task Whoever_was_told_that_a_record_is_taken_finds_it_whatever_goes_on_beside()
    {
        const int Cases = 8;
        const int Steps = 25;
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            var client = hall.Client("province");
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await client.GetAsync($"/v1/cases?no=race-{i % Cases}");
            }
        });

        await Task.WhenAll(Enumerable.Range(0, Cases).Select(number => Task.Run(() => PushAsync($"race-{number}"))));
        await stop.CancelAsync();
        await reading;

        await hall.DeliveredAsync();
        for (var number = 0; number < Cases; number++)
        {
            var deliveries = (await hall.Client().GetAsync($"/v1/cases?no=race-{number}")).Json["deliveries"]!.AsArray();
            Assert.Equal(Steps + 1, deliveries.Count);
            Assert.All(deliveries, delivery => Assert.Equal("confirmed", (string?)delivery!["state"]));
        }

        async Task PushAsync(string caseNo)
        {
            var client = hall.Client();
            await client.PushAsync(Samples.Accepted(caseNo));
            for (var step = 1; step <= Steps; step++)
            {
                await client.PushAsync(Samples.Step(caseNo, $"step-{step}"));
                var read = (await client.GetAsync($"/v1/cases?no={caseNo}")).Json;
                Assert.Equal((step + 1, step + 1), (read["timeline"]!.AsArray().Count, read["deliveries"]!.AsArray().Count));
            }
        }
    }

    private static string Body(TestHall hall) => JsonNode.Parse(Show(hall, "moving").Body)!.ToJsonString();

    // By one that has nothing in memory.
    private static string Fresh(TestHall hall) =>
        JsonNode.Parse(ActivatorUtilities.CreateInstance<ShownCases>(hall.Services).Show(Case(hall, "moving")).Body)!.ToJsonString();

    private static ShownCase Show(TestHall hall, string caseNo) => hall.Services.GetRequiredService<ShownCases>().Show(Case(hall, caseNo));

    private static Model.Cases.Case Case(TestHall hall, string caseNo) => hall.Services.GetRequiredService<StatusReader>().Find([caseNo], issuer: null).Single().Case;
}
