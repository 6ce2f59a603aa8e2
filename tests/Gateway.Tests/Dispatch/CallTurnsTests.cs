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
    private readonly Dictionary<string, int> _underWay = new() { [Mz] = 0, [Rs] = 0 };
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
        End(Rs, Most - Few, isAnswered: false);
        Begin(Mz, 100);
        await UnderWayAsync(rs: Few, mz: Most - Few);

        End(Rs, 1, isAnswered: null);
        await UnderWayAsync(rs: Few, mz: Most - Few);

        End(Rs, 1, isAnswered: true);
        End(Mz, 2);

        await UnderWayAsync(rs: Few + 1, mz: Most - Few - 1);
    }

    [Fact]
    public async Task One_call_at_a_time_is_one_for_each_in_turn()
    {
        var turns = new CallTurns(1);
        await turns.EnterAsync(Rs, CancellationToken.None);
        List<string> order = [];
        var waiting = new[] { (Rs, 1), (Rs, 2), (Mz, 1), (Rs, 3) }.Select(one => CallAsync(one.Item1, one.Item2)).ToList();

        turns.Leave(Rs, isAnswered: true);
        await Task.WhenAll(waiting);

        Assert.Equal(["rs 1", "mz 1", "rs 2", "rs 3"], order);

        async Task CallAsync(string department, int at)
        {
            await turns.EnterAsync(department, CancellationToken.None);
            order.Add($"{department} {at}");
            turns.Leave(department, isAnswered: true);
        }
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
    public async Task Who_waits_no_longer_is_passed_over()
    {
        var turns = new CallTurns(1);
        using var stops = new CancellationTokenSource();
        await turns.EnterAsync(Mz, CancellationToken.None);
        var gone = turns.EnterAsync(Mz, stops.Token);
        var stays = turns.EnterAsync(Mz, CancellationToken.None);

        await stops.CancelAsync();
        turns.Leave(Mz, isAnswered: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        await stays;
    }

    private void Begin(string department, int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            _ = CallAsync();
        }

        async Task CallAsync()
        {
            await _turns.EnterAsync(department, CancellationToken.None);
            lock (_lock)
            {
                _underWay[department]++;
                Change();
            }
        }
    }

    private void End(string department, int calls, bool? isAnswered = true)
    {
        for (var call = 0; call < calls; call++)
        {
            lock (_lock)
            {
                _underWay[department]--;
            }

            _turns.Leave(department, isAnswered);
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
                if ((_underWay[Rs], _underWay[Mz]) == (rs, mz))
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }
}
