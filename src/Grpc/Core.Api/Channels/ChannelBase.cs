namespace Grpc.Core;

/// <summary>A way to a server, which may hold connections.</summary>
public abstract class ChannelBase
{
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>Where it leads.</summary>
    public string Target { get; }

    /// <summary>What makes calls on it.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Closes it; no call can be made any more.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
