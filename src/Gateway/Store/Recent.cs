namespace ServiceHall.Gateway.Store;

/// <summary>What was used lately, by id. Two generations, so that it stays bounded and what is in use stays in it.</summary>
/// <param name="generation">Each holds so many.</param>
internal sealed class Recent<T>(int generation)
    where T : class
{
    private readonly Lock _lock = new();
    private Dictionary<long, T> _young = [];
    private Dictionary<long, T> _old = [];

    public T? Find(long id)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(id, out var young))
            {
                return young;
            }

            if (_old.TryGetValue(id, out var old))
            {
                Add(id, old);
            }

            return old;
        }
    }

    public void Put(long id, T value)
    {
        lock (_lock)
        {
            Add(id, value);
        }
    }

    public void Remove(long id)
    {
        lock (_lock)
        {
            _young.Remove(id);
            _old.Remove(id);
        }
    }

    private void Add(long id, T value)
    {
        if (_young.Count >= generation)
        {
            (_old, _young) = (_young, []);
        }

        _young[id] = value;
    }
}
