namespace ServiceHall.Gateway.Dispatch;

/// <summary>Cases that have something new to deliver, from intake to the dispatchers. Losing one loses nothing: the store knows, and is asked again.</summary>
internal sealed class Wakeups
{
    private readonly Lock _lock = new();
    private volatile Action<long, string>[] _listeners = [];

    /// <summary>Tells this one from now on: a case and its department.</summary>
    public void Listen(Action<long, string> listener)
    {
        lock (_lock)
        {
            _listeners = [.. _listeners, listener];
        }
    }

    public void Wake(IEnumerable<KeyValuePair<long, string>> departments)
    {
        foreach (var (subject, department) in departments)
        {
            foreach (var listener in _listeners)
            {
                listener(subject, department);
            }
        }
    }
}
