namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// Which lanes have something to send, and which are being worked on: a lane is never in two hands. Departments take turns, so that one's backlog
/// does not stand before another's case, and a turn is a batch. Of each it holds only so many lanes in memory; the others are left in the store and read again when there is
/// room (<see cref="NextRefillAsync"/>). What it forgets the store knows. A backlog goes at a <see cref="Pace"/> while others come and go.
/// </summary>
/// <param name="linger">How long the first ready lane may wait for others that go in the same batch.</param>
/// <param name="window">How many lanes of one department it holds ready, and how many until their moment.</param>
internal sealed class LaneQueue(TimeProvider machine, TimeSpan linger = default, int window = 4_000) : IDisposable
{
    // A timer can't wait for longer than some weeks; a platform may name any moment.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private enum Standing
    {
        Ready,
        Busy,
        BusyAndWoken,
        Later,
    }

    private readonly Lock _lock = new();
    private readonly Dictionary<long, (Standing Standing, DepartmentLine Line)> _lanes = [];
    private readonly Dictionary<string, DepartmentLine> _lines = new(StringComparer.Ordinal);
    private readonly Queue<DepartmentLine> _turns = new();
    private readonly PriorityQueue<long, DateTimeOffset> _later = new();
    private readonly Pace _pace = new();
    private readonly Queue<DepartmentLine> _resting = new();
    private readonly SemaphoreSlim _changed = new(0);
    private readonly SemaphoreSlim _wanting = new(0);
    private int _ready;
    private DateTimeOffset _readySince;
    private DateTimeOffset _takenAt;

    /// <summary>Whether a lane is this gateway's to work on. One that is not, or is no more when its turn comes, is dropped: another gateway has it, and the store knows.</summary>
    public Predicate<long> IsOurs { private get; init; } = _ => true;

    /// <summary>Since when lanes are ready of which none was taken; null where none is.</summary>
    public DateTimeOffset? ReadySince
    {
        get
        {
            lock (_lock)
            {
                return _ready == 0 ? null : _readySince > _takenAt ? _readySince : _takenAt;
            }
        }
    }

    /// <summary>Something new stands in this lane.</summary>
    public void Wake(long subject, string department) => Wake(subject, department, whateverMoment: false);

    /// <summary>It was another gateway's meanwhile, or may have been: the moment that it waits for here may be over.</summary>
    public void LookAgain(long subject, string department) => Wake(subject, department, whateverMoment: true);

    private void Wake(long subject, string department, bool whateverMoment)
    {
        if (!IsOurs(subject))
        {
            return;
        }

        lock (_lock)
        {
            var line = LineOf(department);
            if (line.Ready.Count >= window && !_lanes.ContainsKey(subject))
            {
                LeaveOut(line, machine.GetUtcNow());
                return;
            }

            Admit(subject, line, whateverMoment);
        }
    }

