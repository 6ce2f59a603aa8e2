using ServiceHall.Adapters.Platforms;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>Holds all calls to a platform that is away, so that a backlog does not knock on its door a thousand times. One log line a change of state.</summary>
internal sealed class PlatformGate(TimeProvider machine, OpeningHours? hours = null)
{
    // A timer can't wait for longer than some weeks; a platform may name any moment.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private TaskCompletionSource _started = Unset();
    private DateTimeOffset _closedUntil;
    private int _awayInARow;
    private string? _stopped;

    /// <summary>What is done when an operator opens it: whatever waits for a moment may go at once.</summary>
    public Action? Opened { private get; set; }

    /// <summary>Whether it is held closed until somebody starts it.</summary>
    public bool IsStopped => Stopped is not null;

    /// <summary>Why it is held closed, for a person; null where it is not.</summary>
    public string? Stopped
    {
        get
        {
            lock (_lock)
            {
                return _stopped;
            }
        }
    }

    /// <summary>The time it is closed by its hours, where that is now.</summary>
    public HoursSpan? Shut => hours?.At(machine.GetUtcNow()) is { IsOpen: false } shut ? shut : null;

    /// <summary>Until when no call is tried because it was away; null where it was not.</summary>
    public DateTimeOffset? AwayUntil
    {
        get
        {
            lock (_lock)
            {
                return _closedUntil > machine.GetUtcNow() ? _closedUntil : null;
            }
        }
    }

    /// <summary>What it holds back at this moment, as the gate of a platform of this name.</summary>
    public GateStanding StandingOf(string platform) => new(platform, Stopped, Shut, AwayUntil);

    /// <summary>Whether no call may begin, whatever the platform did.</summary>
    public bool IsHeld => IsStopped || Shut is not null;

    /// <summary>Waits until calls may be tried.</summary>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        while (Wait() is var (wait, started) && wait > TimeSpan.Zero)
        {
            try
            {
                await started.WaitAsync(wait < LongestWait ? wait : LongestWait, machine, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Its moment may have come.
            }
        }
    }

    /// <summary>No call passes any more until it is started.</summary>
    public void Stop(string why)
    {
        lock (_lock)
        {
            _stopped = why;
        }
    }

    /// <summary>Opens it at once, whoever closed it, and forgets how often the platform was away.</summary>
    public void Start()
    {
        TaskCompletionSource started;
        lock (_lock)
        {
            (_stopped, _closedUntil, _awayInARow) = (null, default, 0);
            (started, _started) = (_started, Unset());
        }

        started.SetResult();
        Opened?.Invoke();
    }

    /// <summary>Learns from an outcome.</summary>
    public void Saw(Outcome outcome, Platform platform, ILogger log)
    {
        lock (_lock)
        {
            if (outcome is not Outcome.Away)
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

    private (TimeSpan Wait, Task Started) Wait()
    {
        var now = machine.GetUtcNow();
        var shut = Shut is { } span ? span.To - now ?? LongestWait : TimeSpan.Zero;
        lock (_lock)
        {
            var wait = _stopped is not null ? LongestWait : _closedUntil - now;
            return (wait > shut ? wait : shut, _started.Task);
        }
    }

    private static TaskCompletionSource Unset() => new(TaskCreationOptions.RunContinuationsAsynchronously);

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
