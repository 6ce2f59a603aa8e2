using System.Diagnostics;
using System.Text;
using ServiceHall.Bench.Delivery;
using ServiceHall.Bench.Load;
using ServiceHall.Bench.Reports;
using ServiceHall.Bench.Stores;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Bench.Nodes;

/// <summary>
/// One gateway on SQLite, and one, two and three on a PostgreSQL, each in a process of its own: what they take in together, and how fast a backlog drains. The
/// platform takes a hundred rows a call after a millisecond. All processes share the machine, the server among them.
/// </summary>
internal sealed class NodesBench(Options options, LoadProcess generator)
{
    private const int Single = 64;
    private const int Pushers = 12;
    private const int PushBatch = 50;
    private const int Warm = 12_000;

    public static async Task RunAsync(Options options)
    {
        using var postgres = BenchStore.Of(options with { Store = StoreSettings.Postgres });
        Console.WriteLine($"nodes: {Machine.Describe()}; stores: {BenchStore.Files.Name} and {postgres.Name}");
        Console.WriteLine($"medians of {options.Rounds} interleaved rounds, each gateway a fresh process that has taken and delivered {Warmed} records before, {options.Records} records pushed one at a time, then as many in batches; before: {Machine.Load()}");
        using var generator = new LoadProcess();
        var bench = new NodesBench(options, generator);
        (string Name, BenchStore Store, int Nodes)[] all = [("SQLite, 1 gateway", BenchStore.Files, 1), ("PostgreSQL, 1 gateway", postgres, 1), ("PostgreSQL, 2 gateways", postgres, 2), ("PostgreSQL, 3 gateways", postgres, 3)];
        var figures = all.ToDictionary(one => one.Name, _ => new List<Measured>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var (name, store, nodes) in all)
            {
                var measured = await bench.MeasureAsync(store, nodes);
                await Console.Error.WriteLineAsync($"round {round}, {name}: {measured}");
                figures[name].Add(measured);
            }
        }

        Print(figures);
        Console.WriteLine($"after: {Machine.Load()}");
    }

    private async Task<Measured> MeasureAsync(BenchStore store, int count)
    {
        using var platform = new StubProcess(milliseconds: 1);
        var folder = Directory.CreateTempSubdirectory("servicehall-bench-").FullName;
        var nodes = new List<NodeProcess>();
        try
        {
            var (settings, more) = (store.Settings(folder), new Dictionary<string, string?>
            {
                ["Platforms:OneWindow:BaseUrl"] = platform.Url.ToString(), ["Platforms:OneWindow:BatchSize"] = "100", ["Platforms:OneWindow:Concurrency"] = "16",
            });
            for (var number = 0; number < count; number++)
            {
                nodes.Add(new NodeProcess(Directory.CreateDirectory(Path.Combine(folder, $"node-{number}")).FullName, settings, more));
            }

            return await MeasureAsync(store, new StoreWatch(settings), nodes);
        }
        finally
        {
            nodes.ForEach(node => node.Dispose());
            store.Remove(folder);
        }
    }

    private async Task<Measured> MeasureAsync(BenchStore store, StoreWatch watch, List<NodeProcess> nodes)
    {
        if (store != BenchStore.Files)
        {
            await watch.AreSharedAsync(nodes.Count);
        }

        var urls = nodes.Select(node => node.Url).ToList();
        await PushAsync("W", urls, Pushers, PushBatch, Warm);
        await PushAsync("V", urls, Single, 1, Warm);
        await watch.AreConfirmedAsync(Warmed);

        await OrderAsync(urls[0], "stop");
        var before = watch.CountConfirmed();
        var cpu = nodes.Sum(node => node.Cpu());
        var single = await PushAsync("S", urls, Single, 1, options.Records);
        var batches = await PushAsync("B", urls, Pushers, PushBatch, options.Records);
        var taken = Rounded(options.Records, Single, 1) + Rounded(options.Records, Pushers, PushBatch);
        var intakeCpu = nodes.Sum(node => node.Cpu()) - cpu;

        var from = Stopwatch.GetTimestamp();
        await OrderAsync(urls[0], "start");
        await watch.AreConfirmedAsync(Warmed + taken);
        var drained = (Warmed + taken - before) / Stopwatch.GetElapsedTime(from).TotalSeconds;
        return new Measured(
            Rounded(options.Records, Single, 1) / single.Seconds, single.P99, Rounded(options.Records, Pushers, PushBatch) / batches.Seconds, drained,
            intakeCpu * 1e6 / taken, (nodes.Sum(node => node.Cpu()) - cpu - intakeCpu) * 1e6 / taken);
    }

    private async Task<LoadResult> PushAsync(string prefix, List<Uri> urls, int connections, int batch, int records) =>
        (await generator.RunAsync(new LoadJob(urls[0], connections, batch, Rounded(records, connections, batch) / batch, CheckVerdicts: true, Materials: false, Prefix: prefix, Nodes: urls))).Result;

    private static int Warmed => Rounded(Warm, Pushers, PushBatch) + Rounded(Warm, Single, 1);

    private static int Rounded(int records, int connections, int batch) => records / batch / connections * connections * batch;

    private static async Task OrderAsync(Uri url, string verb)
    {
        const string Operator = "operator";
        var (target, body) = ($"/v1/platforms/{Platform.OneWindow}:{verb}", Encoding.UTF8.GetBytes("""{"reason":"bench"}"""));
        using var http = new HttpClient();
        using var order = new HttpRequestMessage(HttpMethod.Post, new Uri(url, target)) { Content = new ByteArrayContent(body) };
        order.Content.Headers.Add("Content-Type", "application/json");
        foreach (var (name, value) in SignedCall.Headers(Operator, "POST", target, body))
        {
            order.Headers.Add(name, value);
        }

        using var answer = await http.SendAsync(order);
        answer.EnsureSuccessStatusCode();
    }

    private static void Print(Dictionary<string, List<Measured>> figures)
    {
        var table = new Table("store", "one at a time, records/s", "lowest-highest", "p99 ms", "batches, records/s", "drained, records/s", "lowest-highest", "µs CPU/record in", "out");
        foreach (var (name, all) in figures)
        {
            table.Add(
                name, Figures.Whole(all.Select(one => one.Single).Median()), Figures.Spread([.. all.Select(one => one.Single)]), Figures.One(all.Select(one => one.P99).Median()),
                Figures.Whole(all.Select(one => one.Batches).Median()), Figures.Whole(all.Select(one => one.Drained).Median()), Figures.Spread([.. all.Select(one => one.Drained)]),
                Figures.One(all.Select(one => one.CpuIn).Median()), Figures.One(all.Select(one => one.CpuOut).Median()));
        }

        table.Print();
    }

    /// <summary>Records a second taken in, one at a time and in batches, and delivered; milliseconds of a push; processor microseconds of the gateways for a record.</summary>
    private sealed record Measured(double Single, double P99, double Batches, double Drained, double CpuIn, double CpuOut);
}
