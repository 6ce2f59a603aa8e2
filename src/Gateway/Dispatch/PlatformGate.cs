using ServiceHall.Adapters.Platforms;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>Holds all calls to a platform that is away, so that a backlog does not knock on its door a thousand times. One log line a change of state.</summary>
internal sealed class PlatformGate(TimeProvider machine)
{
    // A timer can't wait for longer than some weeks; a platform may name any moment.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _closedUntil;
    private int _awayInARow;

    /// <summary>Waits until calls may be tried.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            lock (_lock)
            {
                wait = _closedUntil - machine.GetUtcNow();
            }

            if (wait <= TimeSpan.Zero)
            {
                return;
            }

            await Task.Delay(wait < LongestWait ? wait : LongestWait, machine, cancellationToken);
        }
    }

    /// <summary>Learns from an outcome.</summary>
    public void Saw(Outcome outcome, Platform platform, ILogger log)
    {
        lock (_lock)
        {
            if (outcome is not (Outcome.Away or Outcome.Stopped or Outcome.BatchRefused))
            {
                if (_awayInARow > 0)
                {
                    DispatchLog.Back(log, platform.Name);
                }

                _awayInARow = 0;
                return;
            }

            var now = machine.GetUtcNow();
            if (now >= _closedUntil)
            {
                Close(now, outcome, platform, log);
            }

            // Also from a call that was under way when it closed: never sooner than the platform asked for.
            if (outcome is Outcome.Away { RetryAfter: { } after } && now + after > _closedUntil)
            {
                _closedUntil = now + after;
            }
        }
    }

    // Calls that were under way at once are one outage: only the first of them climbs the schedule.
    private void Close(DateTimeOffset now, Outcome outcome, Platform platform, ILogger log)
    {
        if (_awayInARow == 0)
        {
            DispatchLog.Away(log, platform.Name, Settle.Word(outcome));
        }

        var schedule = platform.Settings.Schedule;
        _closedUntil = now + schedule[Math.Min(_awayInARow, schedule.Count - 1)];
        _awayInARow++;
    }
}
