using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Status.Feed;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Status;

/// <summary>How long the feed goes back, and what a reader is told that was away for longer.</summary>
public sealed class ChangesKeptTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_cursor_from_before_what_is_kept_is_gone_and_the_beginning_is_that_of_what_is_kept()
    {
        await using var hall = await TestHall.StartAsync();
        var mz = hall.Client();
        var origin = (await mz.ChangesAsync()).Next;
        await mz.PushAsync(Samples.Accepted("k-1"), Samples.Accepted("k-2"));
        var old = (await mz.ChangesAsync()).Changes;
        await hall.LetGoAsync(TimeSpan.Zero);
        await mz.PushAsync(Samples.Accepted("k-3"));

        foreach (var gone in new[] { origin, old[0].Cursor() })
        {
            var asked = await mz.GetAsync($"/v1/changes?after={gone}");
            var watched = await mz.GetAsync($"/v1/changes:watch?after={gone}");
            var cameBack = await mz.SendAsync(HttpMethod.Get, "/v1/changes:watch", [], request => request.Headers.Add("Last-Event-ID", gone));
            Assert.All([asked, watched, cameBack], answer => Assert.Equal((410, "caller.cursor-expired"), (answer.Status, answer.Code)));
            Assert.Contains("after=now", (string)asked.Json["detail"]!, StringComparison.Ordinal);
        }

        using var watch = await mz.WatchAsync("/v1/changes:watch");
        var next = Assert.Single((await mz.ChangesAsync(old[1].Cursor())).Changes).Cursor();
        Assert.Equal(next, Assert.Single((await mz.ChangesAsync()).Changes).Cursor());
        Assert.Equal(next, (await watch.NextAsync())!.Id);
    }

    [Fact]
    public async Task Changes_are_kept_so_long_by_the_machines_clock_and_no_shorter()
    {
        var time = new ManualTime(TestHall.Monday);
        await using var hall = await TestHall.StartAsync(services: services => services.AddSingleton<TimeProvider>(time), settings: new() { ["Status:ChangesKept"] = "01:00:00" });
        var mz = hall.Client();
        mz.Clock = time.GetUtcNow;
        await mz.PushAsync(Samples.Accepted("k-4"), Samples.Accepted("k-5"));
        var cursor = (await mz.ChangesAsync(limit: 1)).Next;
        var committed = time.GetUtcNow();
        hall.Clock.HoldAt(TestHall.Monday.AddYears(1));

        // Whoever lets go of changes does so in its own time: it may be many minutes of this clock behind.
        var read = await Until.Async(
            async () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return await mz.GetAsync($"/v1/changes?after={cursor}") is { Status: not 200 } other ? other : null;
            },
            TimeSpan.FromMinutes(1));

        Assert.Equal("caller.cursor-expired", read.Code);
        Assert.True(time.GetUtcNow() - committed >= TimeSpan.FromHours(1), $"{time.GetUtcNow() - committed}");
    }

    [Fact]
    public async Task A_gateway_that_was_stopped_for_long_begins_with_what_it_noted_before()
    {
        var folder = Directory.CreateTempSubdirectory("kept-").FullName;
        var time = new ManualTime(TestHall.Monday);
        string first;
        await using (var hall = await StartAsync(folder, time))
        {
            await hall.JournalAsync("mz", 2);
            first = (await ReaderOf(hall, time).ChangesAsync(limit: 1)).Next;
            await hall.LetGoAsync(TimeSpan.FromDays(90), time);
            await hall.JournalAsync("mz", 1);
        }

        time.Advance(TimeSpan.FromDays(100));
        await using (var hall = await StartAsync(folder, time))
        {
            await Soon.ItHoldsAsync(() => hall.FirstPlace() == 2);
            Assert.Equal("caller.cursor-expired", (await ReaderOf(hall, time).GetAsync($"/v1/changes?after={first}")).Code);
            Assert.Single((await ReaderOf(hall, time).ChangesAsync()).Changes);
        }

        TestStore.Remove(folder);
    }

    [Fact]
    public async Task A_watcher_too_slow_for_what_is_kept_is_cut_off_without_a_hole_and_told_when_it_comes_back()
    {
        const int changes = 150_000;
        await using var hall = await TestHall.StartAsync();
        await hall.JournalAsync("mz", changes);
        using var watch = await hall.Client().WatchAsync("/v1/changes:watch");
        var cursors = hall.Services.GetRequiredService<Cursors>();
        var last = (await watch.NextAsync().WaitAsync(Bound))!;
        Assert.Equal(1, cursors.PlaceOf(last.Id));

        await hall.LetGoAsync(TimeSpan.Zero);

        var read = 1;
        for (; await watch.NextAsync().WaitAsync(Bound) is { } one; last = one)
        {
            read++;
        }

        Assert.InRange(read, 2, changes - 1);
        Assert.Equal(read, cursors.PlaceOf(last.Id));
        Assert.Equal("caller.cursor-expired", (await hall.Client().GetAsync($"/v1/changes:watch?after={last.Id}")).Code);
    }

    [Fact]
    public async Task Who_waits_while_what_it_waits_for_is_let_go_is_told_so()
    {
        var time = new ManualTime(TestHall.Monday);
        await using var hall = await TestHall.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        var mz = ReaderOf(hall, time);
        await hall.JournalAsync("mz", 1);
        var now = (await mz.ChangesAsync("now")).Next;
        var waiting = mz.GetAsync($"/v1/changes?after={now}&wait=30");

        // The feed has looked once for whoever waits, and looks again when the time goes on.
        await Soon.ItHoldsAsync(() => hall.Services.GetRequiredService<ChangeFeed>().Listeners == 1 && time.Next == time.GetUtcNow() + TimeSpan.FromMilliseconds(20));
        await hall.JournalAsync("mz", 1);
        await hall.LetGoAsync(TimeSpan.Zero, time);
        await Soon.ItHoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(20));
            return waiting.IsCompleted;
        });

        Assert.Equal((410, "caller.cursor-expired"), ((await waiting).Status, (await waiting).Code));
    }

    [Fact]
    public async Task A_cursor_of_what_a_back_up_has_undone_is_refused_also_when_as_much_has_happened_since()
    {
        var folder = Directory.CreateTempSubdirectory("restored-").FullName;
        string before, undone;
        await using (var hall = await TestHall.StartAsync(folder: folder))
        {
            await hall.Client().PushAsync(Samples.Accepted("b-1"), Samples.Accepted("b-2"));
            before = (await hall.Client().ChangesAsync()).Next;
        }

        var backUp = Directory.CreateTempSubdirectory("back-up-").FullName;
        TestStore.Copy(folder, backUp);
        await using (var hall = await TestHall.StartAsync(folder: folder))
        {
            await hall.Client().PushAsync(Samples.Accepted("b-3"), Samples.Accepted("b-4"));
            undone = (await hall.Client().ChangesAsync()).Next;
        }

        TestStore.Copy(backUp, folder);
        await using (var hall = await TestHall.StartAsync(folder: folder))
        {
            await hall.Client().PushAsync(Enumerable.Range(5, 4).Select(i => Samples.Accepted($"b-{i}")));
            Assert.Equal("caller.cursor-unknown", (await hall.Client().GetAsync($"/v1/changes?after={undone}")).Code);
            Assert.Equal(4, (await hall.Client().ChangesAsync(before)).Changes.Count);
        }

        TestStore.Remove(backUp);
        TestStore.Remove(folder);
    }

    private static Task<TestHall> StartAsync(string folder, TimeProvider time) => TestHall.StartAsync(folder: folder, services: services => services.AddSingleton(time));

    private static SignedClient ReaderOf(TestHall hall, TimeProvider time)
    {
        var client = hall.Client();
        client.Clock = time.GetUtcNow;
        return client;
    }
}
