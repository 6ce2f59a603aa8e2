using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ServiceHall.Gateway.Security;

/// <summary>
/// Which nonces were used, for as long as their timestamps are taken: one set a minute, dropped whole when its minute has left the window.
/// Holds 50 to 70 bytes a call (measured): ten minutes of 5,000 calls a second are some 200 MB.
/// </summary>
internal sealed class NonceMemory(TimeSpan window)
{
    private const int Parts = 64;

    // What is looked for in every minute and then added to one must be one step for a nonce, whatever the timestamps: a nonce has its part, and a part one lock.
    private readonly Part[] _parts = [.. Enumerable.Range(0, Parts).Select(_ => new Part())];

    /// <summary>False where this key used the nonce before. The timestamp must lie within the window.</summary>
    public bool TryUse(string key, string nonce, DateTimeOffset timestamp, DateTimeOffset now)
    {
        var digest = BinaryPrimitives.ReadUInt128LittleEndian(Digest(key, nonce));
        return _parts[(int)(digest % Parts)].TryUse(digest, Minute(timestamp), Minute(now - window));
    }

    /// <summary>What stands for the nonce of a key: 16 bytes.</summary>
    public static byte[] Digest(string key, string nonce) => SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\n{nonce}"))[..16];

    private static long Minute(DateTimeOffset time) => time.ToUnixTimeSeconds() / 60;

    /// <summary>Some of the nonces.</summary>
    private sealed class Part
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<long, HashSet<UInt128>> _minutes = [];
        private long _oldest;

        // A nonce belongs to a key, whatever the minute: a replay under a new timestamp needs a new signature, but then the nonce is old.
        public bool TryUse(UInt128 digest, long minute, long oldest)
        {
            lock (_lock)
            {
                Forget(oldest);
                foreach (var used in _minutes.Values)
                {
                    if (used.Contains(digest))
                    {
                        return false;
                    }
                }

                return (_minutes.TryGetValue(minute, out var now) ? now : _minutes[minute] = []).Add(digest);
            }
        }

        // Once a minute there is something to forget, and otherwise nothing to look for.
        private void Forget(long oldest)
        {
            if (oldest == _oldest)
            {
                return;
            }

            _oldest = oldest;
            foreach (var gone in _minutes.Keys.Where(one => one < oldest).ToList())
            {
                _minutes.Remove(gone);
            }
        }
    }
}
