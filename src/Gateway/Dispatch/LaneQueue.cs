namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// Which lanes have something to send, and which are being worked on: a lane is never in two hands. In memory only; what it forgets the store knows.
/// </summary>
internal sealed class LaneQueue(TimeProvider machine) : IDisposable
{
    // A timer can't wait for longer than some weeks; a platform may name any moment.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private enum Standing
    {
        Ready,
        Busy,
        BusyAndWoken,
        Later,
    }

    private readonly Lock _lock = new();
    private readonly Dictionary<long, Standing> _lanes = [];
    private readonly Queue<long> _ready = new();
    private readonly PriorityQueue<long, DateTimeOffset> _later = new();
    private readonly SemaphoreSlim _changed = new(0);

    /// <summary>Something new stands in this lane.</summary>
    public void Wake(long subject)
    {
        lock (_lock)
        {
            switch (_lanes.TryGetValue(subject, out var standing) ? standing : (Standing?)null)
            {
                case null:
                    MakeReady(subject);
                    break;
                case Standing.Busy:
                    _lanes[subject] = Standing.BusyAndWoken;
                    break;
            }
        }
    }

    /// <summary>Waits for work, then takes up to so many lanes into the caller's hands.</summary>
    public async Task<List<long>> TakeAsync(int most, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan? wait;
            lock (_lock)
            {
                PromoteDue();
                if (_ready.Count > 0)
                {
                    return Take(most);
                }

                wait = _later.TryPeek(out _, out var at) ? Positive(at - machine.GetUtcNow()) : null;
            }

            await WaitAsync(wait, cancellationToken);
        }
    }

    /// <summary>Gives a lane back: done for now, at once again, or again from a certain moment.</summary>
    public void Return(long subject, bool again, DateTimeOffset? notBefore = null)
    {
        lock (_lock)
        {
            var woken = _lanes[subject] == Standing.BusyAndWoken;
            if (notBefore is { } at && at > machine.GetUtcNow())
            {
                _lanes[subject] = Standing.Later;
                _later.Enqueue(subject, at);
                _changed.Release();
            }
            else if (again || woken)
            {
                MakeReady(subject);
            }
            else
            {
                _lanes.Remove(subject);
            }
        }
    }

    /// <summary>Whatever waits for its moment is ready now.</summary>
    public void Hurry()
    {
        lock (_lock)
        {
            while (_later.TryDequeue(out var subject, out _))
            {
                if (_lanes.GetValueOrDefault(subject) == Standing.Later)
                {
                    MakeReady(subject);
                }
            }
        }
    }

    public void Dispose() => _changed.Dispose();

    private List<long> Take(int most)
    {
        var taken = new List<long>(Math.Min(most, _ready.Count));
        while (taken.Count < most && _ready.TryDequeue(out var subject))
        {
            _lanes[subject] = Standing.Busy;
            taken.Add(subject);
        }

        // Whoever else waits may take the rest.
        if (_ready.Count > 0)
        {
            _changed.Release();
        }

        return taken;
    }

    private void PromoteDue()
    {
        var now = machine.GetUtcNow();
        while (_later.TryPeek(out var subject, out var at) && at <= now)
        {
            _later.Dequeue();
            if (_lanes.GetValueOrDefault(subject) == Standing.Later)
            {
                MakeReady(subject);
            }
        }
    }

    private void MakeReady(long subject)
    {
        _lanes[subject] = Standing.Ready;
        _ready.Enqueue(subject);
        if (_ready.Count == 1)
        {
            _changed.Release();
        }
    }

    private async Task WaitAsync(TimeSpan? wait, CancellationToken cancellationToken)
    {
        if (wait is null)
        {
            await _changed.WaitAsync(cancellationToken);
            return;
        }

        using var timeout = new CancellationTokenSource(wait.Value < LongestWait ? wait.Value : LongestWait, machine);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _changed.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A lane's moment has come.
        }
    }

    private static TimeSpan Positive(TimeSpan wait) => wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1);
}
