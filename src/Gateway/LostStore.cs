using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway;

/// <summary>
/// Ends the program where the store is lost: another gateway may write there by now, and nothing that this one remembers is sure to be so any more.
/// Whoever watches over it starts it again.
/// </summary>
internal sealed class LostStore(IHostApplicationLifetime lifetime, ILogger<LostStore> log)
{
    private volatile bool _isLost;

    /// <summary>Whether that is why it ended.</summary>
    public bool IsLost => _isLost;

    /// <param name="fault">By which it was lost, where that is known.</param>
    public void End(Exception? fault)
    {
        _isLost = true;
        StoreLog.ConnectionLost(log, fault);
        lifetime.StopApplication();
    }
}
