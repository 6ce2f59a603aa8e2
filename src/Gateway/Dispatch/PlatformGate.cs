using ServiceHall.Adapters.Platforms;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>Holds all calls to a platform that is away, so that a backlog does not knock on its door a thousand times. One log line a change of state.</summary>
internal sealed class PlatformGate(TimeProvider machine)
{
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

            await Task.Delay(wait, machine, cancellationToken);
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

            if (_awayInARow == 0)
            {
                DispatchLog.Away(log, platform.Name, Settle.Word(outcome));
            }

            var schedule = platform.Settings.Schedule;
            var wait = schedule[Math.Min(_awayInARow, schedule.Count - 1)];
            _closedUntil = machine.GetUtcNow() + (outcome is Outcome.Away { RetryAfter: { } after } && after > wait ? after : wait);
            _awayInARow++;
        }
    }
}
