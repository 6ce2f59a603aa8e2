using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Bench.Intake;
using ServiceHall.Bench.Load;
using ServiceHall.Bench.Reports;
using ServiceHall.Bench.Stores;
using ServiceHall.Gateway.Dispatch;

namespace ServiceHall.Bench.Delivery;

/// <summary>
/// Delivery to a platform: how fast a backlog drains, and how long a record takes from acknowledgement to its stored receipt at half the rate that is
/// wanted (half of what drained where that is less), each pushed and signed by itself. A case's next event waits for the receipt of the one before: so that it is not that
/// which is measured, the events of a case come a tenth of a second apart there, which in a hall are hours.
/// </summary>
internal sealed class DeliveryBench(Options options, BenchStore store, LoadProcess generator)
{
    private const int PushBatch = 50;
    private const int Pushers = 16;

    // The steady load: for so long, each pusher with so many cases under way.
    private const int SteadySeconds = 5;
    private const int OpenCases = 100;

    // Every record is one row.
    private static readonly Load[] Loads =
    [
        new("1 ms, one row a call", 1, 1, 192, 1),
        new("50 ms, one row a call", 50, 1, 64, 4),
        new("1 ms, batches of 100", 1, 100, 16, 1),
        new("50 ms, batches of 100", 50, 100, 16, 1),
    ];

    public static async Task<IReadOnlyList<Wanted>> RunAsync(Options options)
    {
        using var store = BenchStore.Of(options);
        Console.WriteLine($"delivery: {Machine.Describe()}; store: {store.Name}");
        Console.WriteLine($"medians of {options.Rounds} interleaved rounds, after as many to warm up as the compiler is busy in, of {options.Records} records of one row each; before: {Machine.Load()}");
        using var generator = new LoadProcess();
        var bench = new DeliveryBench(options, store, generator);
        var loads = Loads.Where((_, at) => options.Load == 0 || options.Load == at + 1).ToList();
        var figures = loads.ToDictionary(load => load.Name, _ => new List<Measured>());
        foreach (var load in loads.Where(load => load.Delay == 1))
        {
            await WarmUp.RunAsync(async round => await Console.Error.WriteLineAsync($"warming up {round}, {load.Name}: {await bench.MeasureAsync(load)}"));
        }

        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var load in loads)
            {
                var measured = await bench.MeasureAsync(load);
                await Console.Error.WriteLineAsync($"round {round}, {load.Name}: {measured}");
                figures[load.Name].Add(measured);
            }
        }

        Print(figures);
        Console.WriteLine($"after: {Machine.Load()}; peak memory {Figures.Whole(Machine.PeakMemory())} MiB");
        return [.. loads.SelectMany(load => Wanted(load, figures[load.Name]))];
    }

    private static IEnumerable<Wanted> Wanted(Load load, List<Measured> all)
    {
        if (load.Delay == 1)
        {
            yield return new Wanted($"delivered, {load.Name}: records/s", all.Select(one => one.Rate).Median(), load.Wanted);
            yield return new Wanted($"acknowledged to receipt stored, {load.Name}: p99 ms", all.Select(one => one.P99).Median(), 40, IsMost: true);
        }
    }

    private async Task<Measured> MeasureAsync(Load load)
    {
        using var platform = new StubProcess(load.Delay);
        var records = options.Records / load.Share;
        var bare = await BareCalls.RunAsync(platform.Url, Body(load.Batch), load.Batch, records / load.Batch, load.Calls);
        var stamps = new Stamps();
        await using var hall = BenchHall.Make(
            store,
            deliveries: true,
            new()
            {
                ["Platforms:OneWindow:BaseUrl"] = platform.Url.ToString(),
                ["Platforms:OneWindow:BatchSize"] = load.Batch.ToString(CultureInfo.InvariantCulture),
                ["Platforms:OneWindow:Concurrency"] = load.Calls.ToString(CultureInfo.InvariantCulture),
            },
            stamps.Watch);
        await hall.ListenAsync();

        var gate = hall.Services.GetRequiredService<PlatformGates>().Find(Platform.OneWindow)!;
        gate.Stop("bench");
        var pushes = records / PushBatch / Pushers * Pushers;
        await generator.RunAsync(new LoadJob(hall.Url, Pushers, PushBatch, pushes, CheckVerdicts: true, Materials: false, Prefix: "D"));
        var (drained, cpu, from) = (stamps.Confirmed(pushes * PushBatch), Self.Cpu(), Stopwatch.GetTimestamp());
        gate.Start();
        await drained;
        var rate = pushes * PushBatch / Stopwatch.GetElapsedTime(from).TotalSeconds;
        var cost = (Self.Cpu() - cpu) * 1e6 / (pushes * PushBatch);

        stamps.TakeLatencies();
        var offered = Math.Min(rate, load.Wanted) / 2;
        var steady = (int)(offered * SteadySeconds) / Pushers * Pushers;
        var settled = stamps.Confirmed(steady);
        await generator.RunAsync(new LoadJob(hall.Url, Pushers, 1, steady, CheckVerdicts: true, Materials: false, Rate: offered, Prefix: "H", OpenCases: OpenCases));
        await settled;
        var latencies = stamps.TakeLatencies();
        return new Measured(bare, rate, cost, latencies[latencies.Length / 2], latencies[latencies.Length * 99 / 100]);
    }

    // About as long as a real row of a step.
    private static byte[] Body(int rows) => Encoding.UTF8.GetBytes(
        $$"""{"batch":"0","rows":[{{string.Join(',', Enumerable.Range(0, rows).Select(row => $$"""{"row_guid":"{{row:D32}}","filler":"{{new string('x', 600)}}"}"""))}}]}""");

    private static void Print(Dictionary<string, List<Measured>> figures)
    {
        var table = new Table("platform", "bare rows/s", "records/s", "lowest-highest", "of bare", "µs CPU/record", "p50 ms", "p99 ms");
        foreach (var (name, all) in figures)
        {
            table.Add(
                name, Figures.Whole(all.Select(one => one.Bare).Median()), Figures.Whole(all.Select(one => one.Rate).Median()), Figures.Spread([.. all.Select(one => one.Rate)]),
                Figures.Fine(all.Select(one => one.Rate / one.Bare).Median()), Figures.One(all.Select(one => one.Cpu).Median()), Figures.One(all.Select(one => one.P50).Median()),
                Figures.One(all.Select(one => one.P99).Median()));
        }

        table.Print();
    }

    /// <summary>A platform's delay in milliseconds, rows a call, calls at once; <paramref name="Share"/> divides the records where calls are slow.</summary>
    private sealed record Load(string Name, int Delay, int Batch, int Calls, int Share)
    {
        public double Wanted => Batch == 1 ? 6_000 : 15_000;
    }

    /// <summary>Rows a second of bare calls; records a second of the backlog, processor microseconds of each; milliseconds from durable to receipt durable at half load.</summary>
    private sealed record Measured(double Bare, double Rate, double Cpu, double P50, double P99);
}
