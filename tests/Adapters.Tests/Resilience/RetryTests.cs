using ServiceHall.Adapters.Resilience;

namespace ServiceHall.Adapters.Tests.Resilience;

public sealed class RetryTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded)]
    [InlineData(HttpRequestError.Unknown)]
    [InlineData(HttpRequestError.InvalidResponse)]
    [InlineData(HttpRequestError.HttpProtocolError)]
    public async Task A_post_whose_bytes_may_have_been_read_is_never_repeated(HttpRequestError error)
    {
        using var piped = new Piped((_, _) => Answers.Fault(error));

        await Assert.ThrowsAsync<HttpRequestException>(() => piped.EndedAsync(piped.PostAsync(), Long));

        Assert.Equal(1, piped.Attempts);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    [InlineData(408)]
    [InlineData(400)]
    [InlineData(401)]
    public async Task A_post_that_was_answered_badly_is_never_repeated(int status)
    {
        using var piped = new Piped((_, _) => Answers.Status(status));

        using var answer = await piped.EndedAsync(piped.PostAsync(), Long);

        Assert.Equal((status, 1), ((int)answer.StatusCode, piped.Attempts));
    }

    [Fact]
    public async Task A_post_without_an_answer_is_given_up_after_the_attempts_time_and_never_repeated()
    {
        using var piped = new Piped((_, cancellationToken) => Answers.Silence(cancellationToken));

        var fault = await Assert.ThrowsAsync<TaskCanceledException>(() => piped.EndedAsync(piped.PostAsync(), Long));

        Assert.IsType<TimeoutException>(fault.InnerException);
        Assert.Equal(1, piped.Attempts);
        Assert.InRange(piped.Time.GetUtcNow() - DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
    }

    [Fact]
    public async Task A_post_that_is_cut_in_the_middle_of_its_answer_is_never_repeated()
    {
        using var piped = new Piped((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new CutStream()) }));

        await Assert.ThrowsAsync<IOException>(() => piped.EndedAsync(piped.PostAsync(), Long));

        Assert.Equal(1, piped.Attempts);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    public async Task A_post_that_never_reached_the_platform_is_repeated(HttpRequestError error)
    {
        using var piped = new Piped((attempt, _) => attempt < 3 ? Answers.Fault(error) : Answers.Status(200));

        using var answer = await piped.EndedAsync(piped.PostAsync(), Long);

        Assert.Equal((200, 3), ((int)answer.StatusCode, piped.Attempts));
    }

    [Fact]
    public async Task A_post_that_never_reached_the_platform_and_then_may_have_is_left_at_that()
    {
        using var piped = new Piped((attempt, _) => Answers.Fault(attempt == 1 ? HttpRequestError.ConnectionError : HttpRequestError.ResponseEnded));

        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => piped.EndedAsync(piped.PostAsync(), Long));

        Assert.Equal((HttpRequestError.ResponseEnded, 2), (fault.HttpRequestError, piped.Attempts));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task What_the_platform_turned_away_is_repeated_so_often_and_no_more(int status)
    {
        using var piped = new Piped((_, _) => Answers.Status(status), options => options.Retry.MaxRetryAttempts = 3);

        using var answer = await piped.EndedAsync(piped.PostAsync(), Long);

        Assert.Equal((status, 4), ((int)answer.StatusCode, piped.Attempts));
    }

    [Fact]
    public async Task Without_repetition_there_is_one_attempt()
    {
        using var piped = new Piped((_, _) => Answers.Status(503), options => options.Retry.MaxRetryAttempts = 0);

        using var answer = await piped.EndedAsync(piped.PostAsync(), Long);

        Assert.Equal(1, piped.Attempts);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(504)]
    public async Task A_read_is_repeated_after_any_failure(int status)
    {
        using var piped = new Piped((attempt, _) => attempt == 1 ? Answers.Status(status) : attempt == 2 ? Answers.Fault(HttpRequestError.ResponseEnded) : Answers.Status(200));

        using var answer = await piped.EndedAsync(piped.GetAsync(), Long);

        Assert.Equal((200, 3), ((int)answer.StatusCode, piped.Attempts));
    }

    [Fact]
    public async Task A_read_without_an_answer_is_repeated_until_the_time_for_the_whole_call_is_over()
    {
        using var piped = new Piped((_, cancellationToken) => Answers.Silence(cancellationToken), options => options.Retry.MaxRetryAttempts = 10);

        await Assert.ThrowsAsync<TaskCanceledException>(() => piped.EndedAsync(piped.GetAsync(), Long));

        Assert.Equal(3, piped.Attempts);
        Assert.InRange(piped.Time.GetUtcNow() - DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
    }

    [Fact]
    public async Task A_retry_after_is_waited_for()
    {
        using var piped = new Piped((attempt, _) => attempt == 1 ? Answers.Status(429, TimeSpan.FromSeconds(4)) : Answers.Status(200));

        using var answer = await piped.EndedAsync(piped.PostAsync(), Long);

        Assert.Equal((200, 2), ((int)answer.StatusCode, piped.Attempts));
        Assert.True(piped.Time.GetUtcNow() - DateTimeOffset.UnixEpoch >= TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_retry_after_beyond_the_cap_is_handed_back_at_once_and_not_cut_short()
    {
        using var piped = new Piped((_, _) => Answers.Status(503, TimeSpan.FromSeconds(6)));

        using var answer = await piped.PostAsync();

        Assert.Equal((503, 1), ((int)answer.StatusCode, piped.Attempts));
    }

    [Fact]
    public async Task While_one_call_waits_for_a_retry_after_no_other_knocks()
    {
        using var piped = new Piped((attempt, _) => attempt == 1 ? Answers.Status(429, TimeSpan.FromSeconds(4)) : Answers.Status(200));
        var first = piped.PostAsync();

        var other = piped.GetAsync();

        Assert.Equal(1, piped.Attempts);
        using var answer = await piped.EndedAsync(other, TimeSpan.FromSeconds(4));
        (await piped.EndedAsync(first, Long)).Dispose();
        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_call_that_runs_out_of_time_before_anything_reached_the_platform_says_so()
    {
        using var piped = new Piped((_, _) => Answers.Fault(HttpRequestError.ConnectionError), options => (options.TotalRequestTimeout.Timeout, options.Retry.MaxRetryAttempts) = (TimeSpan.FromSeconds(10), 10));

        var fault = await Assert.ThrowsAsync<NotSentException>(() => piped.EndedAsync(piped.PostAsync(), Long));

        Assert.Equal(NotSent.OutOfTime, fault.Reason);
    }

    [Fact]
    public async Task A_caller_who_gives_up_while_nothing_has_reached_the_platform_learns_just_that()
    {
        using var piped = new Piped((_, _) => Answers.Status(503, TimeSpan.FromSeconds(4)));
        using var giveUp = new CancellationTokenSource();
        var call = piped.PostAsync(cancellationToken: giveUp.Token);

        await giveUp.CancelAsync();

        Assert.Equal(NotSent.Cancelled, (await Assert.ThrowsAsync<NotSentException>(() => call)).Reason);
    }

    [Fact]
    public async Task A_caller_who_gives_up_in_the_middle_of_an_attempt_does_not_know()
    {
        using var piped = new Piped((_, cancellationToken) => Answers.Silence(cancellationToken));
        using var giveUp = new CancellationTokenSource();
        var call = piped.PostAsync(cancellationToken: giveUp.Token);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    /// <summary>An answer that breaks off, and says of it what a connection that never was would say.</summary>
    private sealed class CutStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new HttpRequestException(HttpRequestError.ConnectionError);

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => throw new HttpRequestException(HttpRequestError.ConnectionError);
    }
}
