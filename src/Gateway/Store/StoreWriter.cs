using System.Diagnostics;
using System.Threading.Channels;

namespace ServiceHall.Gateway.Store;

/// <summary>
/// Group commit: one thread drains what waits into one transaction, and all are acknowledged together after its commit. No lingering: while one
/// group commits, the next gathers by itself. A group that fails is halved until the culprit stands alone.
/// </summary>
internal sealed class StoreWriter : IDisposable
{
    private readonly Channel<WriteWork> _waiting = Channel.CreateUnbounded<WriteWork>(new UnboundedChannelOptions { SingleReader = true });
    private readonly StoreSession _session;
    private readonly Sealer _sealer;
    private readonly ILogger<StoreWriter> _log;
    private readonly int _groupLimit;
    private readonly int _queueLimit;
    private readonly Thread _thread;
    private readonly IdBlock _attemptIds;
    private int _waitingWeight;
    private long _attemptsBegun;
    private IdBlock _caseBlock = new(1, 0);
    private long _nextCaseId = 1;

    public StoreWriter(StoreSession session, Sealer sealer, CaseCache cache, int groupLimit, int queueLimit, ILogger<StoreWriter> log)
    {
        (_session, _sealer, Cache, _groupLimit, _queueLimit, _log) = (session, sealer, cache, groupLimit, queueLimit, log);
        _attemptIds = session.TakeAttemptIds();
        _thread = new Thread(Run) { Name = "store writer", IsBackground = true };
        _thread.Start();
    }

    public CaseCache Cache { get; }

    /// <summary>Told, once it is durable, which lanes have waited for what is done now: subjects, and their departments.</summary>
    public Action<IEnumerable<KeyValuePair<long, string>>> Released { get; init; } = _ => { };

    /// <summary>Told of every group; null where nobody measures.</summary>
    public StoreMetrics? Metrics { get; init; }

    /// <summary>Told after each commit that wrote into the journal, on the writer's thread.</summary>
    public Action Journalled { get; init; } = () => { };

    /// <summary>The next case's serial number. For works, while they are applied.</summary>
    public long TakeCaseId()
    {
        if (_nextCaseId > _caseBlock.Last)
        {
            _caseBlock = _session.TakeCaseIds();
            _nextCaseId = _caseBlock.First;
        }

        return _nextCaseId++;
    }

    /// <summary>The next call's id.</summary>
    public long TakeAttemptId() => _attemptIds.First - 1 + Interlocked.Increment(ref _attemptsBegun);

    /// <summary>Queues a work of a caller; false where too much waits already, and the caller must come back.</summary>
    public bool TryEnqueue(WriteWork work)
    {
        if (Interlocked.Add(ref _waitingWeight, work.Weight) > _queueLimit && Volatile.Read(ref _waitingWeight) != work.Weight)
        {
            Interlocked.Add(ref _waitingWeight, -work.Weight);
            return false;
        }

        // False too where it is stopping: nobody would ever answer.
        return _waiting.Writer.TryWrite(work);
    }

    /// <summary>Queues a work of our own (a settlement), whose number is bounded by the calls under way.</summary>
    public void Enqueue(WriteWork work)
    {
        Interlocked.Add(ref _waitingWeight, work.Weight);
        if (!_waiting.Writer.TryWrite(work))
        {
            work.Failed(new ObjectDisposedException(nameof(StoreWriter)));
        }
    }

    /// <summary>Writes what waits, then stops.</summary>
    public void Dispose()
    {
        if (_waiting.Writer.TryComplete())
        {
            _thread.Join();
            _session.Dispose();
        }
    }

