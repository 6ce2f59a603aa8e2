using ServiceHall.Gateway.Security;

namespace ServiceHall.Gateway.Status.Feed;

/// <summary>The latest changes in memory, for those who stand at the head. Immutable; the next one takes its place.</summary>
internal sealed class ChangeTail
{
    /// <summary>Changes that are kept.</summary>
    public const int Most = 4096;

    private readonly Change[] _changes;
    private readonly TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChangeTail(long from, long head, Change[] changes) => (From, Head, _changes) = (from, head, changes);

    /// <summary>Behind this place it is complete.</summary>
    public long From { get; }

    /// <summary>Up to this place it is complete.</summary>
    public long Head { get; }

    /// <summary>Ends when another has taken its place, or waiting has no use any more.</summary>
    public Task Passed => _passed.Task;

    /// <summary>One that knows nothing before this place.</summary>
    public static ChangeTail StartingAt(long place) => new(place, place, []);

    /// <summary>With what stands behind it; the oldest go.</summary>
    public ChangeTail With(ChangePage page)
    {
        Change[] all = [.. _changes, .. page.Changes];
        var gone = all.Length - Most;
        return gone <= 0 ? new ChangeTail(From, page.Next, all) : new ChangeTail(all[gone - 1].Place, page.Next, all[gone..]);
    }

    public void Pass() => _passed.TrySetResult();

    /// <summary>The changes behind a place that this caller may see; null where the place is outside.</summary>
    public ChangePage? Read(long after, Caller caller, int most)
    {
        if (after < From || after > Head)
        {
            return null;
        }

        var found = new List<Change>();
        for (var i = FirstBehind(after); i < _changes.Length; i++)
        {
            if (caller.MayRead(_changes[i].Department))
            {
                found.Add(_changes[i]);
                if (found.Count == most)
                {
                    return new ChangePage(found, _changes[i].Place, _changes[i].Place == Head);
                }
            }
        }

        return new ChangePage(found, Head, IsHead: true);
    }

    private int FirstBehind(long place)
    {
        var (from, to) = (0, _changes.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = _changes[middle].Place > place ? (from, middle) : (middle + 1, to);
        }

        return from;
    }
}
