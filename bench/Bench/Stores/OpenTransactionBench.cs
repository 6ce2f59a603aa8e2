using System.Globalization;
using ServiceHall.Bench.Delivery;
using ServiceHall.Bench.Intake;
using ServiceHall.Bench.Load;
using ServiceHall.Bench.Order;
using ServiceHall.Bench.Reports;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Bench.Stores;

/// <summary>
/// What becomes of a gateway on PostgreSQL while somebody leaves a transaction open: nothing that died since is taken away. Records come one at a time at a steady
/// rate and are delivered; a line for each minute before, during and after.
/// </summary>
internal sealed class OpenTransactionBench(LoadProcess generator, BenchHall hall, StoreAddress address, Stamps stamps, Table table)
{
    private const int Connections = 16;
    private const int Rate = 1_000;
    private const int Minute = 60;

    private static readonly string[] Tables = ["counter", "node", "case_", "delivery", "attempt", "journal"];

    private int _minutes;

    public static async Task RunAsync(Options options)
    {
        using var store = BenchStore.Of(options with { Store = StoreSettings.Postgres });
        Console.WriteLine($"open-transaction: {Machine.Describe()}; store: {store.Name}");
        Console.WriteLine($"{Rate} records a second, one a push, delivered in batches; a transaction open for {options.OpenSeconds} s; before: {Machine.Load()}");
        using var platform = new StubProcess(milliseconds: 1);
        using var generator = new LoadProcess();
        var stamps = new Stamps();
        await using var hall = BenchHall.Make(store, deliveries: true, new() { ["Platforms:OneWindow:BaseUrl"] = platform.Url.ToString() }, stamps.Watch);
        await hall.ListenAsync();
        var table = new Table(["a transaction is", "records/s", "push p50 ms", "p99 ms", "to receipt p50 ms", "p99 ms", .. Tables]);
        var address = StoreAddress.Postgres(hall.Database);
        var bench = new OpenTransactionBench(generator, hall, address, stamps, table);
        await bench.MinuteAsync("not open (to warm up)");
        await bench.MinuteAsync("not open");
        using (new OpenTransaction(address.Place))
        {
            for (var minute = 1; minute <= options.OpenSeconds / Minute; minute++)
            {
                await bench.MinuteAsync($"open, minute {minute}");
            }
        }

        await bench.MinuteAsync("over, minute 1");
        await bench.MinuteAsync("over, minute 2");
        table.Print();
        Console.WriteLine($"after: {Machine.Load()}");
    }

    private async Task MinuteAsync(string when)
    {
        const int Records = Rate * Minute;
        var delivered = stamps.Confirmed(Records / Connections * Connections);
        var (result, _) = await generator.RunAsync(new LoadJob(
            hall.Url, Connections, 1, Records / Connections * Connections, CheckVerdicts: true, Materials: false, Rate: Rate, Prefix: string.Create(CultureInfo.InvariantCulture, $"M{_minutes++}-")));
        await delivered;
        var latencies = stamps.TakeLatencies();
        string[] cells =
        [
            when, Figures.Whole(Records / result.Seconds), Figures.One(result.P50), Figures.One(result.P99), Figures.One(latencies[latencies.Length / 2]),
            Figures.One(latencies[latencies.Length * 99 / 100]), .. TableStates.Read(address.Place, Tables),
        ];
        table.Add(cells);
        await Console.Error.WriteLineAsync(string.Join("; ", cells));
    }
}
