namespace ServiceHall.Gateway.Store;

/// <summary>What was used lately, by its key. Two generations, so that it stays bounded and what is in use stays in it.</summary>
/// <param name="generation">Each holds so many.</param>
internal sealed class Recent<TKey, T>(int generation)
    where TKey : notnull
    where T : class
{
    private readonly Lock _lock = new();
    private Dictionary<TKey, T> _young = [];
    private Dictionary<TKey, T> _old = [];

    public T? Find(TKey key)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(key, out var young))
            {
                return young;
            }

            if (_old.TryGetValue(key, out var old))
            {
                Add(key, old);
            }

            return old;
        }
    }

    public void Put(TKey key, T value)
    {
        lock (_lock)
        {
            Add(key, value);
        }
    }

    public void Remove(TKey key)
    {
        lock (_lock)
        {
            _young.Remove(key);
            _old.Remove(key);
        }
    }

    private void Add(TKey key, T value)
    {
        if (_young.Count >= generation)
        {
            (_old, _young) = (_young, []);
        }

        _young[key] = value;
    }
}
