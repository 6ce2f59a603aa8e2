namespace ServiceHall.Gateway.Store;

/// <summary>
/// Tells whether what was read of a thing in the store still stands, without reading it again: this process is the only one that writes, and stamps
/// what it changes before and after each commit. Things share stamps: one may be told that it does not stand though it does, never the other way.
/// </summary>
internal sealed class ReadStamps
{
    // Many times what a large group changes: few share one.
    private const int Stamps = 1 << 15;

    // Odd while a commit is under way.
    private readonly long[] _stamps = new long[Stamps];

    /// <summary>Whether other processes change things too: then nothing is known to stand.</summary>
    public bool IsShared { get; set; }

    /// <summary>
    /// To be had before reading; what was read then stands for as long as this answers the same. Null while a commit is under way, which a reader may or
    /// may not see: what is read then is to be kept by nobody.
    /// </summary>
    public long? Of(long thing) => !IsShared && Volatile.Read(ref _stamps[Place(thing)]) is var stamp && long.IsEvenInteger(stamp) ? stamp : null;

    /// <summary>Right before the commit that changes these; dispose of it once the commit is done or has failed.</summary>
    public IDisposable Change(IEnumerable<long> things) => new Changing(_stamps, [.. things.Select(Place).Distinct()]);

    /// <summary>The same of all there are.</summary>
    public IDisposable ChangeAll() => new Changing(_stamps, [.. Enumerable.Range(0, Stamps)]);

    private static int Place(long thing) => (int)(thing & (Stamps - 1));

    private sealed class Changing : IDisposable
    {
        private readonly long[] _stamps;
        private readonly int[] _places;

        public Changing(long[] stamps, int[] places)
        {
            (_stamps, _places) = (stamps, places);
            Step();
        }

        public void Dispose() => Step();

        private void Step()
        {
            foreach (var place in _places)
            {
                Interlocked.Increment(ref _stamps[place]);
            }
        }
    }
}
