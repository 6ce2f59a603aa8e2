using System.Collections.Concurrent;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Tests;

namespace ServiceHall.Gateway.Tests.Dispatch;

/// <summary>One department's backlog while another's records come and go.</summary>
public sealed class PaceTests
{
    private const string Mz = "mz";
    private const string Rs = "rs";
    private const int Most = 100;
    private const long OfOther = 100_000;
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_backlog_goes_piece_after_piece_while_anothers_records_come_and_go()
    {
        using var queue = Backlog(Rs, Pace.Backlog + 500);
        await OtherComesAndGoesAsync(queue);

        var piece = await queue.TakeAsync(Most, CancellationToken.None);
        Assert.Equal(Pace.Lanes, piece.Count);

        // With one of the piece still in hand, all that is taken is the other's.
        piece[1..].ForEach(lane => queue.Return(lane, again: false));
        var waiting = queue.TakeAsync(Most, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        queue.Wake(OfOther, Mz);
        Assert.Equal([OfOther], await waiting.WaitAsync(TimeSpan.FromSeconds(30)));
        queue.Return(OfOther, again: false);

        waiting = queue.TakeAsync(Most, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        queue.Return(piece[0], again: false);
        Assert.Equal(Pace.Lanes, (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).Count);
    }

    [Fact]
    public async Task What_is_no_backlog_goes_at_once()
    {
        using var queue = Backlog(Rs, Pace.Backlog);
        await OtherComesAndGoesAsync(queue);

        Assert.Equal(Most, (await queue.TakeAsync(Most, CancellationToken.None)).Count);
        Assert.Equal(Most, (await queue.TakeAsync(Most, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_backlog_that_is_alone_has_all()
    {
        using var queue = Backlog(Rs, Pace.Backlog + 500);
        Assert.Equal(Most, (await queue.TakeAsync(Most, CancellationToken.None)).Count);
        await OtherComesAndGoesAsync(queue);
        var piece = await queue.TakeAsync(Most, CancellationToken.None);
        Assert.Equal(Pace.Lanes, piece.Count);
        var waiting = queue.TakeAsync(Most, CancellationToken.None);

        _time.Advance(Pace.Memory);
        piece.ForEach(lane => queue.Return(lane, again: false));

        Assert.Equal(Most, (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).Count);
        Assert.Equal(Most, (await queue.TakeAsync(Most, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Backlogs_alone_with_each_other_have_all()
    {
        using var queue = Backlog(Rs, Pace.Backlog + 500);
        Fill(queue, Mz, OfOther, Pace.Backlog + 500);

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(Most, (await queue.TakeAsync(Most, CancellationToken.None)).Count);
        }
    }

    [Fact]
    public async Task Backlogs_take_turns_while_anothers_records_come_and_go()
    {
        using var queue = Backlog(Rs, Pace.Backlog + 500);
        Fill(queue, "sj", 10_000, Pace.Backlog + 500);
        await OtherComesAndGoesAsync(queue);
        var ofSecond = new List<bool>();
        for (var i = 0; i < 6; i++)
        {
            var piece = await queue.TakeAsync(Most, CancellationToken.None);
            ofSecond.Add(Assert.Single(piece.Select(lane => lane >= 10_000).Distinct()));

            // Whoever waits for work meanwhile finds both at rest.
            var waiting = queue.TakeAsync(Most, CancellationToken.None);
            Assert.False(waiting.IsCompleted);
            queue.Wake(OfOther, Mz);
            Assert.Equal([OfOther], await waiting.WaitAsync(TimeSpan.FromSeconds(30)));
            queue.Return(OfOther, again: false);
            piece.ForEach(lane => queue.Return(lane, again: false));
        }

        Assert.Equal(3, ofSecond.Count(isSecond => isSecond));
    }

    [Fact]
    public async Task A_backlog_keeps_its_pace_until_it_is_worked_off()
    {
        using var queue = Backlog(Rs, Pace.Backlog + Pace.Lanes);
        for (var left = Pace.Backlog + Pace.Lanes; left > 2 * Pace.Lanes; left -= Pace.Lanes)
        {
            await OtherComesAndGoesAsync(queue);
            var piece = await queue.TakeAsync(Most, CancellationToken.None);
            Assert.Equal(Pace.Lanes, piece.Count);
            piece.ForEach(lane => queue.Return(lane, again: false));
        }
    }

    [Fact]
    public async Task Where_a_piece_takes_long_more_are_under_way_and_one_when_it_does_not()
    {
        using var queue = Backlog(Rs, 4_000);
        await OtherComesAndGoesAsync(queue);
        var lanes = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            var taken = await queue.TakeAsync(int.MaxValue, CancellationToken.None);
            lanes.Add(taken.Count);
            _time.Advance(TimeSpan.FromMilliseconds(250));
            taken.ForEach(lane => queue.Return(lane, again: false));
        }

        // One more for each that took long, up to three times three of them in 0.25 s.
        Assert.Equal([1, 2, 4, 8, 9, 9], lanes.Select(one => one / Pace.Lanes));

        (await queue.TakeAsync(Most, CancellationToken.None)).ForEach(lane => queue.Return(lane, again: false));
        Assert.Equal(Pace.Lanes, (await queue.TakeAsync(Most, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_backlog_that_is_full_and_rests_goes_on_when_it_is_neither()
    {
        using var queue = Backlog(Rs, Pace.Backlog + 500);
        await OtherComesAndGoesAsync(queue);
        var piece = await queue.TakeAsync(Most, CancellationToken.None);
        var waiting = queue.TakeAsync(Most, CancellationToken.None);
        queue.Hold(Rs);
        piece.ForEach(lane => queue.Return(lane, again: false));
        Assert.False(waiting.IsCompleted);

        queue.Release(Rs);

        Assert.Equal(Pace.Lanes, (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).Count);
    }

    [Fact]
    public async Task Whatever_comes_and_goes_beside_it_all_of_a_backlog_goes_once()
    {
        const int lanes = 6_000;
        const int others = 400;
        using var queue = new LaneQueue(TimeProvider.System, window: lanes);
        using var enough = new CancellationTokenSource();
        var done = new ConcurrentBag<long>();
        Fill(queue, Rs, 1, lanes);
        var workers = Enumerable.Range(0, 6).Select(_ => Task.Run(() => WorkAsync(enough.Token))).ToList();

        for (var other = 0; other < others; other++)
        {
            queue.Wake(OfOther + other, Mz);
            await Task.Yield();
        }

        await Soon.ItHoldsAsync(() => done.Count >= lanes + others);
        await enough.CancelAsync();
        await Task.WhenAll(workers);
        Assert.Equal(lanes + others, done.Distinct().Count());
        Assert.Equal(lanes + others, done.Count);

        async Task WorkAsync(CancellationToken cancellationToken)
        {
            try
            {
                while (true)
                {
                    foreach (var lane in await queue.TakeAsync(Most, cancellationToken))
                    {
                        await Task.Yield();
                        done.Add(lane);
                        queue.Return(lane, again: false);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The test has seen enough.
            }
        }
    }

    private LaneQueue Backlog(string department, int lanes)
    {
        var queue = new LaneQueue(_time);
        Fill(queue, department, 1, lanes);
        return queue;
    }

    private static void Fill(LaneQueue queue, string department, long first, int lanes)
    {
        for (var lane = first; lane < first + lanes; lane++)
        {
            queue.Wake(lane, department);
        }
    }

    // It stands behind the backlog's turn: what is taken with it goes back.
    private static async Task OtherComesAndGoesAsync(LaneQueue queue)
    {
        queue.Wake(OfOther, Mz);
        for (var isThere = false; !isThere;)
        {
            var taken = await queue.TakeAsync(Most, CancellationToken.None);
            isThere = taken.Contains(OfOther);
            taken.ForEach(lane => queue.Return(lane, again: lane != OfOther));
        }
    }
}
