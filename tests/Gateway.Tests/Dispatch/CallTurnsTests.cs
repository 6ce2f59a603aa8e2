using ServiceHall.Gateway.Dispatch;

namespace ServiceHall.Gateway.Tests.Dispatch;

public sealed class CallTurnsTests
{
    private const int Most = 16;
    private const int Few = 2;
    private const string Mz = "mz";
    private const string Rs = "rs";

    private readonly CallTurns _turns = new(Most);
    private readonly List<string> _told = [];
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<TaskCompletionSource>> _underWay = new() { [Mz] = new(), [Rs] = new() };
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CallTurnsTests() => (_turns.Full, _turns.Free) = (department => _told.Add($"{department} full"), department => _told.Add($"{department} free"));

    [Fact]
    public async Task A_department_never_holds_all_calls()
    {
        Begin(Rs, 100);
        Begin(Mz, 100);

        await UnderWayAsync(rs: Most - Few, mz: Few);
    }

    [Fact]
    public async Task Who_waits_is_next_when_a_call_ends_whichever_department_it_was()
    {
        Begin(Rs, 100);
        Begin(Mz, 100);
        await UnderWayAsync(rs: Most - Few, mz: Few);

        End(Rs, 4);

        // Two each, in turns.
        await UnderWayAsync(rs: Most - Few - 2, mz: Few + 2);
    }

    [Fact]
    public async Task A_department_that_gets_no_answer_has_few_under_way_until_one_is_answered()
    {
        Begin(Rs, 100);
        await UnderWayAsync(rs: Most - Few, mz: 0);
        _turns.Saw(Rs, isAnswered: false);
        End(Rs, Most - Few - 1);
        Begin(Mz, 100);
        await UnderWayAsync(rs: Few, mz: Most - Few);

        _turns.Saw(Rs, isAnswered: true);
        End(Mz, 2);

        await UnderWayAsync(rs: Few + 1, mz: Most - Few - 1);
    }

    [Fact]
    public async Task One_call_at_a_time_is_one_for_each_in_turn()
    {
        var turns = new CallTurns(1);
        List<string> order = [];
        var first = new TaskCompletionSource();
        var last = new TaskCompletionSource();
        turns.Begin(Rs, () => first.Task);
        foreach (var (department, at) in new[] { (Rs, 1), (Rs, 2), (Mz, 1), (Rs, 3) })
        {
            turns.Begin(department, () =>
            {
                order.Add($"{department} {at}");
                if (order.Count == 4)
                {
                    last.SetResult();
                }

                return Task.CompletedTask;
            });
        }

        first.SetResult();
        await last.Task;
        await turns.EndAsync();

        Assert.Equal(["rs 1", "mz 1", "rs 2", "rs 3"], order);
    }

    [Fact]
    public async Task Of_a_department_that_is_full_no_more_is_wanted_until_its_turns_have_come()
    {
        Begin(Rs, Most - Few + Most - 1);
        await UnderWayAsync(rs: Most - Few, mz: 0);
        Assert.Empty(_told);

        Begin(Rs, 2);
        End(Rs, 1);
        await UnderWayAsync(rs: Most - Few, mz: 0);
        Assert.Equal(["rs full"], _told);

        End(Rs, 1);
        await UnderWayAsync(rs: Most - Few, mz: 0);
        Assert.Equal(["rs full", "rs free"], _told);
    }

    [Fact]
    public async Task A_call_that_fails_gives_its_place_on()
    {
        var turns = new CallTurns(1);
        var second = new TaskCompletionSource();
        turns.Begin(Mz, () => Task.FromException(new InvalidOperationException("a fault of the test")));
        turns.Begin(Mz, () =>
        {
            second.SetResult();
            return Task.CompletedTask;
        });

        await second.Task;
        await turns.EndAsync();
    }

    [Fact]
    public async Task At_the_end_those_under_way_are_waited_for_and_those_that_wait_are_not_begun()
    {
        Begin(Mz, 100);
        await UnderWayAsync(rs: 0, mz: Most - Few);

        var ended = _turns.EndAsync();
        End(Mz, Most - Few - 1);
        Assert.False(ended.IsCompleted);
        End(Mz, 1);
        await ended;

        await UnderWayAsync(rs: 0, mz: 0);
    }

    private void Begin(string department, int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            _turns.Begin(department, () =>
            {
                lock (_lock)
                {
                    var ends = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    _underWay[department].Enqueue(ends);
                    Change();
                    return ends.Task;
                }
            });
        }
    }

    private void End(string department, int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            lock (_lock)
            {
                _underWay[department].Dequeue().SetResult();
            }
        }
    }

    private void Change()
    {
        _changed.SetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    // Until that is so, and for as long as nothing more begins by itself.
    private async Task UnderWayAsync(int rs, int mz)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if ((_underWay[Rs].Count, _underWay[Mz].Count) == (rs, mz))
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }
}
