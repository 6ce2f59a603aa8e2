using ServiceHall.Adapters.Resilience;

namespace ServiceHall.Adapters.Tests.Resilience;

public sealed class ResilienceCheckTests
{
    private static readonly Dictionary<string, (Action<HttpResilienceOptions> Do, string Cure)> Wrong = new()
    {
        ["no permits"] = (options => options.RateLimiter.DefaultRateLimiterOptions.PermitLimit = 0, "PermitLimit"),
        ["a queue below nothing"] = (options => options.RateLimiter.DefaultRateLimiterOptions.QueueLimit = -1, "QueueLimit"),
        ["tokens below nothing"] = (options => options.RateLimiter.TokenBucket.TokenLimit = -1, "TokenLimit"),
        ["tokens that never come"] = (options => options.RateLimiter.TokenBucket.TokensPerPeriod = 0, "TokensPerPeriod"),
        ["no period"] = (options => options.RateLimiter.TokenBucket.ReplenishmentPeriod = TimeSpan.Zero, "ReplenishmentPeriod"),
        ["repeating for ever"] = (options => options.Retry.MaxRetryAttempts = 11, "RetrySchedule"),
        ["no wait between attempts"] = (options => options.Retry.Delay = TimeSpan.Zero, "Delay"),
        ["a longest wait that is shorter than the first"] = (options => options.Retry.MaxDelay = TimeSpan.FromSeconds(0.1), "MaxDelay"),
        ["no failure allowed"] = (options => options.CircuitBreaker.FailureRatio = 0, "FailureRatio"),
        ["a ratio in percent"] = (options => options.CircuitBreaker.FailureRatio = 50, "0.5"),
        ["a ratio that is none"] = (options => options.CircuitBreaker.FailureRatio = double.NaN, "FailureRatio"),
        ["a breaker that opens on one call"] = (options => options.CircuitBreaker.MinimumThroughput = 1, "MinimumThroughput"),
        ["a break of nothing"] = (options => options.CircuitBreaker.BreakDuration = TimeSpan.Zero, "BreakDuration"),
        ["a ramp below nothing"] = (options => options.CircuitBreaker.RampDuration = TimeSpan.FromSeconds(-1), "RampDuration"),
        ["counting for less than two attempts"] = (options => options.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(19), "SamplingDuration"),
        ["no time for an attempt"] = (options => options.AttemptTimeout.Timeout = TimeSpan.Zero, "AttemptTimeout"),
        ["less time for all than for one"] = (options => options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(9), "TotalRequestTimeout"),
    };

    public static TheoryData<string> Kinds { get; } = [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_mistake_is_told_once_with_its_cure(string kind)
    {
        var options = new HttpResilienceOptions();
        Wrong[kind].Do(options);

        var mistake = Assert.Single(Mistakes(options, TimeSpan.FromSeconds(10)));

        Assert.Contains(Wrong[kind].Cure, mistake, StringComparison.Ordinal);
        Assert.StartsWith("P:", mistake, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(10)]
    [InlineData(3600)]
    public void With_the_defaults_a_pipeline_can_be_built_for_any_time_of_the_platforms(double seconds)
    {
        var (options, attempt) = (new HttpResilienceOptions(), TimeSpan.FromSeconds(seconds));
        var limiter = new LimiterStrategy(new Turnstile(() => 1, 0), new Pace(options.RateLimiter.TokenBucket, TimeProvider.System), attempt, TimeProvider.System);

        Assert.Empty(Mistakes(options, attempt));
        Assert.NotNull(OperationPipeline.Build("exchange", options, PipelineTimes.Of(options, attempt), 4, limiter, TimeProvider.System, PipelineWatch.Nobody));
    }

    private static IEnumerable<string> Mistakes(HttpResilienceOptions options, TimeSpan attempt) => ResilienceCheck.Mistakes("P", options, attempt);
}
