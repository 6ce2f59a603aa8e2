using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// Keeps this gateway's share of the slots beside others': looks after each beat whether something is to be taken, given back or buried. The slots are
/// given back when the gateway ends, behind its last call.
/// </summary>
internal sealed class SlotShares : IHostedService
{
    private readonly Database _database;
    private readonly StoreWriter _writer;
    private readonly Platforms _platforms;
    private readonly OwnSlots _own;
    private readonly TimeProvider _machine;
    private readonly HallClock _hall;
    private readonly ILogger<Dispatcher> _log;
    private SlotShare? _underWay;
    private HashSet<long> _others = [];
    private volatile bool _isLeaving;

    public SlotShares(Database database, StoreWriter writer, Platforms platforms, OwnSlots own, TimeProvider machine, HallClock hall, ILogger<Dispatcher> log)
    {
        (_database, _writer, _platforms, _own, _machine, _hall, _log) = (database, writer, platforms, own, machine, hall, log);
        if (database.Lease is { } lease)
        {
            lease.Looked = Look;
        }
    }

    /// <summary>What a gateway writes first: what nobody has is its own, and that nobody knows what became of the calls that were under way there.</summary>
    public SlotShare First() => Share([]);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _isLeaving = true;

        // Where the time to stop is over calls may be under way still: then the lease runs out by itself.
        if (!cancellationToken.IsCancellationRequested && _database.Lease is { IsLost: false } lease)
        {
            lease.Retire();
            var leave = new LeaveNodes();
            _writer.Enqueue(leave);
            await ((Task)leave.Done).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // On the thread that keeps the lease, which waits for nobody.
    private void Look(Surroundings around)
    {
        LookForTheGone(around);
        if (!_isLeaving && _underWay is null or { Done.IsCompleted: true } && IsDue(around))
        {
            _underWay = Share([.. around.Others.Where(node => node.IsSilent)]);
            _writer.Enqueue(_underWay);
        }
    }

    // One that is no more may have had lanes to let go whose record is there now, and told nobody (ReleaseRest).
    private void LookForTheGone(Surroundings around)
    {
        var others = around.Others.Select(node => node.Id).ToHashSet();
        if (!_others.IsSubsetOf(others))
        {
            _own.Announce();
        }

        _others = others;
    }

    private bool IsDue(Surroundings around)
    {
        var nodes = around.Others.Count + 1;
        var share = (Slots.Count + nodes - 1) / nodes;
        return around.Others.Any(node => node.IsSilent) || _platforms.Enabled.Any(platform =>
            _own.Own(platform.Name).Count is var own && (own > share || _own.Leaving(platform.Name).Count > 0 || (own < share && around.FreeSlots.GetValueOrDefault(platform.Name) > 0)));
    }

    private SlotShare Share(IReadOnlyList<OtherNode> silent) => new(_platforms, _own, silent, _machine.GetUtcNow(), _hall.Now, _log);
}
