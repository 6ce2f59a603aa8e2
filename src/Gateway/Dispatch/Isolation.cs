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

    /// <summary>The first that were tried all failed alike: the platform takes nothing at all.</summary>
    Platform,
}

/// <summary>One refused batch that is taken apart: halves, down to single rows.</summary>
internal sealed class Isolation
{
    /// <summary>Whether the platform took any of it.</summary>
    public bool TookSome { get; set; }

    /// <summary>Rows that were refused alone before any was taken.</summary>
    public int RefusedAlone { get; set; }

    /// <summary>Whether all that could be tried failed alike.</summary>
    public bool IsInVain => RefusedAlone > 0 && !TookSome;

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
    // How many must fail alike before anything was taken.
    private const int FirstProbes = 2;

    private readonly Lock _lock = new();
    private bool _takes;

    /// <summary>Who is to blame for a row that was refused alone.</summary>
    /// <param name="isolation">The batch it came from; null where it was sent alone.</param>
    public Blame Blame(Isolation? isolation)
    {
        lock (_lock)
        {
            if (_takes || isolation is { TookSome: true })
            {
                return Dispatch.Blame.Row;
            }

            if (isolation is not null && ++isolation.RefusedAlone < FirstProbes)
            {
                return Dispatch.Blame.Unclear;
            }

            return Dispatch.Blame.Platform;
        }
    }

    /// <summary>Learns from every outcome. What took something takes, until it refuses a whole batch or will not talk.</summary>
    public void Saw(Outcome outcome, Isolation? isolation)
    {
        lock (_lock)
        {
            switch (outcome)
            {
                case Outcome.Answered { Taken.Count: > 0 }:
                    _takes = true;
                    if (isolation is not null)
                    {
                        isolation.TookSome = true;
                    }

                    break;
                case Outcome.BatchRefused when isolation is null:
                case Outcome.Stopped:
                    _takes = false;
                    break;
            }
        }
    }
}
