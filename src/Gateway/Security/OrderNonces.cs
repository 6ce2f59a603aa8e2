using System.Buffers.Binary;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Security;

/// <summary>
/// Nonces of operators' orders, which would do something twice if they were played again. They are kept in the store: neither a restarted gateway nor another
/// one on the same database takes one that was used. What departments push is taken once by its key, whatever its nonce.
/// </summary>
internal sealed class OrderNonces(StoreWriter writer, TimeProvider machine)
{
    // From its timestamp on: the window in which that is taken, and for how long a gateway may take it whose clock is behind.
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>Whether a call is an order.</summary>
    public static bool Covers(Caller caller, HttpRequest request) => caller.Role == Role.Operator && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);

    /// <summary>Null once it is durable that this call has used it, else why the call is refused.</summary>
    public async Task<ProblemCode?> UseAsync(string key, string nonce, DateTimeOffset timestamp)
    {
        var work = new Use(NonceMemory.Digest(key, nonce), (timestamp + Kept).ToUnixTimeMilliseconds(), machine.GetUtcNow().ToUnixTimeMilliseconds());
        if (!writer.TryEnqueue(work))
        {
            return ProblemCodes.Busy;
        }

        return await work.Done ? null : ProblemCodes.NonceRepeated;
    }

    private sealed class Use(UInt128 nonce, long until, long now) : WriteWork<bool>
    {
        public override int Weight => 1;

        public override void Apply(WriteGroup group)
        {
            var digest = new byte[16];
            BinaryPrimitives.WriteUInt128LittleEndian(digest, nonce);
            Answer = group.Session.UseNonce(digest, until, now);
        }
    }
}