    /// <summary>Waits for work, then takes up to so many lanes into the caller's hands: of the department whose turn it is, then of the next.</summary>
    public async Task<List<long>> TakeAsync(int most, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan? wait;
            lock (_lock)
            {
                var now = machine.GetUtcNow();
                PromoteDue(now);
                if ((_ready >= most || (_ready > 0 && now - _readySince >= linger)) && Take(most, now) is { Count: > 0 } taken)
                {
                    return taken;
                }

                wait = _ready > 0 ? Positive(_readySince + linger - now) : _later.TryPeek(out _, out var at) ? Positive(at - now) : null;
            }

            await WaitAsync(_changed, wait, cancellationToken);
        }
    }

    /// <summary>Gives a lane back: done for now, at once again, or again from a certain moment.</summary>
    public void Return(long subject, bool again, DateTimeOffset? notBefore = null)
    {
        lock (_lock)
        {
            var (standing, line) = _lanes[subject];
            if (_pace.Ended(subject, machine.GetUtcNow()))
            {
                // In the order in which they came to rest: backlogs take turns too.
                while (_resting.TryDequeue(out var rested))
                {
                    Hold(rested, rested.IsFull, isResting: false);
                }
            }

            if (notBefore is { } at && at > machine.GetUtcNow())
            {
                Defer(subject, line, at);
            }
            else if (again || standing == Standing.BusyAndWoken)
            {
                MakeReady(subject, line);
            }
            else
            {
                _lanes.Remove(subject);
            }
        }
    }

    /// <summary>Nothing more of this department is taken until it is released.</summary>
    public void Hold(string department)
    {
        lock (_lock)
        {
            var line = LineOf(department);
            Hold(line, isFull: true, line.IsResting);
        }
    }

    /// <summary>It has its turns again.</summary>
    public void Release(string department)
    {
        lock (_lock)
        {
            var line = LineOf(department);
            Hold(line, isFull: false, line.IsResting);
        }
    }

    /// <summary>Whatever waits for its moment is ready now.</summary>
    public void Hurry()
    {
        lock (_lock)
        {
            while (_later.TryDequeue(out var subject, out _))
            {
                Promote(subject);
            }

            foreach (var line in _lines.Values.Where(line => line.LeftOutUntil is not null))
            {
                LeaveOut(line, DateTimeOffset.MinValue);
            }
        }
    }

    /// <summary>Waits until a department has room for what was left in the store.</summary>
    public async Task<Refill> NextRefillAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan? wait = null;
            lock (_lock)
            {
                var now = machine.GetUtcNow();
                foreach (var line in _lines.Values.Where(line => line.HasRoom(window)))
                {
                    if (line.ReadUpTo is null && line.LeftOutUntil <= now)
                    {
                        // From the beginning: what is left out from now on needs another reading.
                        (line.ReadUpTo, line.LeftOutUntil) = (0, null);
                    }

                    if (line.ReadUpTo is { } after)
                    {
                        return new Refill(line.Department, after, window - line.Ready.Count);
                    }

                    if (line.LeftOutUntil - now is { } until && !(wait < until))
                    {
                        wait = Positive(until);
                    }
                }
            }

            await WaitAsync(_wanting, wait, cancellationToken);
        }
    }

    /// <summary>What was read of a department's lanes, in the order of the reading; fewer than were wanted are its last.</summary>
    public void Fill(Refill wanted, IReadOnlyList<long> subjects)
    {
        lock (_lock)
        {
            var line = _lines[wanted.Department];
            foreach (var subject in subjects.Where(subject => IsOurs(subject)))
            {
                Admit(subject, line, whateverMoment: false);
            }

            line.ReadUpTo = subjects.Count < wanted.Most ? null : subjects[^1];
        }
    }

    public void Dispose()
    {
        _changed.Dispose();
        _wanting.Dispose();
    }

    private DepartmentLine LineOf(string department) => _lines.TryGetValue(department, out var line) ? line : _lines[department] = new DepartmentLine(department);

    private void Admit(long subject, DepartmentLine line, bool whateverMoment)
    {
        switch (_lanes.TryGetValue(subject, out var known) ? known.Standing : (Standing?)null)
        {
            case null:
                MakeReady(subject, line);
                break;
            case Standing.Busy:
                _lanes[subject] = (Standing.BusyAndWoken, line);
                break;
            case Standing.Later when whateverMoment:
                Promote(subject);
                break;
        }
    }

    private List<long> Take(int most, DateTimeOffset now)
    {
        var taken = new List<long>(Math.Min(most, _ready));
        var dropped = 0;
        _takenAt = now;
        while (taken.Count < most && _turns.TryDequeue(out var line))
        {
            line.HasTurn = false;
            line.IsBacklog = line.Ready.Count > (line.IsBacklog ? Pace.Lanes : Pace.Backlog);
            var isPaced = line.IsBacklog && _lines.Values.Any(other => other != line && other.TakenAt > now - Pace.Memory);
            if (isPaced && !_pace.MayBegin)
            {
                Hold(line, line.IsFull, isResting: true);
                _resting.Enqueue(line);
                continue;
            }

            line.TakenAt = line.IsBacklog ? default : now;
            var upTo = isPaced ? Math.Min(most, taken.Count + Pace.Lanes) : most;
            var before = taken.Count;
            while (taken.Count < upTo && !line.IsHeld && line.Ready.TryDequeue(out var subject))
            {
                if (IsOurs(subject))
                {
                    _lanes[subject] = (Standing.Busy, line);
                    taken.Add(subject);
                }
                else
                {
                    _lanes.Remove(subject);
                    dropped++;
                }

                if (line.Ready.Count == window / 2)
                {
                    _wanting.Release();
                }
            }

            if (isPaced && taken.Count > before)
            {
                _pace.Begin(taken[before..], now);
            }

            TakeTurn(line);
        }

        _ready -= taken.Count + dropped;

        // Whoever else waits may take the rest, or must know the next moment.
        if (_ready > 0 || _later.Count > 0)
        {
            _changed.Release();
        }

        return taken;
    }

    private void Defer(long subject, DepartmentLine line, DateTimeOffset at)
    {
        if (line.Later >= window)
        {
            _lanes.Remove(subject);
            LeaveOut(line, at);
            return;
        }

        _lanes[subject] = (Standing.Later, line);
        line.Later++;
        _later.Enqueue(subject, at);
        _changed.Release();
    }

    // The store has it; it is read again from then on.
    private void LeaveOut(DepartmentLine line, DateTimeOffset until)
    {
        if (!(line.LeftOutUntil <= until))
        {
            line.LeftOutUntil = until;
            _wanting.Release();
        }
    }

    private void PromoteDue(DateTimeOffset now)
    {
        while (_later.TryPeek(out var subject, out var at) && at <= now)
        {
            _later.Dequeue();
            Promote(subject);
        }
    }

    // One that does not wait any more was promoted before its moment.
    private void Promote(long subject)
    {
        if (_lanes.TryGetValue(subject, out var known) && known.Standing == Standing.Later)
        {
            known.Line.Later--;
            MakeReady(subject, known.Line);
        }
    }

    private void MakeReady(long subject, DepartmentLine line)
    {
        _lanes[subject] = (Standing.Ready, line);
        line.Ready.Enqueue(subject);
        if (!line.IsHeld)
        {
            MayTake(line, 1);
        }
    }

    private void Hold(DepartmentLine line, bool isFull, bool isResting)
    {
        var wasHeld = line.IsHeld;
        (line.IsFull, line.IsResting) = (isFull, isResting);
        if (line.IsHeld && !wasHeld)
        {
            _ready -= line.Ready.Count;
        }
        else if (wasHeld && !line.IsHeld)
        {
            MayTake(line, line.Ready.Count);
        }
    }

    // So many more of a line may be taken.
    private void MayTake(DepartmentLine line, int lanes)
    {
        TakeTurn(line);
        var none = _ready == 0;
        _ready += lanes;
        if (none && _ready > 0)
        {
            _readySince = machine.GetUtcNow();
            _changed.Release();
        }
    }

    private void TakeTurn(DepartmentLine line)
    {
        if (line is { HasTurn: false, IsHeld: false, Ready.Count: > 0 })
        {
            line.HasTurn = true;
            _turns.Enqueue(line);
        }
    }

    private async Task WaitAsync(SemaphoreSlim signal, TimeSpan? wait, CancellationToken cancellationToken)
    {
        if (wait is null)
        {
            await signal.WaitAsync(cancellationToken);
            return;
        }

        using var timeout = new CancellationTokenSource(wait.Value < LongestWait ? wait.Value : LongestWait, machine);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await signal.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A moment has come.
        }
    }

    private static TimeSpan Positive(TimeSpan wait) => wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1);
}

/// <summary>Lanes of a department that are to be read from the store.</summary>
/// <param name="After">The last that was read; 0 at the beginning.</param>
internal sealed record Refill(string Department, long After, int Most);
