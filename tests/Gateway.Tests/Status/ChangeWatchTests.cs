using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceHall.Gateway.Status.Feed;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Status;

/// <summary>Waiting for changes, by <c>wait</c> and by <c>GET /v1/changes:watch</c>.</summary>
public sealed class ChangeWatchTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Who_waits_is_answered_when_something_is_its_own()
    {
        await using var hall = await TestHall.StartAsync();
        var now = (await hall.Client().ChangesAsync("now")).Next;
        var waiting = hall.Client().ChangesAsync(now, wait: 30);

        await hall.Client("rs").PushAsync(Samples.Accepted("w-1"));
        var pushed = await hall.Client().PushAsync(Samples.Accepted("w-1"));

        var change = Assert.Single((await waiting.WaitAsync(Bound)).Changes);
        Assert.Equal((string?)pushed.Results[0]["recordId"], (string?)change["recordId"]);
    }

    [Fact]
    public async Task Who_waits_for_nothing_is_answered_in_time_and_goes_on_behind_what_others_did()
    {
        await using var hall = await TestHall.StartAsync();
        var now = (await hall.Client().ChangesAsync("now")).Next;

        var nothing = await hall.Client().ChangesAsync(now, wait: 1);
        var waiting = hall.Client().ChangesAsync(now, wait: 2);
        await hall.Client("rs").PushAsync(Samples.Accepted("w-2"));
        var others = await waiting;

        Assert.Equal((0, now), (nothing.Changes.Count, nothing.Next));
        Assert.Empty(others.Changes);
        Assert.Equal((await hall.Client().ChangesAsync("now")).Next, others.Next);
    }

    [Fact]
    public async Task A_watcher_is_sent_what_is_there_and_what_comes_and_goes_on_where_it_left()
    {
        await using var hall = await TestHall.StartAsync();
        var mz = hall.Client();
        await mz.PushAsync(Samples.Accepted("v-1"), Samples.Step("v-1"));
        using var watch = await mz.WatchAsync("/v1/changes:watch");
        List<ServerEvent> events = [(await watch.NextAsync())!, (await watch.NextAsync())!, (await watch.NextAsync())!];
        await mz.PushAsync(Samples.Accepted("v-2"));
        events.Add((await watch.NextAsync())!);

        using var again = await mz.WatchAsync("/v1/changes:watch?after=now", lastEventId: events[1].Id);
        List<string> repeated = [(await again.NextAsync())!.Id, (await again.NextAsync())!.Id];

        var listed = (await mz.ChangesAsync()).Changes;
        Assert.Equal("text/event-stream", watch.Message.Content.Headers.ContentType?.MediaType);
        Assert.Equal(listed.Select(change => change.ToJsonString()), events.Select(one => one.Data.ToJsonString()));
        Assert.Equal(listed.Select(change => $"{change["cursor"]} {change["what"]}"), events.Select(one => $"{one.Id} {one.Event}"));
        Assert.Equal(events.Skip(2).Select(one => one.Id), repeated);
    }

    [Fact]
    public async Task A_watcher_sees_its_own_however_many_others_there_are()
    {
        await using var hall = await TestHall.StartAsync();
        using var watch = await hall.Client().WatchAsync("/v1/changes:watch?after=now");

        await hall.JournalAsync("rs", 30_000);
        await hall.JournalAsync("mz", 6_000);

        for (var i = 0; i < 6_000; i++)
        {
            Assert.Equal("record.rejected", (await watch.NextAsync().WaitAsync(Bound))!.Event);
        }
    }

    [Fact]
    public async Task Everybody_who_waits_is_let_go_when_the_gateway_stops()
    {
        var hall = await TestHall.StartAsync();
        var now = (await hall.Client().ChangesAsync("now")).Next;
        using var watch = await hall.Client().WatchAsync("/v1/changes:watch?after=now");
        var next = watch.NextAsync();
        var waiting = hall.Client().ChangesAsync(now, wait: 30);
        await ListenersAsync(hall, 2);

        hall.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Null(await next.WaitAsync(Bound));
        Assert.Empty((await waiting.WaitAsync(Bound)).Changes);
        await hall.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_goes_is_listened_for_no_more()
    {
        await using var hall = await TestHall.StartAsync();
        var watch = await hall.Client().WatchAsync("/v1/changes:watch?after=now");
        using var leaves = new CancellationTokenSource();
        var waiting = hall.Client().SendAsync(HttpMethod.Get, "/v1/changes?after=now&wait=30", [], leaves.Token);
        await ListenersAsync(hall, 2);

        watch.Dispose();
        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await ListenersAsync(hall, 0);
    }

    [Fact]
    public async Task A_silent_stream_beats()
    {
        var time = new ManualTime(TestHall.Monday);
        await using var hall = await TestHall.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        var mz = hall.Client();
        mz.Clock = time.GetUtcNow;
        using var watch = await mz.WatchAsync("/v1/changes:watch?after=now");
        var next = watch.NextAsync();

        await Soon.ItHoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return watch.Comments >= 2;
        });

        Assert.False(next.IsCompleted);
    }

    private static Task ListenersAsync(TestHall hall, int count) => Soon.ItHoldsAsync(() => hall.Services.GetRequiredService<ChangeFeed>().Listeners == count);
}
