using System.Collections.Concurrent;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// The slots whose lanes this gateway works on, at each platform. What it says holds inside a transaction too: another can't have a slot before this one
/// has given it back in a turn of its own, or was buried and writes no more.
/// </summary>
internal sealed class OwnSlots(Database database)
{
    private readonly ConcurrentDictionary<string, Holding[]> _platforms = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Action<int>> _listeners = new(StringComparer.Ordinal);

    private volatile bool _isStopping;

    private enum Holding
    {
        None,
        Own,

        // Its lanes are let alone, and it is given back once no call is under way in it.
        Leaving,
    }

    public bool Owns(string platform, long subject) => Of(platform)[Slots.Of(subject)] == Holding.Own;

    /// <summary>Whether a call that may take so long may begin: by its end this gateway is still the only one that makes it.</summary>
    public bool MayCall(TimeSpan atMost) => !IsStopping && (database.Lease?.Outlasts(atMost) ?? true);

    /// <summary>Whether this gateway stops: no call begins any more.</summary>
    public bool IsStopping => _isStopping;

    public void BeginNoMore() => _isStopping = true;

    /// <summary>Cancelled when others may make this gateway's calls.</summary>
    public CancellationToken Ended => database.Lease?.Ended ?? CancellationToken.None;

    /// <summary>Tells this one of each slot of a platform that is this gateway's from now on, and of those that are already.</summary>
    public void Listen(string platform, Action<int> listener)
    {
        _listeners[platform] = listener;
        With(platform, Holding.Own).ForEach(listener);
    }

    /// <summary>Tells of all that are this gateway's once more: something in their lanes may have been another's to say.</summary>
    public void Announce()
    {
        foreach (var (platform, listener) in _listeners)
        {
            With(platform, Holding.Own).ForEach(listener);
        }
    }

    public IReadOnlyList<int> Own(string platform) => With(platform, Holding.Own);

    public IReadOnlyList<int> Leaving(string platform) => With(platform, Holding.Leaving);

    public void Take(string platform, IEnumerable<int> slots)
    {
        foreach (var slot in slots)
        {
            Of(platform)[slot] = Holding.Own;
            _listeners.GetValueOrDefault(platform)?.Invoke(slot);
        }
    }

    /// <summary>Nothing more begins in these.</summary>
    public void BeginToLeave(string platform, IEnumerable<int> slots) => Put(platform, slots, Holding.Leaving);

    /// <summary>They are others' from now on.</summary>
    public void Left(string platform, IEnumerable<int> slots) => Put(platform, slots, Holding.None);

    private void Put(string platform, IEnumerable<int> slots, Holding holding)
    {
        foreach (var slot in slots)
        {
            Of(platform)[slot] = holding;
        }
    }

    private List<int> With(string platform, Holding holding)
    {
        var all = Of(platform);
        return [.. Enumerable.Range(0, Slots.Count).Where(slot => all[slot] == holding)];
    }

    private Holding[] Of(string platform) => _platforms.GetOrAdd(platform, _ => new Holding[Slots.Count]);
}
