namespace ServiceHall.Adapters.Resilience;

/// <summary>
/// How calls to one platform are held back, repeated and cut off. Named like the <c>HttpStandardResilienceOptions</c> of Microsoft.Extensions.Http.Resilience,
/// so that the package can take over; what it does not have says so.
/// </summary>
public sealed class HttpResilienceOptions
{
    /// <summary>Calls at once and calls in a time, over all operations of the platform.</summary>
    public RateLimiterOptions RateLimiter { get; set; } = new();

    /// <summary>How long a call may take with all its repetitions; without a value three times <see cref="AttemptTimeout"/>.</summary>
    public TimeoutOptions TotalRequestTimeout { get; set; } = new();

    /// <summary>What is repeated at once, before it goes back to the store.</summary>
    public RetryOptions Retry { get; set; } = new();

    /// <summary>When an operation that keeps failing is left alone.</summary>
    public CircuitBreakerOptions CircuitBreaker { get; set; } = new();

    /// <summary>How long one attempt may take; without a value the platform's own <c>AttemptTimeout</c>.</summary>
    public TimeoutOptions AttemptTimeout { get; set; } = new();
}

/// <summary>The first strategy.</summary>
public sealed class RateLimiterOptions
{
    /// <summary>Calls under way at once.</summary>
    public ConcurrencyOptions DefaultRateLimiterOptions { get; set; } = new();

    /// <summary>Calls in a time. Named like <c>TokenBucketRateLimiterOptions</c>; the package takes it as a delegate.</summary>
    public TokenBucketOptions TokenBucket { get; set; } = new();
}

/// <summary>Named like <c>ConcurrencyLimiterOptions</c>.</summary>
public sealed class ConcurrencyOptions
{
    /// <summary>Calls under way at once.</summary>
    public int PermitLimit { get; set; } = 1000;

    /// <summary>Calls that may wait for a permit or a token; beyond that a call is not made, and its deliveries wait in the store.</summary>
    public int QueueLimit { get; set; } = 256;
}

/// <summary>So many calls a period, evenly spread, and so many at once after a rest.</summary>
public sealed class TokenBucketOptions
{
    /// <summary>Calls that may be made at once after a rest; 0: no limit in time.</summary>
    public int TokenLimit { get; set; }

    /// <summary>Calls a period.</summary>
    public int TokensPerPeriod { get; set; } = 1;

    /// <summary>The period.</summary>
    public TimeSpan ReplenishmentPeriod { get; set; } = TimeSpan.FromSeconds(1);
}

/// <summary>A strategy that cuts off.</summary>
public sealed class TimeoutOptions
{
    /// <summary>After this time.</summary>
    public TimeSpan? Timeout { get; set; }
}

/// <summary>The repetition of what is safe to repeat.</summary>
public sealed class RetryOptions
{
    /// <summary>Attempts after the first; 0: none.</summary>
    public int MaxRetryAttempts { get; set; } = 2;

    /// <summary>The wait before the second attempt, about; it doubles with each further one.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait. A platform that asks for a longer one (<c>Retry-After</c>) is not called again: its deliveries wait in the store.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether waits are spread, so that gateways do not come back in step.</summary>
    public bool UseJitter { get; set; } = true;
}

/// <summary>The circuit breaker of each operation.</summary>
public sealed class CircuitBreakerOptions
{
    /// <summary>The share of failed calls that opens it.</summary>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>It never opens on fewer calls than these in <see cref="SamplingDuration"/>.</summary>
    public int MinimumThroughput { get; set; } = 10;

    /// <summary>The time over which calls are counted; without a value three times the attempt timeout.</summary>
    public TimeSpan? SamplingDuration { get; set; }

    /// <summary>How long it stays open before one call is tried.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long after it closed until as many calls as ever may be under way at once; the package has no such thing.</summary>
    public TimeSpan RampDuration { get; set; } = TimeSpan.FromSeconds(30);
}
