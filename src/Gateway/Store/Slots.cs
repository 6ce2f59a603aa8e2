namespace ServiceHall.Gateway.Store;

/// <summary>Slots: hash buckets of lanes, what a node owns. A subject's slot never changes.</summary>
internal static class Slots
{
    public const int Count = 256;

    /// <summary>The slot of a subject (Fibonacci hashing, so that neighbours are spread).</summary>
    public static int Of(long subject) => (int)(((ulong)subject * 0x9E3779B97F4A7C15UL) >> 56);
}
