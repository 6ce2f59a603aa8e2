namespace ServiceHall.Gateway.Dispatch;

/// <summary>Says when a platform closes and opens, once each; nothing at start where it is open.</summary>
internal sealed class HoursWatch(Platforms platforms, TimeProvider machine, ILogger<HoursWatch> log) : BackgroundService
{
    // A machine's clock may be set: it is looked at now and then.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(platforms.Enabled.Where(platform => platform.Hours is not null).Select(platform => WatchAsync(platform.Name, platform.Hours!, stoppingToken)));

    private async Task WatchAsync(string platform, OpeningHours hours, CancellationToken cancellationToken)
    {
        var wasOpen = true;
        while (!cancellationToken.IsCancellationRequested)
        {
            var now = machine.GetUtcNow();
            var span = hours.At(now);
            if (span.IsOpen != wasOpen)
            {
                Say(platform, span);
            }

            wasOpen = span.IsOpen;
            var wait = span.To - now ?? LongestWait;
            await Task.Delay(wait < LongestWait ? wait : LongestWait, machine, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Say(string platform, HoursSpan span)
    {
        if (span.IsOpen)
        {
            DispatchLog.HoursOpen(log, platform, span.To);
        }
        else
        {
            DispatchLog.HoursClosed(log, platform, span.To);
        }
    }
}
