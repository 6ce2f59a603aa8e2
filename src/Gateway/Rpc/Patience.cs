using Grpc.Core;

namespace ServiceHall.Gateway.Rpc;

/// <summary>Writing to a caller who may be slow to take it, but not for ever, and who may be gone.</summary>
internal static class Patience
{
    /// <summary>Writes a message.</summary>
    /// <exception cref="OperationCanceledException">The caller is gone, or took nothing for too long.</exception>
    public static Task WriteAsync<T>(IAsyncStreamWriter<T> to, T message, TimeSpan limit, TimeProvider machine, CancellationToken gone)
    {
        try
        {
            // Without the token: the server would end the call by it once more, also when it is over already.
            var written = to.WriteAsync(message, CancellationToken.None);
            return written.IsCompletedSuccessfully ? written : WithinAsync(written, limit, machine, gone);
        }
        catch (InvalidOperationException fault)
        {
            throw Over(fault);
        }
    }

    /// <summary>The server says so of a call that it has ended already, right before it says so by its token.</summary>
    public static OperationCanceledException Over(InvalidOperationException fault) => new("The call is over.", fault);

    private static async Task WithinAsync(Task written, TimeSpan limit, TimeProvider machine, CancellationToken gone)
    {
        try
        {
            await written.WaitAsync(limit, machine, gone);
        }
        catch (TimeoutException fault)
        {
            throw new OperationCanceledException("The caller took nothing for too long.", fault);
        }
        catch (InvalidOperationException fault)
        {
            throw Over(fault);
        }
    }
}
