namespace Grpc.Core;

/// <summary>What the four kinds of calls have in common: what the server said around its messages, and how to let go of a call.</summary>
internal sealed class CallEnd(Func<Task<Metadata>> headers, Func<Status> status, Func<Metadata> trailers, Action dispose)
{
    public Task<Metadata> Headers => headers();

    public Status Status => status();

    public Metadata Trailers => trailers();

    public static CallEnd Of(Task<Metadata> headers, Func<Status> status, Func<Metadata> trailers, Action dispose) => new(() => headers, status, trailers, dispose);

    // With a state, so that whoever makes many calls makes no closures.
    public static CallEnd Of(Func<object, Task<Metadata>> headers, Func<object, Status> status, Func<object, Metadata> trailers, Action<object> dispose, object state) =>
        new(() => headers(state), () => status(state), () => trailers(state), () => dispose(state));

    public void Dispose() => dispose();
}
