using System.Diagnostics;
using System.Threading.Channels;

namespace ServiceHall.Gateway.Store;

/// <summary>Another node, as it was last seen.</summary>
/// <param name="IsSilent">Whether its beat has stood still for longer than its own lease can last: it may be buried.</param>
internal sealed record OtherNode(long Id, string Name, long Beat, bool IsSilent);

/// <summary>What a node saw when it last looked around: the others, and how many slots of each platform nobody has.</summary>
internal sealed record Surroundings(IReadOnlyList<OtherNode> Others, IReadOnlyDictionary<string, int> FreeSlots);

/// <summary>A row of the journal that another node wrote, as far as a dispatcher needs it.</summary>
internal sealed record OthersRow(string Department, long? Subject, string? Platform);

/// <summary>
/// How long this gateway may count on being a node. All by this machine's own steady clock, from before the beat was raised: no two machines' clocks are
/// ever compared. A lease that has run out does not come back: the gateway ends, and whoever watches over it starts it again under a new number.
/// </summary>
internal abstract class NodeLease : IDisposable
{
    private readonly Channel<bool> _committed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly TimeSpan _lease;
    private readonly CancellationTokenSource _ended;
    private long _since;
    private int _isLost;
    private volatile bool _isRetired;

    protected NodeLease(long node, long joined, TimeSpan lease, long since)
    {
        (Node, Joined, _lease, _since) = (node, joined, lease, since);
        _ended = new CancellationTokenSource();
        _ended.Token.Register(() => Lose(new TimeoutException("The lease has run out.")));
        EndIn(Left);
    }

    /// <summary>This node's number; no other ever has or had it.</summary>
    public long Node { get; }

    /// <summary>How far the journal had come when it became a node, before it had read anything: what others write behind that it may not know.</summary>
    public long Joined { get; }

    /// <summary>Told once when it is no node any more, on any thread, and by which fault where it was one.</summary>
    public Action<Exception?> Lost { get; set; } = _ => { };

    /// <summary>Told after each look around, on the thread that looks.</summary>
    public Action<Surroundings> Looked { get; set; } = _ => { };

    public bool IsLost => Volatile.Read(ref _isLost) != 0;

    /// <summary>Whether there were other nodes when it last looked.</summary>
    public bool HasOthers { get; private set; }

    /// <summary>What is left of it.</summary>
    public TimeSpan Left => _lease - Stopwatch.GetElapsedTime(Volatile.Read(ref _since));

    /// <summary>Cancelled when it has run out: whatever is under way by then is another's soon.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Whether a call that may take so long can end within it. One that may take longer than most of a lease is cut off where the lease ends.</summary>
    public bool Outlasts(TimeSpan call)
    {
        var most = _lease * 5 / 6;
        return !IsLost && Left >= (call < most ? call : most);
    }

    /// <summary>This gateway ends in order: it looks no more, and that it is no node any more is no news to it.</summary>
    public virtual void Retire() => _isRetired = true;

    /// <summary>This node has committed something that stands in the journal. Costs next to nothing, also where it is alone.</summary>
    public void Committed()
    {
        if (HasOthers)
        {
            _committed.Writer.TryWrite(true);
        }
    }

    /// <summary>Waits until it has committed something since this was asked last, and others are there.</summary>
    public ValueTask<bool> CommitsAsync(CancellationToken cancellationToken) => _committed.Reader.ReadAsync(cancellationToken);

    /// <summary>Tells the other nodes that there is something new in the journal.</summary>
    public abstract Task TellAsync(CancellationToken cancellationToken);

    /// <summary>Waits until a node tells so, at most so long.</summary>
    public abstract Task HearAsync(TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>What other nodes wrote into a stretch of the journal behind a place, and where that stretch ends: at the place itself where nothing stands behind it.</summary>
    public abstract (IReadOnlyList<OthersRow> Rows, long UpTo) ReadOthers(long after);

    public virtual void Dispose() => _ended.Dispose();

    /// <summary>The beat was raised, and it looked around.</summary>
    /// <param name="since">A timestamp from before it was raised.</param>
    /// <param name="around">What it saw.</param>
    protected void Renewed(long since, Surroundings around)
    {
        Volatile.Write(ref _since, since);
        HasOthers = around.Others.Count > 0;
        EndIn(Left);
        Looked(around);
    }

    protected void Lose(Exception? fault)
    {
        if (!_isRetired && Interlocked.Exchange(ref _isLost, 1) == 0)
        {
            Lost(fault);
        }
    }

    private void EndIn(TimeSpan left) => _ended.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
}
