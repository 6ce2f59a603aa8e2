namespace Grpc.Core;

/// <summary>A call with many requests and many answers.</summary>
public sealed class AsyncDuplexStreamingCall<TRequest, TResponse> : IDisposable
{
    private readonly CallEnd _end;

    public AsyncDuplexStreamingCall(IClientStreamWriter<TRequest> requestStream, IAsyncStreamReader<TResponse> responseStream, Task<Metadata> responseHeadersAsync, Func<Status> getStatusFunc, Func<Metadata> getTrailersFunc, Action disposeAction)
        : this(requestStream, responseStream, CallEnd.Of(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction))
    {
    }

    /// <param name="state">What the functions are given.</param>
    public AsyncDuplexStreamingCall(
        IClientStreamWriter<TRequest> requestStream, IAsyncStreamReader<TResponse> responseStream, Func<object, Task<Metadata>> responseHeadersAsync, Func<object, Status> getStatusFunc, Func<object, Metadata> getTrailersFunc, Action<object> disposeAction, object state)
        : this(requestStream, responseStream, CallEnd.Of(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction, state))
    {
    }

    private AsyncDuplexStreamingCall(IClientStreamWriter<TRequest> requestStream, IAsyncStreamReader<TResponse> responseStream, CallEnd end) => (RequestStream, ResponseStream, _end) = (requestStream, responseStream, end);

    /// <summary>Where the requests go.</summary>
    public IClientStreamWriter<TRequest> RequestStream { get; }

    /// <summary>The answers.</summary>
    public IAsyncStreamReader<TResponse> ResponseStream { get; }

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
}
