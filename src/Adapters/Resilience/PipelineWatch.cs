namespace ServiceHall.Adapters.Resilience;

/// <summary>What a pipeline tells while it works.</summary>
public sealed record PipelineWatch
{
    /// <summary>Tells nobody.</summary>
    public static PipelineWatch Nobody { get; } = new();

    /// <summary>An attempt ended: its operation, its status code or what broke (<c>connection</c>, <c>timeout</c>, <c>cut</c>), how long it took.</summary>
    public Action<string, string, TimeSpan> Attempted { get; init; } = (_, _, _) => { };

    /// <summary>An operation's circuit breaker changed.</summary>
    public Action<string, BreakerState> BreakerChanged { get; init; } = (_, _) => { };
}

/// <summary>The states of a circuit breaker.</summary>
public enum BreakerState
{
    /// <summary>Calls pass.</summary>
    Closed,

    /// <summary>No call passes.</summary>
    Open,

    /// <summary>One call is tried.</summary>
    HalfOpen,
}
