using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Store;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake;

public sealed class BusyTests
{
    [Fact]
    public async Task A_full_queue_sends_callers_away_and_keeps_nothing_of_theirs()
    {
        await using var hall = await TestHall.StartAsync(settings: new() { ["Intake:QueueLimit"] = "2" });
        var writer = hall.Services.GetRequiredService<StoreWriter>();
        using var held = new Held(weight: 1);
        using var waiting = new Held(weight: 2);
        writer.Enqueue(held);
        await held.Begun;
        writer.Enqueue(waiting);

        var refused = await hall.Client().PushAsync(Samples.Accepted("busy-1"));
        held.Release();
        waiting.Release();
        await waiting.Begun;

        Assert.Equal((503, "hall.busy"), (refused.Status, refused.Code));
        Assert.NotNull(refused.Message.Headers.RetryAfter);
        Assert.Equal(["accepted"], (await hall.Client().PushAsync(Samples.Accepted("busy-2"))).Verdicts);
        Assert.Equal("caller.no-such-case", (await hall.Client().GetAsync("/v1/cases?no=busy-1")).Code);
        Assert.Equal(1, hall.Count("record"));
    }

    [Fact]
    public async Task A_call_larger_than_the_whole_queue_is_taken_when_nothing_else_waits()
    {
        await using var hall = await TestHall.StartAsync(settings: new() { ["Intake:QueueLimit"] = "1", ["Intake:GroupLimit"] = "1" });

        var answer = await hall.Client().PushAsync(Samples.Accepted("large-1"), Samples.Accepted("large-2"));

        Assert.Equal(["accepted", "accepted"], answer.Verdicts);
    }
}
