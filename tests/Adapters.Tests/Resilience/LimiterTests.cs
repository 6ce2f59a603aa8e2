using ServiceHall.Adapters.Resilience;

namespace ServiceHall.Adapters.Tests.Resilience;

public sealed class LimiterTests
{
    [Fact]
    public async Task No_more_calls_than_allowed_are_under_way_at_once_over_all_operations()
    {
        int inside = 0, most = 0;
        using var piped = new Piped(
            async (_, _) =>
            {
                var now = Interlocked.Increment(ref inside);
                InterlockedMax(ref most, now);
                await Task.Yield();
                Interlocked.Decrement(ref inside);
                return await Answers.Status(200);
            },
            options => options.RateLimiter.DefaultRateLimiterOptions.PermitLimit = 3);

        var calls = Enumerable.Range(0, 200).Select(i => Task.Run(() => i % 2 == 0 ? piped.PostAsync() : piped.GetAsync()));
        var answers = await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(answers, answer => Assert.Equal(200, (int)answer.StatusCode));
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task Beyond_the_queue_a_call_is_not_made()
    {
        var holding = new TaskCompletionSource();
        using var piped = new Piped(
            async (_, _) =>
            {
                await holding.Task;
                return await Answers.Status(200);
            },
            options => (options.RateLimiter.DefaultRateLimiterOptions.PermitLimit, options.RateLimiter.DefaultRateLimiterOptions.QueueLimit) = (1, 1));
        var (under, waiting) = (piped.PostAsync(), piped.PostAsync());

        var fault = await Assert.ThrowsAsync<NotSentException>(() => piped.PostAsync());

        Assert.Equal((NotSent.Limited, 1), (fault.Reason, piped.Attempts));
        holding.SetResult();
        await Task.WhenAll(under, waiting).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(2, piped.Attempts);
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_takes_nobodys_place()
    {
        var holding = new TaskCompletionSource();
        using var piped = new Piped(
            async (_, _) =>
            {
                await holding.Task;
                return await Answers.Status(200);
            },
            options => options.RateLimiter.DefaultRateLimiterOptions.PermitLimit = 1);
        using var giveUp = new CancellationTokenSource();
        var (under, gone, last) = (piped.PostAsync(), piped.PostAsync(cancellationToken: giveUp.Token), piped.PostAsync());

        await giveUp.CancelAsync();
        Assert.Equal(NotSent.Cancelled, (await Assert.ThrowsAsync<NotSentException>(() => gone)).Reason);
        holding.SetResult();

        await Task.WhenAll(under, last).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(2, piped.Attempts);
    }

    [Fact]
    public async Task Calls_in_a_time_are_spread_evenly()
    {
        using var piped = Limited(tokens: 2, aMinute: 60);
        var calls = Enumerable.Range(0, 5).Select(_ => piped.PostAsync()).ToList();

        Assert.Equal(2, piped.Attempts);
        foreach (var (call, i) in calls.Select((call, i) => (call, i)))
        {
            (await piped.EndedAsync(call, TimeSpan.FromSeconds(10))).Dispose();
            Assert.True(piped.Time.GetUtcNow() - DateTimeOffset.UnixEpoch >= TimeSpan.FromSeconds(i - 1));
        }

        Assert.InRange(piped.Time.GetUtcNow() - DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_turn_that_is_too_far_off_is_given_back_and_says_when()
    {
        using var piped = Limited(tokens: 1, aMinute: 1);
        (await piped.PostAsync()).Dispose();

        var first = await Assert.ThrowsAsync<NotSentException>(() => piped.PostAsync());
        var second = await Assert.ThrowsAsync<NotSentException>(() => piped.PostAsync());

        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)), (first.RetryAfter, second.RetryAfter));
        Assert.Equal(1, piped.Attempts);
    }

    private static Piped Limited(int tokens, int aMinute) => new(
        (_, _) => Answers.Status(200),
        options => options.RateLimiter.TokenBucket = new TokenBucketOptions { TokenLimit = tokens, TokensPerPeriod = aMinute, ReplenishmentPeriod = TimeSpan.FromMinutes(1) });

    private static void InterlockedMax(ref int most, int now)
    {
        for (var seen = most; seen < now && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = most)
        {
        }
    }
}
