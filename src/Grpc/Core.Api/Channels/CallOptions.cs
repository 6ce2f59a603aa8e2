namespace Grpc.Core;

/// <summary>How one call is made.</summary>
public struct CallOptions
{
    /// <param name="headers">What goes before its messages.</param>
    /// <param name="deadline">UTC; behind it the call is given up on both sides.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="writeOptions">How its messages are written.</param>
    /// <param name="propagationToken">The call that this one is made for.</param>
    /// <param name="credentials">What goes with it beside the channel's.</param>
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null,
        ContextPropagationToken? propagationToken = null,
        CallCredentials? credentials = null)
    {
        (Headers, Deadline, CancellationToken) = (headers, deadline, cancellationToken);
        (WriteOptions, PropagationToken, Credentials) = (writeOptions, propagationToken, credentials);
        IsWaitForReady = false;
    }

    public Metadata? Headers { get; private set; }

    public DateTime? Deadline { get; private set; }

    public CancellationToken CancellationToken { get; private set; }

    public WriteOptions? WriteOptions { get; private set; }

    public ContextPropagationToken? PropagationToken { get; private set; }

    public CallCredentials? Credentials { get; private set; }

    /// <summary>Whether it waits for a channel that has no connection yet, instead of failing.</summary>
    public bool IsWaitForReady { get; private set; }

    public readonly CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    public readonly CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    public readonly CallOptions WithCancellationToken(CancellationToken cancellationToken) => this with { CancellationToken = cancellationToken };

    public readonly CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    public readonly CallOptions WithPropagationToken(ContextPropagationToken propagationToken) => this with { PropagationToken = propagationToken };

    public readonly CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };

    public readonly CallOptions WithWaitForReady(bool waitForReady = true) => this with { IsWaitForReady = waitForReady };
}
