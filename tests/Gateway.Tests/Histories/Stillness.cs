using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Tests.Histories;

/// <summary>
/// Knows when the dispatcher has nothing under way but waits for the clock: no thread runs in its context, the pool has nothing queued, and the writer has
/// come past a work of ours. (A clock that moved too soon would be wrong in nothing; the gateway would only see more time-outs than it was to.)
/// </summary>
internal sealed class Stillness
{
    private const int Looks = 3;
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private readonly AsyncLocal<bool> _isWatched;
    private TaskCompletionSource? _stopped;
    private int _running;

    public Stillness() => _isWatched = new AsyncLocal<bool>(change => Count(change.PreviousValue, change.CurrentValue));

    private bool IsStill => Volatile.Read(ref _running) == 0 && ThreadPool.PendingWorkItemCount == 0;

    /// <summary>Begins something whose threads are watched, with all that it begins in turn.</summary>
    public T Watch<T>(Func<T> begin)
    {
        _isWatched.Value = true;
        try
        {
            return begin();
        }
        finally
        {
            _isWatched.Value = false;
        }
    }

    /// <summary>Waits until nothing moves.</summary>
    public async Task ComesAsync(StoreWriter writer)
    {
        using var bound = new CancellationTokenSource(Bound);
        for (var looks = 0; looks < Looks; looks = IsStill ? looks + 1 : 0)
        {
            while (!IsStill)
            {
                await StoppedAsync(bound.Token);
                await Task.Yield();
                bound.Token.ThrowIfCancellationRequested();
            }

            var turn = new Turn();
            writer.Enqueue(turn);
            await turn.Done.WaitAsync(bound.Token);
        }
    }

    private Task StoppedAsync(CancellationToken bound)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // Seen by whoever stops from now on, before we look: a plain write may come after the look.
        Interlocked.Exchange(ref _stopped, stopped);
        return Volatile.Read(ref _running) == 0 ? Task.CompletedTask : stopped.Task.WaitAsync(bound);
    }

    // Told of every change of context: from unset to false too, which is none.
    private void Count(bool before, bool now)
    {
        if (before != now && Interlocked.Add(ref _running, now ? 1 : -1) == 0)
        {
            Volatile.Read(ref _stopped)?.TrySetResult();
        }
    }

    /// <summary>Comes behind whatever waits to be written.</summary>
    private sealed class Turn : WriteWork<bool>
    {
        public override int Weight => 1;

        public override void Apply(WriteGroup group) => Answer = true;
    }
}
