using ServiceHall.Bench.Intake;
using ServiceHall.Bench.Load;
using ServiceHall.Bench.Reports;
using ServiceHall.Bench.Stores;

namespace ServiceHall.Bench.Faces;

/// <summary>The same over gRPC as over REST, in interleaved rounds of one run: a case by its number, single records, and a stream of records against REST's batches.</summary>
internal static class RpcBench
{
    private const int Connections = 16;
    private const int Uploads = 4;
    private const int Batch = 100;
    private const int CasesOfEach = 300;
    private const int RecordsOfEach = CasesOfEach / 3 * 8;
    private const int FewestReads = 120_000;

    public static async Task<IReadOnlyList<Wanted>> RunAsync(Options options)
    {
        using var store = BenchStore.Of(options);
        Console.WriteLine($"grpc: {Machine.Describe()}; store: {store.Name}");
        Console.WriteLine($"medians of {options.Rounds} interleaved rounds, after as many to warm up as the compiler is busy in, every store fresh; before: {Machine.Load()}");
        using var generator = new LoadProcess();
        Pair[] pairs =
        [
            new("a case by number, 16 connections", (hall, isRpc) => ReadAsync(generator, hall, isRpc, Connections, options), 0.7),
            new("the same, 16 callers on one gRPC connection", (hall, isRpc) => ReadAsync(generator, hall, isRpc, isRpc ? 1 : Connections, options), 0.7),
            new("single records, 16 connections", (hall, isRpc) => PushAsync(generator, hall, isRpc, Connections, options.Records), 0.9),
            new("the same, 16 callers on one gRPC connection", (hall, isRpc) => PushAsync(generator, hall, isRpc, isRpc ? 1 : Connections, options.Records), 0.9),
            new("gRPC 4 streams, REST 4 x batches of 100", (hall, isRpc) => StreamAsync(generator, hall, isRpc, options.Records * 5), 1),
        ];
        var table = new Table("gRPC against REST", "REST/s", "gRPC/s", "of REST", "REST p50 ms", "gRPC p50 ms", "REST server µs CPU", "gRPC server µs CPU");
        List<Wanted> wanted = [];
        foreach (var pair in pairs.Where((_, at) => options.Load == 0 || options.Load == at + 1))
        {
            List<Measured> rest = [], rpc = [];
            await WarmUp.RunAsync(_ => RoundAsync(pair, store, [], []));
            for (var round = 1; round <= options.Rounds; round++)
            {
                await RoundAsync(pair, store, rest, rpc);
            }

            var ratio = rpc.Zip(rest, (mine, baseline) => mine.Rate / baseline.Rate).Median();
            table.Add(
                pair.Name, Figures.Whole(rest.Select(one => one.Rate).Median()), Figures.Whole(rpc.Select(one => one.Rate).Median()), Figures.Fine(ratio), Figures.Fine(rest.Select(one => one.P50).Median()),
                Figures.Fine(rpc.Select(one => one.P50).Median()), Figures.One(rest.Select(one => one.Cpu).Median()), Figures.One(rpc.Select(one => one.Cpu).Median()));
            wanted.Add(new Wanted($"gRPC of REST: {pair.Name}", ratio, pair.Bound));
        }

        table.Print();
        Console.WriteLine($"after: {Machine.Load()}");
        return wanted;
    }

    private static async Task RoundAsync(Pair pair, BenchStore store, List<Measured> rest, List<Measured> rpc)
    {
        foreach (var isRpc in new[] { false, true })
        {
            await using var hall = await BenchHall.StartAsync(store, deliveries: false);
            var measured = await pair.MeasureAsync(hall, isRpc);
            await Console.Error.WriteLineAsync($"{(isRpc ? "gRPC" : "REST")}, {pair.Name}: {measured}");
            (isRpc ? rpc : rest).Add(measured);
        }
    }

    private static async Task<Measured> ReadAsync(LoadProcess generator, BenchHall hall, bool isRpc, int connections, Options options)
    {
        await generator.RunAsync(new LoadJob(hall.Url, Connections, RecordsOfEach / 2, Connections * 2, CheckVerdicts: true));
        var reads = Math.Max(FewestReads, options.Records) / Connections * Connections;
        return await MeasureAsync(generator, reads, new LoadJob(Url(hall, isRpc), connections, 1, reads, CheckVerdicts: false, Cases: CasesOfEach, Rpc: isRpc, CallersOfEach: Connections / connections));
    }

    private static Task<Measured> PushAsync(LoadProcess generator, BenchHall hall, bool isRpc, int connections, int records) =>
        MeasureAsync(generator, records, new LoadJob(Url(hall, isRpc), connections, 1, records, CheckVerdicts: true, Rpc: isRpc, CallersOfEach: Connections / connections));

    private static Task<Measured> StreamAsync(LoadProcess generator, BenchHall hall, bool isRpc, int records) => MeasureAsync(
        generator, records, isRpc
            ? new LoadJob(hall.RpcUrl, Uploads, records / Uploads, Uploads, CheckVerdicts: true, Rpc: true, Streamed: true)
            : new LoadJob(hall.Url, Uploads, Batch, records / Batch, CheckVerdicts: true));

    private static Uri Url(BenchHall hall, bool isRpc) => isRpc ? hall.RpcUrl : hall.Url;

    private static async Task<Measured> MeasureAsync(LoadProcess generator, int units, LoadJob job)
    {
        var (result, cpu) = await generator.RunAsync(job);
        return new Measured(units / result.Seconds, result.P50, cpu * 1e6 / units);
    }

    /// <summary>Something that both do, and what gRPC's share of REST's rate is to be.</summary>
    private sealed record Pair(string Name, Func<BenchHall, bool, Task<Measured>> MeasureAsync, double Bound);

    /// <summary>Reads or records a second, milliseconds of a call, processor microseconds of the server.</summary>
    private sealed record Measured(double Rate, double P50, double Cpu);
}
