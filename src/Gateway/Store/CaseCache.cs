using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Store;

/// <summary>
/// The cases written lately, as they are in the store: this process is the only one that writes, and takes a case out before it changes there, so
/// they can't be stale. Two generations, so that it stays bounded and what is in use stays in it. Read by many, written by the writer alone.
/// </summary>
internal sealed class CaseCache(int generation = 10_000)
{
    private readonly Lock _lock = new();
    private Dictionary<long, Case> _young = [];
    private Dictionary<long, Case> _old = [];

    public Case? Find(long id)
    {
        lock (_lock)
        {
            return _young.GetValueOrDefault(id) ?? _old.GetValueOrDefault(id);
        }
    }

    /// <summary>Before it changes in the store: whoever has read the change must not find what it was before.</summary>
    public void Remove(long id)
    {
        lock (_lock)
        {
            _young.Remove(id);
            _old.Remove(id);
        }
    }

    public void Put(Case @case)
    {
        lock (_lock)
        {
            if (_young.Count >= generation)
            {
                (_old, _young) = (_young, []);
            }

            _young[@case.Id] = @case;
        }
    }
}
