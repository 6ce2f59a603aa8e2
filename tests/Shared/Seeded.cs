using System.Globalization;
using Xunit.Abstractions;

namespace ServiceHall.Tests;

/// <summary>
/// A random stream whose seed is printed, so that a failure can be run again: SERVICEHALL_SEED is the seed to begin with, SERVICEHALL_CASES how many
/// cases a property of many small cases tries in place of its usual number (a night's worth: 1000000).
/// </summary>
internal sealed class Seeded
{
    private Seeded(int seed)
    {
        Seed = seed;
        Random = new Random(seed);
    }

    public int Seed { get; }

    public Random Random { get; }

    public static Seeded Start(ITestOutputHelper output)
    {
        var seed = Number("SERVICEHALL_SEED") ?? Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new Seeded(seed);
    }

    /// <summary>Many cases, each with a seed of its own, the next number: begun with the seed that a failure names, that case is the first.</summary>
    public static IEnumerable<Seeded> Each(ITestOutputHelper output, int usual)
    {
        var first = Start(output);
        for (var number = 0; number < Cases(usual); number++)
        {
            yield return number == 0 ? first : new Seeded(unchecked(first.Seed + number));
        }
    }

    /// <summary>How many cases to try where this many are usual.</summary>
    public static int Cases(int usual) => Number("SERVICEHALL_CASES") ?? usual;

    public void AssertEqual<T>(T expected, T actual, string what) =>
        Assert.True(EqualityComparer<T>.Default.Equals(expected, actual), $"seed {Seed}: {what}: expected {expected}, was {actual}");

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
