using System.Threading.Channels;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Status.Feed;

/// <summary>
/// Wakes those who wait for changes. The writer tells that it has committed; what is new is then read once for all who wait, and kept for a while in
/// memory. Where nobody waits, nothing is read.
/// </summary>
internal sealed class ChangeFeed : BackgroundService
{
    // Those who wait are woken no more often than this, however many commits there are: a thousand of them cost a thousand wakings each time.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly ChangeReader _reader;
    private readonly TimeProvider _machine;
    private readonly ILogger<ChangeFeed> _log;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenRegistration _atStop;
    private volatile ChangeTail _tail;
    private int _listening;

    public ChangeFeed(ChangeReader reader, TimeProvider machine, IHostApplicationLifetime lifetime, ILogger<ChangeFeed> log)
    {
        (_reader, _machine, _log, _stopping) = (reader, machine, log, lifetime.ApplicationStopping);
        _tail = ChangeTail.StartingAt(reader.Origin());

        // Whoever waits would hold up the end of the server.
        _atStop = _stopping.Register(() => _tail.Pass());
    }

    /// <summary>Whether the gateway stops: nobody waits any more.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>How many wait or watch.</summary>
    public int Listeners => Volatile.Read(ref _listening);

    /// <summary>Something was committed. Called by the writer; costs next to nothing.</summary>
    public void Wake()
    {
        // The commit must not be overtaken by this look: who begins to listen after it reads what was committed, who began before it is counted.
        if (Interlocked.CompareExchange(ref _listening, 0, 0) > 0)
        {
            _news.Writer.TryWrite(true);
        }
    }

    /// <summary>From now on until it is disposed of, commits are looked after. To be called before the first read.</summary>
    public IDisposable Listen()
    {
        Interlocked.Increment(ref _listening);
        _news.Writer.TryWrite(true);
        return new Listening(this);
    }

    /// <summary>Waits until the journal goes on behind a place, for whomever; false where that took too long, or the gateway stops.</summary>
    public async Task<bool> GoesOnAsync(long place, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var since = _machine.GetTimestamp();
        for (var tail = _tail; tail.Head <= place; tail = _tail)
        {
            var left = atMost - _machine.GetElapsedTime(since);
            if (IsStopping || left <= TimeSpan.Zero || !await PassesAsync(tail, left, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The changes behind a place that this caller may see: from memory, or from the store for whom memory does not reach. Null where not all of them are
    /// kept.
    /// </summary>
    public ChangePage? Read(long after, Caller caller, int most) => _tail.Read(after, caller, most) ?? _reader.Read(after, caller, most);

    public override void Dispose()
    {
        _atStop.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _news.Reader.WaitToReadAsync(stoppingToken))
        {
            _news.Reader.TryRead(out _);
            await Task.Delay(TryAdvance() ? Gathering : AfterFault, _machine, stoppingToken);
        }
    }

    private async Task<bool> PassesAsync(ChangeTail tail, TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await tail.Passed.WaitAsync(atMost, _machine, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // They wait on, and it is tried again: a fault here is nobody's answer.
    private bool TryAdvance()
    {
        try
        {
            Advance();
            return true;
        }
        catch (Exception fault)
        {
            FeedLog.NotRead(_log, fault);
            Wake();
            return false;
        }
    }

    private void Advance()
    {
        var tail = _tail;
        var page = _reader.Read(new ChangeQuery(tail.Head, Departments: null, ChangeTail.Most));
        if (page?.Next == tail.Head)
        {
            return;
        }

        // Nobody has waited for long: whoever is behind the new beginning reads from the store.
        _tail = page is { IsHead: true } ? tail.With(page) : ChangeTail.StartingAt(_reader.End());
        tail.Pass();
    }

    private sealed class Listening(ChangeFeed feed) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref feed._listening);
    }
}
