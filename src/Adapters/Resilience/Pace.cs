namespace ServiceHall.Adapters.Resilience;

/// <summary>Calls in a time: tokens that come evenly, and a moment before which the platform wants none.</summary>
internal sealed class Pace(TokenBucketOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private double _tokens = options.TokenLimit;
    private DateTimeOffset _filledAt = time.GetUtcNow();
    private DateTimeOffset _notBefore;

    /// <summary>Takes the next turn, and says how long it is until then.</summary>
    public TimeSpan Take()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var untilToken = options.TokenLimit > 0 ? UntilToken(now) : TimeSpan.Zero;
            var untilWanted = _notBefore - now;
            return untilToken > untilWanted ? untilToken : untilWanted > TimeSpan.Zero ? untilWanted : TimeSpan.Zero;
        }
    }

    /// <summary>Gives a turn back that was not used.</summary>
    public void GiveBack()
    {
        lock (_lock)
        {
            _tokens++;
        }
    }

    /// <summary>No turn comes sooner than after this time.</summary>
    public void Rest(TimeSpan wanted)
    {
        lock (_lock)
        {
            var until = time.GetUtcNow() + wanted;
            _notBefore = until > _notBefore ? until : _notBefore;
        }
    }

    // Below zero: turns that others wait for already.
    private TimeSpan UntilToken(DateTimeOffset now)
    {
        var period = options.ReplenishmentPeriod / options.TokensPerPeriod;
        var passed = now > _filledAt ? now - _filledAt : TimeSpan.Zero;
        _tokens = Math.Min(options.TokenLimit, _tokens + (passed / period)) - 1;
        _filledAt = now;
        return _tokens >= 0 ? TimeSpan.Zero : -_tokens * period;
    }
}
