namespace Grpc.Core;

/// <summary>How a channel stands with its server (gRPC "Connectivity Semantics and API").</summary>
public enum ConnectivityState
{
    /// <summary>Nobody wants a connection.</summary>
    Idle,

    /// <summary>One is being made.</summary>
    Connecting,

    /// <summary>Calls can be made.</summary>
    Ready,

    /// <summary>The last try failed; another follows by itself.</summary>
    TransientFailure,

    /// <summary>The channel was closed.</summary>
    Shutdown,
}
