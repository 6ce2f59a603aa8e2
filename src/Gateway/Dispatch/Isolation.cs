using ServiceHall.Adapters.Platforms;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>Whose fault it is that a row was refused alone.</summary>
internal enum Blame
{
    /// <summary>It was not.</summary>
    Nobody,

    /// <summary>The platform takes others: it is the row.</summary>
    Row,

    /// <summary>Nothing was taken yet, and others are still to be tried.</summary>
    Unclear,

    /// <summary>Those that were tried all failed alike: the platform takes nothing at all.</summary>
    Platform,
}

/// <summary>One refused batch that is taken apart: halves, down to single rows.</summary>
/// <param name="takes">What the platform had taken when it refused the whole.</param>
internal sealed class Isolation(long takes)
{
    public long Takes => takes;

    /// <summary>The halves of a batch. Of one delivery's rows only the front half: the rest comes with the lane's next turn, behind it.</summary>
    public static IEnumerable<List<(string Department, Offer.Run Run)>> Halves(List<(string Department, Offer.Run Run)> batch)
    {
        if (batch is [var only])
        {
            return [[(only.Department, Front(only.Run))]];
        }

        var half = batch.Count / 2;
        return [batch[..half], batch[half..]];
    }

    private static Offer.Run Front(Offer.Run run)
    {
        var unknown = RowState.Read(run.Delivery.Rows).Where(row => row.State == RowState.Sent).Select(row => row.RowGuid).ToHashSet(StringComparer.Ordinal);
        var half = run.Rows.Count / 2;
        var rest = run.Rows.Skip(half).Where(row => !unknown.Contains(row.Row.RowGuid)).Select(RowState.Planned);
        return run with { Rows = [.. run.Rows.Take(half)], Later = [.. rest, .. run.Later] };
    }
}

/// <summary>What is known of a platform that refuses whole batches (contract section 5): a row or the platform itself.</summary>
internal sealed class Isolations
{
    // How many must fail alike with nothing taken between them: with calls side by side a few may by chance.
    private const int FirstProbes = 5;

    private readonly Lock _lock = new();

    // Cases of which a row was refused alone, each with what the platform had taken by then.
    private readonly Dictionary<long, long> _suspects = [];
    private long _takes;
    private long _takesAtStop;
    private int _refusedSinceTake;

    /// <summary>A batch that was refused is taken apart.</summary>
    public Isolation Begin()
    {
        lock (_lock)
        {
            return new Isolation(_takes);
        }
    }

    /// <summary>Who is to blame for a row that was refused alone.</summary>
    /// <param name="subject">Its case.</param>
    /// <param name="isolation">The batch it came from; null where it was sent alone.</param>
    public Blame Blame(long subject, Isolation? isolation)
    {
        lock (_lock)
        {
            var isSuspect = _suspects.TryGetValue(subject, out var takes);
            if (_takes > isolation?.Takes || (isSuspect && _takes > takes))
            {
                // Others were taken meanwhile.
                _suspects.Remove(subject);
                return Dispatch.Blame.Row;
            }

            _suspects[subject] = _takes;
            var isAlone = _suspects.Values.Count(since => since == _takes) == 1;
            if (!isAlone && (++_refusedSinceTake >= FirstProbes || isSuspect))
            {
                return Dispatch.Blame.Platform;
            }

            return !isSuspect ? Dispatch.Blame.Unclear : _takes > _takesAtStop ? Dispatch.Blame.Row : Dispatch.Blame.Platform;
        }
    }

    /// <summary>Learns from every outcome.</summary>
    public void Saw(Outcome outcome, IEnumerable<long> subjects)
    {
        lock (_lock)
        {
            switch (outcome)
            {
                case Outcome.Answered answered:
                    _takes += answered.Taken.Count;
                    _refusedSinceTake = answered.Taken.Count > 0 ? 0 : _refusedSinceTake;
                    foreach (var subject in subjects)
                    {
                        _suspects.Remove(subject);
                    }

                    break;
                case Outcome.Stopped:
                    _takesAtStop = _takes;
                    _refusedSinceTake = 0;
                    _suspects.Clear();
                    break;
            }
        }
    }
}
