using System.Diagnostics;
using ServiceHall.Tests;
using Xunit.Abstractions;

namespace ServiceHall.Gateway.Tests.Histories;

/// <summary>
/// Random case histories with random faults, in process and by a clock moved by hand: order and content at the province equal the reference. In waves, each
/// on a store of its own and with a seed of its own, the next number: begun with the seed that a failure names, that wave is the first.
/// </summary>
[Collection(Alone.Name)]
public sealed class HistoriesTests(ITestOutputHelper output)
{
    private const int Usual = 1_000;
    private const int InWave = 1_000;

    // Waves that fail before the others are not tried any more.
    private const int MostWrong = 3;

    [Fact]
    public async Task Whatever_fails_on_the_way_order_and_content_at_the_province_equal_the_reference()
    {
        var first = Seeded.Start(output).Seed;
        var since = Stopwatch.GetTimestamp();
        var (histories, straight, records, calls, resent, started) = (0, 0L, 0L, 0L, 0L, 0L);
        var wrong = new List<string>();
        var struck = new long[Enum.GetValues<Fault>().Length];
        for (var (number, left) = (0, Seeded.Cases(Usual)); left > 0 && wrong.Count < MostWrong; number++, left -= InWave)
        {
            var seed = unchecked(first + number);
            var wave = new Wave(seed, Math.Min(InWave, left));
            var failures = await Task.Run(wave.RunAsync);
            if (failures.Count > 0)
            {
                wrong.Add($"SERVICEHALL_SEED={seed} SERVICEHALL_CASES={InWave} repeats this wave:\n{string.Join('\n', failures)}");
            }

            (histories, straight, records, calls) = (histories + Math.Min(InWave, left), straight + wave.Straight, records + wave.Records, calls + wave.Calls);
            (resent, started) = (resent + wave.Resent, started + wave.Started);
            struck = [.. struck.Zip(wave.Struck, (all, some) => all + some)];
            output.WriteLine($"wave {seed}: {wave.Records} records, {wave.CallsWithFaults} calls with faults and {wave.Calls - wave.CallsWithFaults} after, {wave.Took} by the clock, {Stopwatch.GetElapsedTime(since)}");
        }

        var faults = Enum.GetValues<Fault>().Where(fault => fault != Fault.None).Select(fault => (Fault: fault, Times: struck[(int)fault])).ToList();
        output.WriteLine($"{histories} histories ({straight} of which the order of all rows is known), {records} records, {calls} calls, {resent} sent again by hand, {started} starts of a stopped platform, {Stopwatch.GetElapsedTime(since)}");
        output.WriteLine(string.Join(", ", faults.Select(one => $"{one.Fault} {one.Times}")));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.All(faults, one => Assert.True(one.Times > 0, $"{one.Fault} never struck"));
    }
}

/// <summary>What counts the threads of the pool, or wants all of the machine, runs while nothing else does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
