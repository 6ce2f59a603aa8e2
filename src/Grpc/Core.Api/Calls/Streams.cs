using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>The messages of the other side.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The one that <see cref="MoveNext"/> came to.</summary>
    T Current { get; }

    /// <summary>Waits for the next; false where there is none any more.</summary>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}

/// <summary>Where messages are sent to. One at a time: the next when this one is written.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>How the next ones are written; null: as the call writes them.</summary>
    WriteOptions? WriteOptions { get; set; }

    Task WriteAsync(T message);

    /// <exception cref="NotSupportedException">A write can't be given up here.</exception>
    Task WriteAsync(T message, CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled ? throw new NotSupportedException("A write can't be given up here.") : WriteAsync(message);
}

/// <summary>A server's.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;

/// <summary>A client's, which says when it is done.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    Task CompleteAsync();
}

/// <summary>Reading streams.</summary>
public static class AsyncStreamReaderExtensions
{
    /// <summary>Waits for the next, however long it takes.</summary>
    public static Task<bool> MoveNext<T>(this IAsyncStreamReader<T> streamReader)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return streamReader.MoveNext(CancellationToken.None);
    }

    /// <summary>All that come.</summary>
    public static IAsyncEnumerable<T> ReadAllAsync<T>(this IAsyncStreamReader<T> streamReader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return ReadAsync(streamReader, cancellationToken);
    }

    private static async IAsyncEnumerable<T> ReadAsync<T>(IAsyncStreamReader<T> streamReader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await streamReader.MoveNext(cancellationToken))
        {
            yield return streamReader.Current;
        }
    }
}
