namespace ServiceHall.Adapters.Resilience;

/// <summary>Why a pipeline made no call.</summary>
public enum NotSent
{
    /// <summary>The operation's circuit breaker is open.</summary>
    BreakerOpen,

    /// <summary>Too many calls wait already.</summary>
    Limited,

    /// <summary>The time for the whole call was over before anything reached the platform.</summary>
    OutOfTime,

    /// <summary>The caller gave up before anything reached the platform.</summary>
    Cancelled,
}

/// <summary>Nothing of the call reached the platform: the pipeline kept it back, or had no time left for it.</summary>
/// <param name="reason">Why.</param>
/// <param name="retryAfter">When it is worth trying again, where that is known.</param>
/// <param name="cause">What the strategy said.</param>
public sealed class NotSentException(NotSent reason, TimeSpan? retryAfter, Exception? cause = null) : HttpRequestException($"Not sent: {reason}.", cause)
{
    /// <summary>Why.</summary>
    public NotSent Reason => reason;

    /// <summary>When it is worth trying again, where that is known.</summary>
    public TimeSpan? RetryAfter => retryAfter;
}
