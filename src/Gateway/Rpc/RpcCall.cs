using ServiceHall.Gateway.Security;

namespace ServiceHall.Gateway.Rpc;

/// <summary>What is known of a call while it lasts.</summary>
/// <param name="caller">Who signed it; null where nobody has to.</param>
internal sealed class RpcCall(Caller? caller)
{
    public Caller? Caller => caller;

    /// <summary>Whether something of ours was reached: what went wrong before is told by the server, without a code.</summary>
    public bool WasReached { get; set; }
}
