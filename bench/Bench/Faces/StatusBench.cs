using ServiceHall.Bench.Intake;
using ServiceHall.Bench.Load;
using ServiceHall.Bench.Reports;
using ServiceHall.Bench.Stores;

namespace ServiceHall.Bench.Faces;

/// <summary>A case by its number against a plain read of the same bytes, in interleaved rounds of one run.</summary>
internal static class StatusBench
{
    private const int Connections = 16;

    // A round is some seconds long at the least: the first reads of each case make its answer.
    private const int FewestReads = 60_000;
    private const int CasesOfEach = 300;

    // Three cases, an acceptance each and one, two and two steps, are eight records.
    private const int RecordsOfEach = CasesOfEach / 3 * 8;

    public static async Task<IReadOnlyList<Wanted>> RunAsync(Options options)
    {
        using var store = BenchStore.Of(options);
        Console.WriteLine($"status: {Machine.Describe()}; store: {store.Name}");
        options = options with { Records = Math.Max(FewestReads, options.Records) };
        Console.WriteLine($"medians of {options.Rounds} interleaved rounds, after as many to warm up as the compiler is busy in, {options.Records} reads of {Connections * CasesOfEach} cases over {Connections} connections; before: {Machine.Load()}");
        using var generator = new LoadProcess();
        await using var hall = await BenchHall.StartAsync(store, deliveries: true);
        await generator.RunAsync(new LoadJob(hall.Url, Connections, RecordsOfEach / 2, Connections * 2, CheckVerdicts: true));
        await using var endpoint = await BareEndpoint.StartAsync(await CaseAsync(hall.Url));
        List<Read> bare = [], ours = [];
        await WarmUp.RunAsync(RoundAsync);
        bare.Clear();
        ours.Clear();
        for (var round = 1; round <= options.Rounds; round++)
        {
            await RoundAsync(round);
        }

        var ratio = ours.Zip(bare, (mine, baseline) => mine.Rate / baseline.Rate).Median();
        var table = new Table("reads", "reads/s", "lowest-highest", "of plain", "p50 ms", "p99 ms", "server µs CPU/read", "generator µs CPU/read");
        Add(table, "plain GET of as many bytes", bare, 1);
        Add(table, "case by number", ours, ratio);
        table.Print();
        Console.WriteLine($"after: {Machine.Load()}");
        return [new Wanted("case by number: of a plain GET", ratio, 0.40)];

        async Task RoundAsync(int round)
        {
            var (one, other) = (await MeasureAsync(generator, endpoint.Url, options), await MeasureAsync(generator, hall.Url, options));
            await Console.Error.WriteLineAsync($"round {round}: plain {one}, gateway {other}");
            bare.Add(one);
            ours.Add(other);
        }
    }

    // As long as what is read of the gateway, so that only what it takes to make differs.
    private static async Task<byte[]> CaseAsync(Uri hall)
    {
        const string target = "/v1/cases?no=MZ-0000-000001";
        using var http = new HttpClient { BaseAddress = hall };
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        foreach (var (name, value) in SignedCall.Headers(BenchHall.Department, "GET", target))
        {
            request.Headers.Add(name, value);
        }

        using var answer = await http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    private static async Task<Read> MeasureAsync(LoadProcess generator, Uri url, Options options)
    {
        var reads = options.Records / Connections * Connections;
        var (result, cpu) = await generator.RunAsync(new LoadJob(url, Connections, 1, reads, CheckVerdicts: false, Cases: CasesOfEach));
        return new Read(reads / result.Seconds, result.P50, result.P99, cpu * 1e6 / reads, result.Cpu * 1e6 / reads);
    }

    private static void Add(Table table, string name, List<Read> all, double ratio) => table.Add(
        name, Figures.Whole(all.Select(one => one.Rate).Median()), Figures.Spread([.. all.Select(one => one.Rate)]), Figures.Fine(ratio), Figures.Fine(all.Select(one => one.P50).Median()),
        Figures.Fine(all.Select(one => one.P99).Median()), Figures.One(all.Select(one => one.Cpu).Median()), Figures.One(all.Select(one => one.GeneratorCpu).Median()));

    private sealed record Read(double Rate, double P50, double P99, double Cpu, double GeneratorCpu);
}
