using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>A call with one request and one answer.</summary>
public sealed class AsyncUnaryCall<TResponse> : IDisposable
{
    private readonly CallEnd _end;

    public AsyncUnaryCall(Task<TResponse> responseAsync, Task<Metadata> responseHeadersAsync, Func<Status> getStatusFunc, Func<Metadata> getTrailersFunc, Action disposeAction)
        : this(responseAsync, CallEnd.Of(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction))
    {
    }

    /// <param name="state">What the functions are given.</param>
    public AsyncUnaryCall(
        Task<TResponse> responseAsync, Func<object, Task<Metadata>> responseHeadersAsync, Func<object, Status> getStatusFunc, Func<object, Metadata> getTrailersFunc, Action<object> disposeAction, object state)
        : this(responseAsync, CallEnd.Of(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction, state))
    {
    }

    private AsyncUnaryCall(Task<TResponse> responseAsync, CallEnd end) => (ResponseAsync, _end) = (responseAsync, end);

    /// <summary>The answer.</summary>
    public Task<TResponse> ResponseAsync { get; }

    /// <summary>What the server said first.</summary>
    public Task<Metadata> ResponseHeadersAsync => _end.Headers;

    /// <summary>What became of it.</summary>
    /// <exception cref="InvalidOperationException">It is still under way.</exception>
    public Status GetStatus() => _end.Status;

    /// <summary>What the server said last.</summary>
    /// <exception cref="InvalidOperationException">It is still under way.</exception>
    public Metadata GetTrailers() => _end.Trailers;

    /// <summary>Lets go of it; one that is under way is given up.</summary>
    public void Dispose() => _end.Dispose();

    /// <summary>Waits for the answer.</summary>
    public TaskAwaiter<TResponse> GetAwaiter() => ResponseAsync.GetAwaiter();

    /// <summary>Waits for the answer, where it is said to go on.</summary>
    public ConfiguredTaskAwaitable<TResponse> ConfigureAwait(bool continueOnCapturedContext) => ResponseAsync.ConfigureAwait(continueOnCapturedContext);
}
