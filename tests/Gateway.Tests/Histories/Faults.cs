namespace ServiceHall.Gateway.Tests.Histories;

/// <summary>The ways in which the model province fails a call.</summary>
internal enum Fault
{
    None,

    /// <summary>The connection is refused, often for several calls in a row.</summary>
    Away,

    /// <summary>429 with a Retry-After.</summary>
    TooMany,

    /// <summary>503, with or without one.</summary>
    Unavailable,

    ErrorBeforeTaking,
    ErrorAfterTaking,
    CutBeforeTaking,
    CutAfterTaking,

    /// <summary>Cut, and taken only some seconds later, though before the gateway may ask.</summary>
    CutAndTakenLate,

    /// <summary>Half of an answer.</summary>
    Truncated,

    /// <summary>200 with a page for people.</summary>
    Html,

    /// <summary>Never answers.</summary>
    Silence,

    /// <summary>Answers in time, but not at once.</summary>
    Slow,

    /// <summary>The whole batch because of one row, until that is lifted.</summary>
    BatchRefused,

    /// <summary>One row by a code, until that is lifted.</summary>
    RowRefused,
}

/// <summary>Draws what happens to each call and each row, by seed; counts what struck.</summary>
internal sealed class Faults(int seed)
{
    private static readonly Fault[] OfCalls = [.. Enum.GetValues<Fault>().Where(fault => fault is > Fault.None and < Fault.BatchRefused)];

    private readonly Random _random = new(seed);
    private readonly double _rate = 0.05 + (new Random(seed).NextDouble() * 0.3);
    private readonly Queue<Fault> _deck = new();
    private int _awayFor;
    private int _salt;

    /// <summary>Cleared: it behaves from now on, and every refusal is lifted.</summary>
    public bool AreCleared { get; set; }

    public long[] Struck { get; } = new long[Enum.GetValues<Fault>().Length];

    /// <summary>What is refused by its row from now on is something else.</summary>
    public void Lift() => _salt++;

    public Fault OfCall()
    {
        if (AreCleared)
        {
            return Fault.None;
        }

        if (_awayFor > 0)
        {
            _awayFor--;
            return Strike(Fault.Away);
        }

        if (_random.NextDouble() >= _rate)
        {
            return Fault.None;
        }

        var fault = Draw();
        _awayFor = fault == Fault.Away && _random.Next(4) == 0 ? _random.Next(20) : 0;
        return Strike(fault);
    }

    /// <summary>Whether this row is refused, and how: the same however it is batched and whenever it comes, until that is lifted.</summary>
    public Fault OfRow(ModelRow row)
    {
        var drawn = AreCleared ? 1000 : Mixed(row.Guid) % 1000;
        return drawn < 3 ? Fault.BatchRefused : drawn < 15 ? Fault.RowRefused : Fault.None;
    }

    // Each once before any comes again, so that a short run meets them all.
    private Fault Draw()
    {
        if (_deck.Count == 0)
        {
            var all = OfCalls.ToArray();
            _random.Shuffle(all);
            Array.ForEach(all, _deck.Enqueue);
        }

        return _deck.Dequeue();
    }

    public Fault Strike(Fault fault)
    {
        Struck[(int)fault]++;
        return fault;
    }

    public int Next(int below) => _random.Next(below);

    // FNV-1a: a string's own hash is another in every process.
    private uint Mixed(string text)
    {
        var hash = 2166136261u ^ (uint)((seed * 31) + _salt);
        foreach (var one in text)
        {
            hash = unchecked((hash ^ one) * 16777619);
        }

        return unchecked((hash ^ (hash >> 15)) * 2246822519u);
    }
}
