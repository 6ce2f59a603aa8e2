using ServiceHall.Adapters.Resilience;

namespace ServiceHall.Adapters.Tests.Resilience;

public sealed class BreakerTests
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(15);

    private bool _isWell;
    private TaskCompletionSource _holding = new();
    private int _inside;

    [Fact]
    public async Task Too_many_failures_open_it_and_no_call_reaches_the_platform()
    {
        using var piped = Sick();
        await OpenAsync(piped);

        var fault = await Assert.ThrowsAsync<NotSentException>(() => piped.PostAsync());

        Assert.Equal((NotSent.BreakerOpen, 10), (fault.Reason, piped.Attempts));
        Assert.InRange(fault.RetryAfter!.Value, TimeSpan.FromSeconds(1), Break);
        Assert.Equal(["exchange Open"], piped.Changes);
    }

    [Fact]
    public async Task Fewer_calls_than_the_least_open_nothing()
    {
        using var piped = Sick();

        await FailAsync(piped, 9);
        piped.Time.Advance(TimeSpan.FromSeconds(31));
        await FailAsync(piped, 9);

        Assert.Equal(18, piped.Attempts);
    }

    [Fact]
    public async Task A_platform_that_limits_is_not_a_failing_one()
    {
        using var piped = new Piped((_, _) => Answers.Status(429), options => options.Retry.MaxRetryAttempts = 0);

        await FailAsync(piped, 30);

        Assert.Equal(30, piped.Attempts);
    }

    [Fact]
    public async Task Each_operation_has_its_own()
    {
        using var piped = Sick();
        await OpenAsync(piped);
        _isWell = true;

        using var answer = await piped.GetAsync("counts");

        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task After_the_break_one_call_is_tried_and_a_failure_opens_it_again()
    {
        using var piped = Sick();
        await OpenAsync(piped);
        piped.Time.Advance(Break);

        (await piped.PostAsync()).Dispose();
        await Assert.ThrowsAsync<NotSentException>(() => piped.PostAsync());

        Assert.Equal(11, piped.Attempts);
        Assert.Equal(["exchange Open", "exchange HalfOpen", "exchange Open"], piped.Changes);
    }

    [Fact]
    public async Task While_one_call_is_tried_the_others_wait_for_how_it_goes()
    {
        using var piped = Sick();
        await OpenAsync(piped);
        piped.Time.Advance(Break);
        (_isWell, _holding) = (true, new());

        var probe = piped.PostAsync();
        var others = Enumerable.Range(0, 3).Select(_ => piped.PostAsync()).ToList();

        await piped.ReachedAsync(11);
        Assert.Equal(11, piped.Attempts);
        Assert.All(others, other => Assert.False(other.IsCompleted));
        _holding.SetResult();
        Assert.All(await Task.WhenAll([probe, .. others]).WaitAsync(TimeSpan.FromSeconds(30)), answer => Assert.Equal(200, (int)answer.StatusCode));
        Assert.Equal(["exchange Open", "exchange HalfOpen", "exchange Closed"], piped.Changes);
    }

    [Fact]
    public async Task After_it_closed_calls_come_back_slowly()
    {
        using var piped = Sick();
        await OpenAsync(piped);
        piped.Time.Advance(Break);
        _isWell = true;
        (await piped.PostAsync()).Dispose();

        Assert.Equal(1, await AtOnceAsync(piped));
        piped.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(2, await AtOnceAsync(piped));
        piped.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(3, await AtOnceAsync(piped));
        piped.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(6, await AtOnceAsync(piped));
    }

    // Six calls come at once: how many of them are at the platform together?
    private async Task<int> AtOnceAsync(Piped piped)
    {
        _holding = new();
        var calls = Enumerable.Range(0, 6).Select(_ => piped.PostAsync()).ToList();
        var inside = _inside;
        _holding.SetResult();
        Array.ForEach(await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(30)), answer => answer.Dispose());
        return inside;
    }

    private Piped Sick()
    {
        _holding.SetResult();
        return new Piped(AnswerAsync, options => options.Retry.MaxRetryAttempts = 0);
    }

    private async Task<HttpResponseMessage> AnswerAsync(int attempt, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _inside);
        await _holding.Task.WaitAsync(cancellationToken);
        Interlocked.Decrement(ref _inside);
        return await Answers.Status(_isWell ? 200 : 500);
    }

    private static Task OpenAsync(Piped piped) => FailAsync(piped, 10);

    private static async Task FailAsync(Piped piped, int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            (await piped.PostAsync()).Dispose();
        }
    }
}
