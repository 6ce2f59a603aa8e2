using System.Globalization;
using Xunit.Abstractions;

namespace ServiceHall.Tests;

/// <summary>A random stream whose seed is printed, so that a failure can be run again with SERVICEHALL_SEED.</summary>
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
        var wanted = Environment.GetEnvironmentVariable("SERVICEHALL_SEED");
        var seed = wanted is { Length: > 0 } ? int.Parse(wanted, CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new Seeded(seed);
    }

    public void AssertEqual<T>(T expected, T actual, string what) =>
        Assert.True(EqualityComparer<T>.Default.Equals(expected, actual), $"seed {Seed}: {what}: expected {expected}, was {actual}");
}
