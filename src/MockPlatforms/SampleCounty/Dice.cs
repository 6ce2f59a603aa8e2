namespace ServiceHall.MockPlatforms.SampleCounty;

/// <summary>
/// Chance that repeats: SplitMix64, so that a seed throws the same numbers on every machine and every runtime,
/// which <see cref="Random"/> promises for no seed.
/// </summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public int Between(int least, int most) => least + (int)(Next() % (ulong)(most - least + 1));

    public bool Chance(int percent) => Between(1, 100) <= percent;

    public TimeSpan Seconds(int least, int most) => TimeSpan.FromSeconds(Between(least, most));

    public T Pick<T>(IReadOnlyList<T> from) => from[Between(0, from.Count - 1)];

    /// <summary>Sixteen lower hex digits.</summary>
    public string Hex() => Next().ToString("x16");

    public void Shuffle<T>(List<T> items)
    {
        for (var last = items.Count - 1; last > 0; last--)
        {
            var other = Between(0, last);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    private ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
