using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace ServiceHall.Gateway.Security;

/// <summary>
/// Which nonces were used, for as long as their timestamps are taken: one set a minute, dropped whole when its minute has left the window.
/// Holds 16 bytes a call, so ten minutes of 5,000 calls a second are some 150 MB at the very most.
/// </summary>
internal sealed class NonceMemory(TimeSpan window)
{
    private readonly ConcurrentDictionary<long, ConcurrentDictionary<UInt128, byte>> _minutes = new();

    /// <summary>False where this key used the nonce before. The timestamp must lie within the window.</summary>
    public bool TryUse(string key, string nonce, DateTimeOffset timestamp, DateTimeOffset now)
    {
        // A nonce belongs to a key, whatever the minute: a replay under a new timestamp needs a new signature, but then the nonce is old.
        var oldest = Minute(now - window);
        var digest = Digest(key, nonce);
        foreach (var (minute, used) in _minutes)
        {
            if (minute < oldest)
            {
                _minutes.TryRemove(minute, out _);
            }
            else if (used.ContainsKey(digest))
            {
                return false;
            }
        }

        return _minutes.GetOrAdd(Minute(timestamp), _ => new()).TryAdd(digest, 0);
    }

    private static long Minute(DateTimeOffset time) => time.ToUnixTimeSeconds() / 60;

    private static UInt128 Digest(string key, string nonce)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\n{nonce}"), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
