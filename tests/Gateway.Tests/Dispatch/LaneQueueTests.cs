using System.Collections.Concurrent;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Tests;

namespace ServiceHall.Gateway.Tests.Dispatch;

public sealed class LaneQueueTests
{
    private const string Mz = "mz";
    private const string Rs = "rs";
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_lane_that_is_woken_twice_is_taken_once()
    {
        using var queue = new LaneQueue(_time);
        queue.Wake(1, Mz);
        queue.Wake(1, Mz);
        queue.Wake(2, Mz);

        Assert.Equal([1, 2], await queue.TakeAsync(10, CancellationToken.None));
        await NothingIsReadyAsync(queue);
    }

    [Fact]
    public async Task One_that_is_woken_while_busy_comes_again_and_not_before_it_is_given_back()
    {
        using var queue = new LaneQueue(_time);
        queue.Wake(1, Mz);
        await queue.TakeAsync(10, CancellationToken.None);
        queue.Wake(1, Mz);
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
        queue.Wake(1, Mz);
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
    public async Task One_that_another_may_have_changed_is_looked_at_whatever_its_moment_and_comes_once()
    {
        using var queue = new LaneQueue(_time);
        queue.Wake(1, Mz);
        await queue.TakeAsync(10, CancellationToken.None);
        queue.Return(1, again: true, _time.GetUtcNow().AddHours(5));
        queue.Wake(1, Mz);
        await NothingIsReadyAsync(queue);

        queue.LookAgain(1, Mz);

        Assert.Equal([1], await queue.TakeAsync(10, CancellationToken.None));
        queue.Return(1, again: true, _time.GetUtcNow().AddHours(7));
        _time.Advance(TimeSpan.FromHours(6));
        Assert.Equal([1], await queue.TakeAsync(10, CancellationToken.None));
        queue.Return(1, again: false);
        _time.Advance(TimeSpan.FromHours(6));
        await NothingIsReadyAsync(queue);
    }

    [Fact]
    public async Task How_long_lanes_lie_ready_is_told_from_when_the_last_was_taken()
    {
        using var queue = new LaneQueue(_time);
        Assert.Null(queue.ReadySince);
        var woken = _time.GetUtcNow();
        queue.Wake(1, Mz);
        queue.Wake(2, Mz);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(woken, queue.ReadySince);

        await queue.TakeAsync(1, CancellationToken.None);
        Assert.Equal(_time.GetUtcNow(), queue.ReadySince);

        await queue.TakeAsync(1, CancellationToken.None);
        Assert.Null(queue.ReadySince);
    }

    [Fact]
    public async Task A_department_that_is_held_is_not_taken_from_until_it_is_released()
    {
        using var queue = new LaneQueue(_time);
        queue.Wake(1, Mz);
        queue.Hold(Mz);
        queue.Wake(2, Mz);
        queue.Wake(3, Rs);
        Assert.Equal([3], await queue.TakeAsync(10, CancellationToken.None));
        await NothingIsReadyAsync(queue);

        queue.Release(Mz);

        Assert.Equal([1, 2], await queue.TakeAsync(10, CancellationToken.None));
        await NothingIsReadyAsync(queue);
    }

    [Fact]
    public async Task Who_waits_for_work_gets_that_of_a_department_that_is_released()
    {
        using var queue = new LaneQueue(_time);
        queue.Hold(Mz);
        queue.Wake(1, Mz);
        var taken = queue.TakeAsync(10, CancellationToken.None);

        queue.Release(Mz);

        Assert.Equal([1], await taken);
    }

    [Fact]
    public async Task One_that_is_done_is_forgotten_and_can_be_woken()
    {
        using var queue = new LaneQueue(_time);
        queue.Wake(1, Mz);
        await queue.TakeAsync(1, CancellationToken.None);
        queue.Return(1, again: false);

        queue.Wake(1, Mz);

        Assert.Equal([1], await queue.TakeAsync(1, CancellationToken.None));
    }

    [Fact]
    public async Task One_that_has_more_comes_again_behind_the_others()
    {
        using var queue = new LaneQueue(_time);
        queue.Wake(1, Mz);
        queue.Wake(2, Mz);
        await queue.TakeAsync(1, CancellationToken.None);

        queue.Return(1, again: true);

        Assert.Equal([2, 1], await queue.TakeAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task One_for_later_comes_when_its_moment_has_come_even_if_it_is_woken()
    {
        using var queue = new LaneQueue(_time);
        queue.Wake(1, Mz);
        await queue.TakeAsync(1, CancellationToken.None);
        queue.Return(1, again: true, _time.GetUtcNow() + TimeSpan.FromMinutes(5));
        queue.Wake(1, Mz);

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
        queue.Wake(1, Mz);
        queue.Wake(2, Mz);
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
        queue.Wake(1, Mz);
        await queue.TakeAsync(1, CancellationToken.None);
        queue.Return(1, again: true, _time.GetUtcNow() + TimeSpan.FromDays(20_000));

        using var enough = new CancellationTokenSource();
        var taking = queue.TakeAsync(1, enough.Token);
        queue.Wake(2, Mz);

        Assert.Equal([2], await taking.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Departments_take_turns_however_long_the_line_of_one_is()
    {
        using var queue = new LaneQueue(_time);
        for (var subject = 1; subject <= 100; subject++)
        {
            queue.Wake(subject, Mz);
        }

        queue.Wake(201, Rs);
        queue.Wake(202, Rs);

        Assert.Equal([1, 2, 3], await queue.TakeAsync(3, CancellationToken.None));
        Assert.Equal([201, 202, 4], await queue.TakeAsync(3, CancellationToken.None));
        Assert.Equal([5, 6, 7], await queue.TakeAsync(3, CancellationToken.None));
    }

    [Fact]
    public async Task The_first_waits_a_little_for_others_that_may_go_with_it_and_a_full_batch_waits_for_nobody()
    {
        using var queue = new LaneQueue(_time, linger: TimeSpan.FromMilliseconds(5));
        queue.Wake(1, Mz);
        var taking = queue.TakeAsync(3, CancellationToken.None);
        await Soon.ItHoldsAsync(() => _time.Waiting > 0);
        queue.Wake(2, Mz);
        Assert.False(taking.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal([1, 2], await taking.WaitAsync(TimeSpan.FromSeconds(30)));
        for (var subject = 3; subject <= 6; subject++)
        {
            queue.Wake(subject, Mz);
        }

        Assert.Equal([3, 4, 5], await queue.TakeAsync(3, CancellationToken.None));
    }

    [Fact]
    public async Task What_has_no_room_is_read_from_the_store_when_there_is_and_others_are_not_concerned()
    {
        using var queue = new LaneQueue(_time, window: 4);
        for (var subject = 1; subject <= 10; subject++)
        {
            queue.Wake(subject, Mz);
        }

        queue.Wake(20, Rs);
        var refill = queue.NextRefillAsync(CancellationToken.None);
        Assert.Equal([1, 2], await queue.TakeAsync(2, CancellationToken.None));

        var wanted = await refill.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(new Refill(Mz, 0, 2), wanted);
        queue.Fill(wanted, [4, 5]);
        Assert.Equal([20, 3, 4, 5], await queue.TakeAsync(10, CancellationToken.None));
        wanted = await queue.NextRefillAsync(CancellationToken.None);
        Assert.Equal(new Refill(Mz, 5, 4), wanted);
        queue.Fill(wanted, [6, 7, 8]);
        Assert.Equal([6, 7, 8], await queue.TakeAsync(10, CancellationToken.None));
        await NothingIsReadyAsync(queue);
        await NothingIsLeftAsync(queue);
    }

    [Fact]
    public async Task Of_those_that_wait_for_their_moment_what_has_no_room_is_read_from_the_store_at_its_moment()
    {
        using var queue = new LaneQueue(_time, window: 2);
        var at = _time.GetUtcNow().AddMinutes(10);
        for (var subject = 1; subject <= 3; subject++)
        {
            queue.Wake(subject, Mz);
            await queue.TakeAsync(1, CancellationToken.None);
            queue.Return(subject, again: true, at);
        }

        var refill = queue.NextRefillAsync(CancellationToken.None);
        await Soon.ItHoldsAsync(() => _time.Waiting > 0);
        Assert.False(refill.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(new Refill(Mz, 0, 2), await refill.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal([1, 2], (await queue.TakeAsync(10, CancellationToken.None)).Order());
    }

    [Fact]
    public async Task What_is_hurried_is_hurried_in_the_store_too()
    {
        using var queue = new LaneQueue(_time, window: 1);
        foreach (var subject in new[] { 1L, 2L })
        {
            queue.Wake(subject, Mz);
            await queue.TakeAsync(1, CancellationToken.None);
            queue.Return(subject, again: true, _time.GetUtcNow().AddDays(3));
        }

        queue.Hurry();

        Assert.Equal([1], await queue.TakeAsync(10, CancellationToken.None));
        Assert.Equal(new Refill(Mz, 0, 1), await queue.NextRefillAsync(CancellationToken.None));
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
            queue.Wake(i % lanes, Mz);
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

    private static async Task NothingIsLeftAsync(LaneQueue queue)
    {
        using var atOnce = new CancellationTokenSource();
        var refill = queue.NextRefillAsync(atOnce.Token);
        Assert.False(refill.IsCompletedSuccessfully);
        await atOnce.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => refill);
    }

    private static async Task NothingIsReadyAsync(LaneQueue queue)
    {
        using var atOnce = new CancellationTokenSource();
        var taking = queue.TakeAsync(1, atOnce.Token);
        Assert.False(taking.IsCompletedSuccessfully);
        await atOnce.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taking);
    }
}
