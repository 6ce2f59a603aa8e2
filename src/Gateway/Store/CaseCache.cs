using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Store;

/// <summary>
/// The cases written lately, as they are in the store: this process is the only one that writes, and takes a case out before it changes there, so
/// they can't be stale. Read by many, written by the writer alone. Where other gateways may write too (<see cref="IsShared"/>) nothing is kept.
/// </summary>
internal sealed class CaseCache(int generation = 10_000)
{
    private readonly Recent<long, Case> _recent = new(generation);

    /// <summary>Whether other processes may write to the store.</summary>
    public bool IsShared
    {
        get;
        init
        {
            field = value;
            (Lanes.IsShared, Numbers.IsShared) = (value, value);
        }
    }

    /// <summary>Whether what was read of a case's deliveries still stands, by its id.</summary>
    public ReadStamps Lanes { get; } = new();

    /// <summary>Whether the cases that were read of a number still stand, by <see cref="OfNumber"/>.</summary>
    public ReadStamps Numbers { get; } = new();

    /// <summary>What a number is stamped by.</summary>
    public static long OfNumber(string number) => number.GetHashCode(StringComparison.Ordinal);

    public Case? Find(long id) => _recent.Find(id);

    /// <summary>Before it changes in the store: whoever has read the change must not find what it was before.</summary>
    public void Remove(long id) => _recent.Remove(id);

    public void Put(Case @case)
    {
        if (!IsShared)
        {
            _recent.Put(@case.Id, @case);
        }
    }
}