    private void Run()
    {
        var group = new List<WriteWork>();
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            var alone = Gather(group);
            if (group.Count > 0)
            {
                Write(group);
            }

            if (alone is not null)
            {
                Write([alone]);
            }

            group.Clear();
            Rest();
        }
    }

    // What waits, up to the limit or to one that is written alone, after them.
    private WriteWork? Gather(List<WriteWork> group)
    {
        var weight = 0;
        WriteWork? alone = null;
        while (alone is null && weight < _groupLimit && _waiting.Reader.TryRead(out var work))
        {
            weight += work.Weight;
            if (work.Writing == Writing.Together)
            {
                group.Add(work);
            }
            else
            {
                alone = work;
            }
        }

        Interlocked.Add(ref _waitingWeight, -weight);
        return alone;
    }

    // Housekeeping that fails is tried again after the next group; nothing that was acknowledged depends on it.
    private void Rest()
    {
        try
        {
            _session.Idle();
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or InvalidOperationException)
        {
            // The latter where the connection went at this very moment.
            StoreLog.HousekeepingFailed(_log, fault);
        }
    }

    private void Write(IReadOnlyList<WriteWork> works)
    {
        if (_session.HasLeft)
        {
            works.ToList().ForEach(work => work.Failed(new ObjectDisposedException(nameof(StoreWriter))));
            return;
        }

        WriteGroup? group = null;
        var from = Stopwatch.GetTimestamp();
        try
        {
            if (works is [{ Writing: Writing.Rehearsed } rehearsed])
            {
                Rehearse(rehearsed);
            }
            else
            {
                group = Commit(works);
            }
        }
        catch (Exception fault)
        {
            Split(works, fault);
            return;
        }

        var took = Stopwatch.GetElapsedTime(from);
        foreach (var work in works)
        {
            work.Committed();
        }

        if (group is not null)
        {
            Tell(works, group, took);
        }
    }

    private void Tell(IReadOnlyList<WriteWork> works, WriteGroup group, TimeSpan took)
    {
        if (group.IsJournalled)
        {
            Journalled();
        }

        Released(group.Awaited.Released);
        group.Awaited.Left.ForEach(left => Enqueue(new ReleaseRest(left, group.At)));
        try
        {
            Metrics?.Committed(works, group, took);
        }
        catch (Exception fault)
        {
            // Whoever listens to a meter is called right here, and is not ours.
            StoreLog.NotMeasured(_log, fault);
        }
    }

    private WriteGroup Commit(IReadOnlyList<WriteWork> works)
    {
        WriteGroup? committing = null;
        try
        {
            var group = InTransaction(works, group =>
            {
                committing = group;
                group.Forget();
                _session.Commit();
            });
            group.Remember();
            return group;
        }
        finally
        {
            committing?.Settle();
        }
    }

    // Case numbers are taken by works only, on this thread: those of a rehearsal are given back.
    private void Rehearse(WriteWork work)
    {
        var (block, next) = (_caseBlock, _nextCaseId);
        try
        {
            InTransaction([work], _ => _session.Rollback());
        }
        finally
        {
            _nextCaseId = _caseBlock == block ? next : _caseBlock.First;
        }
    }

    private WriteGroup InTransaction(IReadOnlyList<WriteWork> works, Action<WriteGroup> end)
    {
        var group = new WriteGroup(_session, _sealer, Cache);
        _session.Begin();
        try
        {
            foreach (var work in works)
            {
                work.Declare(group);
            }

            group.Load();
            foreach (var work in works)
            {
                work.Apply(group);
            }

            group.Flush();
            end(group);
            return group;
        }
        catch
        {
            _session.Rollback();
            throw;
        }
    }

    private void Split(IReadOnlyList<WriteWork> works, Exception fault)
    {
        // Whatever was in it may be there or not; nobody is told that it is.
        if (_session.IsLost)
        {
            StoreLog.WorkFailed(_log, fault, $"group of {works.Count}");
            works.ToList().ForEach(work => work.Failed(fault));
            return;
        }

        if (works.Count == 1)
        {
            StoreLog.WorkFailed(_log, fault, works[0].GetType().Name);
            works[0].Failed(fault);
            return;
        }

        StoreLog.GroupHalved(_log, fault.GetType().Name, works.Count);
        var half = works.Count / 2;
        Write([.. works.Take(half)]);
        Write([.. works.Skip(half)]);
    }
}
