using System.Diagnostics;
using System.Security.Cryptography;

namespace ServiceHall.Bench.Order;

/// <summary>What a group costs the processor between its reads and its writes: as much work as takes a millisecond where nobody else wants the processor.</summary>
internal sealed class Judging
{
    private const int Tries = 200;
    private const int OfATry = 200;
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(1);
    private static readonly byte[] Text = new byte[512];

    // The quickest try is the one that nobody disturbed.
    private readonly int _digests = (int)(Long / (Enumerable.Range(0, Tries).Min(_ => Took(OfATry)) / OfATry));

    public void Judge() => Took(_digests);

    private static TimeSpan Took(int digests)
    {
        var from = Stopwatch.GetTimestamp();
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        for (var i = 0; i < digests; i++)
        {
            SHA256.HashData(Text, digest);
        }

        return Stopwatch.GetElapsedTime(from);
    }
}
