using System.Data.Common;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// What other nodes commit, as far as it concerns this one: lanes of its slots that have something new, platforms that are stopped and started, and that
/// the feed goes on. It reads the journal behind what it has read: when a node tells that it has committed, which none does more than ten times a second
/// and none inside its transactions, and every second in any case. Nothing is lost with a message.
/// </summary>
/// <param name="journalled">Told when the journal has gone on.</param>
internal sealed class Neighbours(NodeLease lease, Action journalled, Wakeups wakeups, OwnSlots own, Platforms platforms, PlatformGates gates, TimeProvider machine, ILogger<Neighbours> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenMessages = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll(TellAsync(stoppingToken), HearAsync(lease.Joined, stoppingToken));
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await lease.CommitsAsync(cancellationToken);
            await GuardedAsync(() => lease.TellAsync(cancellationToken), cancellationToken);
            await Task.Delay(BetweenMessages, machine, cancellationToken);
        }
    }

    private async Task HearAsync(long place, CancellationToken cancellationToken)
    {
        while (true)
        {
            await GuardedAsync(() => lease.HearAsync(Every, cancellationToken), cancellationToken);
            await GuardedAsync(() => Task.FromResult(place = ReadOn(place)), cancellationToken);
        }
    }

    // Up to where nothing more stands.
    private long ReadOn(long place)
    {
        while (true)
        {
            var (rows, upTo) = lease.ReadOthers(place);
            foreach (var row in rows)
            {
                Heed(row);
            }

            if (upTo == place)
            {
                return place;
            }

            journalled();
            place = upTo;
        }
    }

    private void Heed(OthersRow row)
    {
        if (row.Subject is { } subject)
        {
            if (platforms.Enabled.Any(platform => own.Owns(platform.Name, subject)))
            {
                wakeups.Wake([new(subject, row.Department)]);
            }
        }
        else if (row.Platform is { } platform)
        {
            gates.Reload(platform);
        }
    }

    // A store that can't be read is read again; one that is lost ends the gateway.
    private async Task GuardedAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (DbException fault)
        {
            DispatchLog.NeighboursNotHeard(log, fault);
            await Task.Delay(Every, machine, cancellationToken);
        }
    }
}
