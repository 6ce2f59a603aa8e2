using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Store;

/// <summary>
/// The cases written lately, as they are in the store: this process is the only one that writes, and takes a case out before it changes there, so
/// they can't be stale. Read by many, written by the writer alone.
/// </summary>
internal sealed class CaseCache(int generation = 10_000)
{
    private readonly Recent<Case> _recent = new(generation);

    /// <summary>Whether what was read of their deliveries still stands.</summary>
    public LaneStamps Lanes { get; } = new();

    public Case? Find(long id) => _recent.Find(id);

    /// <summary>Before it changes in the store: whoever has read the change must not find what it was before.</summary>
    public void Remove(long id) => _recent.Remove(id);

    public void Put(Case @case) => _recent.Put(@case.Id, @case);
}
