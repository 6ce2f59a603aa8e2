using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace ServiceHall.Adapters.Resilience;

/// <summary>The pipeline of one operation. Its breaker remembers, so there is one as long as the process lives; the limiter is the platform's.</summary>
internal static class OperationPipeline
{
    public static readonly ResiliencePropertyKey<HttpRequestMessage> Request = new("request");

    public static ResiliencePipeline<HttpResponseMessage> Build(string operation, HttpResilienceOptions options, PipelineTimes times, int callsAtOnce, LimiterStrategy limiter, TimeProvider time, PipelineWatch watch)
    {
        var ramp = new Ramp(Math.Min(callsAtOnce, options.RateLimiter.DefaultRateLimiterOptions.PermitLimit), options.CircuitBreaker.RampDuration, time);
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        builder.AddStrategy(_ => limiter, new Named { Name = "limiter" });
        builder.AddTimeout(new TimeoutStrategyOptions { Name = "total", Timeout = times.Total });
        if (options.Retry.MaxRetryAttempts > 0)
        {
            builder.AddRetry(Retry(options.Retry));
        }

        builder.AddStrategy(_ => new RampStrategy(new Turnstile(() => ramp.Most, int.MaxValue)), new Named { Name = "ramp" });
        builder.AddCircuitBreaker(Breaker(operation, options.CircuitBreaker, times, ramp, watch));
        builder.AddTimeout(new TimeoutStrategyOptions { Name = "attempt", Timeout = times.Attempt });
        return builder.Build();
    }

    private static RetryStrategyOptions<HttpResponseMessage> Retry(RetryOptions retry) => new()
    {
        MaxRetryAttempts = retry.MaxRetryAttempts,
        BackoffType = DelayBackoffType.Exponential,
        Delay = retry.Delay,
        MaxDelay = retry.MaxDelay,
        UseJitter = retry.UseJitter,
        ShouldHandle = seen => ValueTask.FromResult(
            Reach.MayRepeat(seen.Context.Properties.GetValue(Request, null!), seen.Outcome) && !(Reach.RetryAfter(seen.Outcome.Result) > retry.MaxDelay)),
        DelayGenerator = seen => ValueTask.FromResult(Reach.RetryAfter(seen.Outcome.Result)),
        OnRetry = seen =>
        {
            seen.Outcome.Result?.Dispose();
            return default;
        },
    };

    private static CircuitBreakerStrategyOptions<HttpResponseMessage> Breaker(string operation, CircuitBreakerOptions breaker, PipelineTimes times, Ramp ramp, PipelineWatch watch) => new()
    {
        FailureRatio = breaker.FailureRatio,
        MinimumThroughput = breaker.MinimumThroughput,
        SamplingDuration = times.Sampling,
        BreakDuration = breaker.BreakDuration,
        ShouldHandle = seen => ValueTask.FromResult(Reach.IsFailure(seen.Outcome)),
        OnOpened = _ => Told(ramp.Break, operation, BreakerState.Open, watch),
        OnHalfOpened = _ => Told(ramp.Break, operation, BreakerState.HalfOpen, watch),
        OnClosed = _ => Told(ramp.Begin, operation, BreakerState.Closed, watch),
    };

    private static ValueTask Told(Action change, string operation, BreakerState state, PipelineWatch watch)
    {
        change();
        watch.BreakerChanged(operation, state);
        return default;
    }
}
