using ServiceHall.Gateway.Security;

namespace ServiceHall.Gateway.Status.Feed;

/// <summary>The latest changes in memory, for those who stand at the head. Immutable; the next one takes its place.</summary>
internal sealed class ChangeTail
{
    /// <summary>Changes that are kept.</summary>
    public const int Most = 4096;

    private readonly Change[] _changes;
    private readonly TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _headCursor;

    private ChangeTail(long from, ChangePage end, Change[] changes) => (From, Head, _headCursor, _changes) = (from, end.Next, end.Cursor, changes);

    /// <summary>Behind this place it is complete.</summary>
    public long From { get; }

    /// <summary>Up to this place it is complete.</summary>
    public long Head { get; }

    /// <summary>Ends when another has taken its place, or waiting has no use any more.</summary>
    public Task Passed => _passed.Task;

    /// <summary>One that knows nothing before the end of this page.</summary>
    public static ChangeTail StartingAt(ChangePage end) => new(end.Next, end, []);

    /// <summary>With what stands behind it; the oldest go.</summary>
    public ChangeTail With(ChangePage page)
    {
        Change[] all = [.. _changes, .. page.Changes];
        var gone = all.Length - Most;
        return gone <= 0 ? new ChangeTail(From, page, all) : new ChangeTail(all[gone - 1].Place, page, all[gone..]);
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
                    return new ChangePage(found, _changes[i].Place, _changes[i].Cursor, _changes[i].Place == Head);
                }
            }
        }

        return new ChangePage(found, Head, _headCursor, IsHead: true);
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
