using System.Collections.Concurrent;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Tests;

namespace ServiceHall.Gateway.Tests.Dispatch;

public sealed class LaneQueueTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_lane_that_is_woken_twice_is_taken_once()
    {
        using var queue = new LaneQueue(_time);
        queue.Wake(1);
        queue.Wake(1);
        queue.Wake(2);

        Assert.Equal([1, 2], await queue.TakeAsync(10, CancellationToken.None));
        await NothingIsReadyAsync(queue);
    }

    [Fact]
    public async Task One_that_is_woken_while_busy_comes_again_and_not_before_it_is_given_back()
    {
        using var queue = new LaneQueue(_time);
        queue.Wake(1);
        await queue.TakeAsync(10, CancellationToken.None);
        queue.Wake(1);
        await NothingIsReadyAsync(queue);

        queue.Return(1, again: false);

        Assert.Equal([1], await queue.TakeAsync(10, CancellationToken.None));
        queue.Return(1, again: false);
        await NothingIsReadyAsync(queue);
    }

    [Fact]
    public async Task What_was_to_wait_for_its_moment_is_hurried_and_comes_once()
    {
        using var queue = new LaneQueue(_time);
        queue.Wake(1);
        await queue.TakeAsync(10, CancellationToken.None);
        queue.Return(1, again: true, _time.GetUtcNow().AddHours(5));
        await NothingIsReadyAsync(queue);

        queue.Hurry();

        Assert.Equal([1], await queue.TakeAsync(10, CancellationToken.None));
        queue.Return(1, again: false);
        _time.Advance(TimeSpan.FromHours(6));
        await NothingIsReadyAsync(queue);
    }

    [Fact]
    public async Task One_that_is_done_is_forgotten_and_can_be_woken()
    {
        using var queue = new LaneQueue(_time);
        queue.Wake(1);
        await queue.TakeAsync(1, CancellationToken.None);
        queue.Return(1, again: false);

        queue.Wake(1);

        Assert.Equal([1], await queue.TakeAsync(1, CancellationToken.None));
    }

    [Fact]
    public async Task One_that_has_more_comes_again_behind_the_others()
    {
        using var queue = new LaneQueue(_time);
        queue.Wake(1);
        queue.Wake(2);
        await queue.TakeAsync(1, CancellationToken.None);

        queue.Return(1, again: true);

        Assert.Equal([2, 1], await queue.TakeAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task One_for_later_comes_when_its_moment_has_come_even_if_it_is_woken()
    {
        using var queue = new LaneQueue(_time);
        queue.Wake(1);
        await queue.TakeAsync(1, CancellationToken.None);
        queue.Return(1, again: true, _time.GetUtcNow() + TimeSpan.FromMinutes(5));
        queue.Wake(1);

        var taking = queue.TakeAsync(1, CancellationToken.None);
        await Soon.ItHoldsAsync(() => _time.Waiting > 0);
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.False(taking.IsCompleted);
        await Soon.ItHoldsAsync(() => _time.Waiting > 0);
        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal([1], await taking.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Whoever_waits_already_learns_of_an_earlier_moment()
    {
        using var queue = new LaneQueue(_time);
        queue.Wake(1);
        queue.Wake(2);
        await queue.TakeAsync(2, CancellationToken.None);
        queue.Return(1, again: true, _time.GetUtcNow() + TimeSpan.FromHours(1));
        var taking = queue.TakeAsync(2, CancellationToken.None);

        queue.Return(2, again: true, _time.GetUtcNow() + TimeSpan.FromMinutes(1));
        for (var minute = 0; minute < 3 && !taking.IsCompleted; minute++)
        {
            await Soon.ItHoldsAsync(() => taking.IsCompleted || _time.Waiting > 0);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal([2], await taking.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_moment_years_away_is_waited_for_like_any_other()
    {
        using var queue = new LaneQueue(_time);
        queue.Wake(1);
        await queue.TakeAsync(1, CancellationToken.None);
        queue.Return(1, again: true, _time.GetUtcNow() + TimeSpan.FromDays(20_000));

        using var enough = new CancellationTokenSource();
        var taking = queue.TakeAsync(1, enough.Token);
        queue.Wake(2);

        Assert.Equal([2], await taking.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_lane_is_never_in_two_hands_and_no_wake_is_lost()
    {
        const int lanes = 20;
        using var queue = new LaneQueue(TimeProvider.System);
        using var enough = new CancellationTokenSource();
        var (inHands, work, done) = (new int[lanes], new int[lanes], new int[lanes]);
        var twice = new ConcurrentBag<long>();
        var workers = Enumerable.Range(0, 8).Select(_ => Task.Run(() => WorkAsync(enough.Token))).ToList();

        Parallel.For(0, 20_000, i =>
        {
            Interlocked.Increment(ref work[i % lanes]);
            queue.Wake(i % lanes);
        });

        await Soon.ItHoldsAsync(() => Enumerable.Range(0, lanes).All(lane => Volatile.Read(ref done[lane]) == 1000));
        await enough.CancelAsync();
        await Task.WhenAll(workers);
        Assert.Empty(twice);

        async Task WorkAsync(CancellationToken cancellationToken)
        {
            var random = new Random(cancellationToken.GetHashCode());
            try
            {
                while (true)
                {
                    foreach (var lane in await queue.TakeAsync(3, cancellationToken))
                    {
                        if (Interlocked.Increment(ref inHands[lane]) > 1)
                        {
                            twice.Add(lane);
                        }

                        await Task.Yield();
                        Interlocked.Add(ref done[lane], Interlocked.Exchange(ref work[lane], 0));
                        Interlocked.Decrement(ref inHands[lane]);
                        var at = random.Next(4) == 0 ? TimeProvider.System.GetUtcNow().AddMilliseconds(2) : (DateTimeOffset?)null;
                        queue.Return(lane, again: at is not null, at);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The test has seen enough.
            }
        }
    }

    private static async Task NothingIsReadyAsync(LaneQueue queue)
    {
        using var at_once = new CancellationTokenSource();
        var taking = queue.TakeAsync(1, at_once.Token);
        Assert.False(taking.IsCompletedSuccessfully);
        await at_once.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taking);
    }
}
