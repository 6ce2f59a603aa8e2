namespace ServiceHall.Adapters.Resilience;

/// <summary>Whether a pipeline can be built from these options: every mistake, each with its cure.</summary>
public static class ResilienceCheck
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ShortestBreak = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromHours(1);

    /// <param name="name">The section, for the messages.</param>
    /// <param name="options">What is set.</param>
    /// <param name="platformAttempt">The platform's own <c>AttemptTimeout</c>, checked by whoever has it.</param>
    public static IEnumerable<string> Mistakes(string name, HttpResilienceOptions options, TimeSpan platformAttempt) =>
    [
        .. Limiter($"{name}:RateLimiter", options.RateLimiter),
        .. Retry($"{name}:Retry", options.Retry),
        .. Breaker($"{name}:CircuitBreaker", options.CircuitBreaker),
        .. Times(name, options, platformAttempt),
    ];

    private static IEnumerable<string> Limiter(string name, RateLimiterOptions limiter)
    {
        if (limiter.DefaultRateLimiterOptions.PermitLimit < 1)
        {
            yield return $"{name}:DefaultRateLimiterOptions:PermitLimit must be at least 1.";
        }

        if (limiter.DefaultRateLimiterOptions.QueueLimit < 0)
        {
            yield return $"{name}:DefaultRateLimiterOptions:QueueLimit must not be below 0.";
        }

        if (limiter.TokenBucket.TokenLimit < 0)
        {
            yield return $"{name}:TokenBucket:TokenLimit must be at least 1, or 0 for no limit in time.";
        }

        if (limiter.TokenBucket.TokensPerPeriod < 1)
        {
            yield return $"{name}:TokenBucket:TokensPerPeriod must be at least 1: lengthen ReplenishmentPeriod for fewer calls.";
        }

        if (limiter.TokenBucket.ReplenishmentPeriod <= TimeSpan.Zero || limiter.TokenBucket.ReplenishmentPeriod > Longest)
        {
            yield return $"{name}:TokenBucket:ReplenishmentPeriod must be longer than zero and at most a day (hh:mm:ss).";
        }
    }

    private static IEnumerable<string> Retry(string name, RetryOptions retry)
    {
        if (retry.MaxRetryAttempts is < 0 or > 10)
        {
            yield return $"{name}:MaxRetryAttempts must be from 0 to 10: what takes longer waits in the store by RetrySchedule.";
        }

        if (retry.Delay <= TimeSpan.Zero || retry.MaxDelay < retry.Delay || retry.MaxDelay > LongestAttempt)
        {
            yield return $"{name}:Delay must be longer than zero and not longer than MaxDelay, which is at most an hour (hh:mm:ss).";
        }
    }

    private static IEnumerable<string> Breaker(string name, CircuitBreakerOptions breaker)
    {
        if (breaker.FailureRatio is not (> 0 and <= 1))
        {
            yield return $"{name}:FailureRatio must be above 0 and at most 1 (0.5 is half of the calls).";
        }

        if (breaker.MinimumThroughput < 2)
        {
            yield return $"{name}:MinimumThroughput must be at least 2.";
        }

        if (breaker.BreakDuration < ShortestBreak || breaker.BreakDuration > Longest)
        {
            yield return $"{name}:BreakDuration must be from half a second to a day (hh:mm:ss).";
        }

        if (breaker.RampDuration < TimeSpan.Zero || breaker.RampDuration > Longest)
        {
            yield return $"{name}:RampDuration must be from zero (none) to a day (hh:mm:ss).";
        }
    }

    private static IEnumerable<string> Times(string name, HttpResilienceOptions options, TimeSpan platformAttempt)
    {
        if (options.AttemptTimeout.Timeout is { } set && (set < ShortestTimeout || set > LongestAttempt))
        {
            yield return $"{name}:AttemptTimeout:Timeout must be from 10 milliseconds to an hour (hh:mm:ss); left out, the platform's AttemptTimeout holds.";
        }
        else
        {
            // What follows from the attempt's time is right by itself.
            var attempt = options.AttemptTimeout.Timeout ?? platformAttempt;
            if (options.TotalRequestTimeout.Timeout is { } total && (total < attempt || total > Longest))
            {
                yield return $"{name}:TotalRequestTimeout:Timeout must not be shorter than one attempt ({attempt:c}) and at most a day (hh:mm:ss).";
            }

            if (options.CircuitBreaker.SamplingDuration is { } sampling && (sampling < 2 * attempt || sampling < ShortestBreak || sampling > Longest))
            {
                yield return $"{name}:CircuitBreaker:SamplingDuration must be at least half a second and twice as long as an attempt may take ({attempt:c}), and at most a day (hh:mm:ss).";
            }
        }
    }
}
