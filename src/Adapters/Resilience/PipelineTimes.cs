namespace ServiceHall.Adapters.Resilience;

/// <summary>The times that hold: what is not set follows from how long one attempt may take.</summary>
public sealed record PipelineTimes(TimeSpan Attempt, TimeSpan Total, TimeSpan Sampling)
{
    private const int AttemptsInTotal = 3;

    // The shortest that Polly takes.
    private static readonly TimeSpan ShortestSampling = TimeSpan.FromSeconds(0.5);

    /// <param name="options">What is set.</param>
    /// <param name="platformAttempt">The platform's own <c>AttemptTimeout</c>.</param>
    public static PipelineTimes Of(HttpResilienceOptions options, TimeSpan platformAttempt)
    {
        var attempt = options.AttemptTimeout.Timeout ?? platformAttempt;
        var several = attempt * AttemptsInTotal;
        return new(attempt, options.TotalRequestTimeout.Timeout ?? several, options.CircuitBreaker.SamplingDuration ?? (several > ShortestSampling ? several : ShortestSampling));
    }
}
