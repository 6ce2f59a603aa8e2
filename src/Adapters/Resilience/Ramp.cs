namespace ServiceHall.Adapters.Resilience;

/// <summary>
/// How many calls of an operation may be under way at once around a break: one while its breaker is not closed (the others wait for how it goes), then
/// evenly more, so that a platform that has just come back is not knocked over by the backlog.
/// </summary>
internal sealed class Ramp(int whole, TimeSpan duration, TimeProvider time)
{
    private readonly Lock _lock = new();
    private bool _isBroken;
    private DateTimeOffset? _closedAt;

    /// <summary>Calls at once, now.</summary>
    public int Most
    {
        get
        {
            lock (_lock)
            {
                return _isBroken ? 1 : _closedAt is { } from ? Grown(time.GetUtcNow() - from) : int.MaxValue;
            }
        }
    }

    /// <summary>The breaker is not closed.</summary>
    public void Break()
    {
        lock (_lock)
        {
            _isBroken = true;
        }
    }

    /// <summary>The breaker has closed.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            (_isBroken, _closedAt) = (false, time.GetUtcNow());
        }
    }

    private int Grown(TimeSpan since) => since >= duration ? int.MaxValue : 1 + Math.Max(0, (int)((whole - 1) * (since / duration)));
}
