using ServiceHall.Bench.Intake;
using ServiceHall.Bench.Load;
using ServiceHall.Bench.Reports;
using ServiceHall.Bench.Stores;

namespace ServiceHall.Bench.Faces;

/// <summary>100,000 records a run (or more, to see that memory stays flat) through streamed uploads that read their verdicts while they send, against a bare endpoint that answers a line a line.</summary>
internal static class StreamBench
{
    private const int FewestRecords = 100_000;
    private const int Uploads = 4;

    public static async Task<IReadOnlyList<Wanted>> RunAsync(Options options)
    {
        var records = Math.Max(FewestRecords, options.Records);
        using var store = BenchStore.Of(options);
        Console.WriteLine($"stream: {Machine.Describe()}; store: {store.Name}");
        Console.WriteLine($"medians of {options.Rounds} interleaved rounds after one to warm up, {records} records in {Uploads} uploads at once, every store fresh; before: {Machine.Load()}");
        string[] names = ["bare endpoint", "gateway", "gateway with deliveries"];
        var all = names.ToDictionary(name => name, _ => new List<Streamed>());
        using var generator = new LoadProcess();
        for (var round = 0; round <= options.Rounds; round++)
        {
            foreach (var name in names)
            {
                var measured = await MeasureAsync(generator, store, name, records);
                await Console.Error.WriteLineAsync($"round {round}, {name}: {measured}");
                if (round > 0)
                {
                    all[name].Add(measured);
                }
            }
        }

        Print(all);
        Console.WriteLine($"after: {Machine.Load()}");
        return [new Wanted("streamed, records/s", all["gateway"].Select(one => one.Rate).Median(), 15_000)];
    }

    private static async Task<Streamed> MeasureAsync(LoadProcess generator, BenchStore store, string name, int records)
    {
        if (name == "bare endpoint")
        {
            await using var endpoint = await BareEndpoint.StartAsync();
            return await MeasureAsync(generator, endpoint.Url, records);
        }

        await using var hall = await BenchHall.StartAsync(store, deliveries: name == "gateway with deliveries");
        return await MeasureAsync(generator, hall.Url, records);
    }

    private static async Task<Streamed> MeasureAsync(LoadProcess generator, Uri url, int records)
    {
        await using var memory = new MemoryWatch();
        var (result, cpu) = await generator.RunAsync(new LoadJob(url, Uploads, records / Uploads, Uploads, CheckVerdicts: true, Streamed: true), memory.Start);
        var (early, late, most) = memory.End();
        return new Streamed(records / result.Seconds, cpu * 1e6 / records, result.Cpu * 1e6 / records, early, late, most);
    }

    private static void Print(Dictionary<string, List<Streamed>> all)
    {
        var table = new Table("streamed", "records/s", "lowest-highest", "of bare", "server µs CPU/record", "generator µs CPU/record", "MiB early", "MiB late", "MiB at the most");
        foreach (var (name, figures) in all)
        {
            table.Add(
                name, Figures.Whole(figures.Select(one => one.Rate).Median()), Figures.Spread([.. figures.Select(one => one.Rate)]),
                Figures.Fine(figures.Zip(all["bare endpoint"], (mine, baseline) => mine.Rate / baseline.Rate).Median()),
                Figures.One(figures.Select(one => one.Cpu).Median()), Figures.One(figures.Select(one => one.GeneratorCpu).Median()),
                Figures.Whole(figures.Select(one => one.Early).Median()), Figures.Whole(figures.Select(one => one.Late).Median()), Figures.Whole(figures.Max(one => one.Most)));
        }

        table.Print();
    }

    /// <summary>Records a second, processor microseconds a record of both sides, and the server's memory in MiB: in the first fifth, in the last, and at the most.</summary>
    private sealed record Streamed(double Rate, double Cpu, double GeneratorCpu, double Early, double Late, double Most);
}
