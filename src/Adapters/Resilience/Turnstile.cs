namespace ServiceHall.Adapters.Resilience;

/// <summary>Lets so many in at once; others wait in order of their coming.</summary>
/// <param name="most">How many may be inside. May change; it is asked when somebody comes or leaves.</param>
/// <param name="queueLimit">How many may wait.</param>
internal sealed class Turnstile(Func<int> most, int queueLimit)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private int _inside;

    /// <summary>Waits until there is room; false where too many wait already. Whoever was let in must <see cref="Leave"/>.</summary>
    public async Task<bool> TryEnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource waiter;
        lock (_lock)
        {
            if (_waiting.Count == 0 && _inside < most())
            {
                _inside++;
                return true;
            }

            if (_waiting.Count >= queueLimit)
            {
                return false;
            }

            waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.AddLast(waiter);
        }

        using (cancellationToken.UnsafeRegister(_ => GiveUp(waiter, cancellationToken), null))
        {
            await waiter.Task.ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Makes room for the next.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _inside--;
            while (_waiting.First is { } next && _inside < most())
            {
                _inside++;
                _waiting.RemoveFirst();
                next.Value.SetResult();
            }
        }
    }

    private void GiveUp(TaskCompletionSource waiter, CancellationToken cancellationToken)
    {
        bool waited;
        lock (_lock)
        {
            waited = _waiting.Remove(waiter);
        }

        if (waited)
        {
            waiter.SetCanceled(cancellationToken);
        }
    }
}
