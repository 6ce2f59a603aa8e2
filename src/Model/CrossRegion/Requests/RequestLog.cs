namespace ServiceHall.Model.CrossRegion.Requests;

/// <summary>
/// The acts of a request in the one order that all places give them. An act that its predecessors have not reached waits; one that can't be done where it then stands
/// (two places may say different things of the same parcel at once) is void at every place alike, and kept.
/// </summary>
public sealed class RequestLog
{
    private readonly Opening _opening;
    private readonly List<Act> _waiting = [];
    private readonly SortedSet<Act> _acts = new(InOrder);
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);

    /// <summary>One without acts.</summary>
    public RequestLog(Opening opening)
    {
        _opening = opening;
        Fold();
    }

    /// <summary>How it stands after all acts whose predecessors are here.</summary>
    public Request Request { get; private set; } = null!;

    /// <summary>The acts that count or are void, in order, each with why it is void; both places' timeline.</summary>
    public IReadOnlyList<(Act Act, RequestRule? Void)> Timeline { get; private set; } = [];

    /// <summary>Acts that wait for others that have not come.</summary>
    public int Waiting => _waiting.Count;

    private static Comparer<Act> InOrder { get; } = Comparer<Act>.Create((one, other) =>
        one.Clock != other.Clock ? one.Clock.CompareTo(other.Clock)
        : one.Division != other.Division ? string.CompareOrdinal(one.Division, other.Division)
        : one.Sequence.CompareTo(other.Sequence));

    /// <summary>The next act of a division, as it knows the request here; it must still be <see cref="Take"/>n.</summary>
    public Act Next(string division, Deed deed, DateTimeOffset at) => new(
        division, Known(division) + 1, _known.Where(known => known.Key != division).ToDictionary(StringComparer.Ordinal), (_acts.Max?.Clock ?? 0) + 1, at, deed);

    /// <summary>Takes an act, its own or another place's, in any order and as often as it comes.</summary>
    public void Take(Act act)
    {
        if (act.Sequence <= Known(act.Division) || _waiting.Exists(waiting => waiting.Division == act.Division && waiting.Sequence == act.Sequence))
        {
            return;
        }

        _waiting.Add(act);
        var had = _acts.Count;
        while (_waiting.Find(HasAllBefore) is { } ready)
        {
            _waiting.Remove(ready);
            _acts.Add(ready);
            _known[ready.Division] = ready.Sequence;
        }

        if (_acts.Count > had)
        {
            Fold();
        }
    }

    private bool HasAllBefore(Act act) => act.Sequence == Known(act.Division) + 1 && act.Seen.All(seen => Known(seen.Key) >= seen.Value);

    private int Known(string division) => _known.GetValueOrDefault(division);

    // From the beginning: a late act of another place may belong between two that are here.
    private void Fold()
    {
        var (request, timeline) = (Request.Of(_opening), new List<(Act, RequestRule?)>(_acts.Count));
        foreach (var act in _acts)
        {
            var rule = request.Broken(act.Division, act.Deed);
            request = rule is null ? request.After(act.Division, act.Deed) : request;
            timeline.Add((act, rule));
        }

        (Request, Timeline) = (request, timeline);
    }
}
