using ServiceHall.Bench.Load;
using ServiceHall.Bench.Reports;
using ServiceHall.Bench.Rows;
using ServiceHall.Bench.Stores;

namespace ServiceHall.Bench.Intake;

/// <summary>Intake over HTTP against a bare endpoint of the same server and against bare inserts of the same rows, in interleaved rounds of one run.</summary>
internal static class IntakeBench
{
    private static readonly (string Name, int Connections, int Batch, int Share)[] Loads =
    [
        ("single, 1 connection", 1, 1, 4),
        ("single, 16 connections", 16, 1, 1),
        ("single, 64 connections", 64, 1, 1),
        ("batches of 100, 4 connections", 4, 100, 1),
        ("batches of 1000, 4 connections", 4, 1000, 1),
    ];

    private static readonly int[] Groups = [1, 32, 512];

    private const int Warm = 8_000;

    public static async Task<IReadOnlyList<Wanted>> RunAsync(Options options)
    {
        using var store = BenchStore.Of(options);
        Console.WriteLine($"intake: {Machine.Describe()}; store: {store.Name}");
        Console.WriteLine($"medians of {options.Rounds} interleaved rounds after one to warm up, {options.Records} records a measurement, every store fresh; before: {Machine.Load()}");
        var record = new CountyRecords("size");
        Console.WriteLine($"a record is {Enumerable.Range(0, 80).Average(_ => record.Next().Length):0} bytes on average (3 acceptances, 5 steps)");
        var over = new Dictionary<(string What, string Load), List<HttpFigures>>();
        var bare = Groups.ToDictionary(group => group, _ => new List<double>());
        var sets = await SetsAsync(options);
        using (var generator = new LoadProcess())
        {
            for (var round = 0; round <= options.Rounds; round++)
            {
                await RoundAsync(generator, store, options, round > 0 ? over : []);
                foreach (var (group, ofGroup) in sets)
                {
                    var rate = BareInserts.Run(store, ofGroup);
                    if (round > 0)
                    {
                        bare[group].Add(rate);
                    }
                }
            }
        }

        Print(options, store, over, bare, sets);
        Console.WriteLine($"after: {Machine.Load()}; memory of this process, the server of all rows: {Environment.WorkingSet / 1048576.0:0} MiB now, {Machine.PeakMemory():0} MiB at the most, {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:0} MiB live objects (the rows of the bare inserts stay in it)");
        return [.. Chosen(options).Where(load => load is { Batch: 1, Connections: > 1 }).Select(load => new Wanted($"{load.Name}: of the bare endpoint", OfBare(over, "gateway", load.Name), 0.12))];
    }

    private static IEnumerable<(string Name, int Connections, int Batch, int Share)> Chosen(Options options) => Loads.Where((_, at) => options.Load == 0 || options.Load == at + 1);

    private static async Task<Dictionary<int, IReadOnlyList<RowSet>>> SetsAsync(Options options)
    {
        await using var hall = BenchHall.Make(deliveries: true);
        var pipeline = new Pipeline(hall);
        return Groups.ToDictionary(group => group, group => pipeline.Sets(group == 1 ? options.Records / 4 : options.Records, group));
    }

    private static async Task RoundAsync(LoadProcess generator, BenchStore store, Options options, Dictionary<(string What, string Load), List<HttpFigures>> to)
    {
        foreach (var load in Chosen(options))
        {
            await using (var endpoint = await BareEndpoint.StartAsync())
            {
                Keep(to, "bare endpoint", load.Name, await MeasureAsync(generator, options, load, endpoint.Url, isHall: false));
            }

            await using (var hall = await BenchHall.StartAsync(store, deliveries: false))
            {
                Keep(to, "gateway", load.Name, await MeasureAsync(generator, options, load, hall.Url, isHall: true));
            }

            await using (var hall = await BenchHall.StartAsync(store, deliveries: true))
            {
                Keep(to, "gateway with deliveries", load.Name, await MeasureAsync(generator, options, load, hall.Url, isHall: true));
            }
        }
    }

    private static void Keep(Dictionary<(string What, string Load), List<HttpFigures>> to, string what, string load, HttpFigures figures)
    {
        if (!to.TryGetValue((what, load), out var all))
        {
            to[(what, load)] = all = [];
        }

        all.Add(figures);
    }

    private static async Task<HttpFigures> MeasureAsync(LoadProcess generator, Options options, (string Name, int Connections, int Batch, int Share) load, Uri url, bool isHall)
    {
        var pushes = Math.Max(1, options.Records / load.Share / load.Batch / load.Connections) * load.Connections;

        // A gateway compiles what it runs often; one that has just begun spends a quarter of its time on that.
        var warm = Math.Max(1, Warm / load.Batch / load.Connections) * load.Connections;
        await generator.RunAsync(new LoadJob(url, load.Connections, load.Batch, warm, isHall, Prefix: "W"));
        var (result, serverCpu) = await generator.RunAsync(new LoadJob(url, load.Connections, load.Batch, pushes, isHall));
        double records = pushes * load.Batch;
        return new HttpFigures(records / result.Seconds, result.P50, result.P99, serverCpu * 1e6 / records, result.Cpu * 1e6 / records);
    }

    // Round by round, so that what slowed the whole machine slowed both.
    private static double OfBare(Dictionary<(string What, string Load), List<HttpFigures>> over, string what, string load) =>
        over[(what, load)].Zip(over[("bare endpoint", load)], (mine, baseline) => mine.Rate / baseline.Rate).Median();

    private static void Print(Options options, BenchStore store, Dictionary<(string What, string Load), List<HttpFigures>> over, Dictionary<int, List<double>> bare, Dictionary<int, IReadOnlyList<RowSet>> sets)
    {
        var http = new Table("over HTTP", "records/s", "lowest-highest", "of bare", "p50 ms", "p99 ms", "server µs CPU/record", "generator µs CPU/record");
        foreach (var load in Chosen(options))
        {
            foreach (var what in (string[])["bare endpoint", "gateway", "gateway with deliveries"])
            {
                var figures = over[(what, load.Name)];
                http.Add(
                    $"{load.Name}: {what}", Figures.Whole(figures.Select(one => one.Rate).Median()), Figures.Spread([.. figures.Select(one => one.Rate)]), Figures.Fine(OfBare(over, what, load.Name)),
                    Figures.Fine(figures.Select(one => one.P50).Median()), Figures.Fine(figures.Select(one => one.P99).Median()),
                    Figures.One(figures.Select(one => one.ServerCpu).Median()), Figures.One(figures.Select(one => one.GeneratorCpu).Median()));
            }
        }

        http.Print();
        var of = Chosen(options).ElementAtOrDefault(2).Name ?? Chosen(options).First().Name;
        var inserts = new Table($"bare inserts, {store.Name}", "records/s", "lowest-highest", "rows/s", $"of bare endpoint, {of}");
        foreach (var (group, rates) in bare)
        {
            var rowsOfRecord = sets[group].Sum(set => (double)set.Rows) / sets[group].Sum(set => set.Records.Count);
            var ratio = rates.Zip(over[("bare endpoint", of)], (mine, baseline) => mine / baseline.Rate).Median();
            inserts.Add($"groups of {group}", Figures.Whole(rates.Median()), Figures.Spread(rates), Figures.Whole(rates.Median() * rowsOfRecord), Figures.Fine(ratio));
        }

        inserts.Print();
    }
}

/// <summary>One measurement over HTTP.</summary>
/// <param name="ServerCpu">Processor microseconds a record in this process, which is the server.</param>
internal sealed record HttpFigures(double Rate, double P50, double P99, double ServerCpu, double GeneratorCpu);
