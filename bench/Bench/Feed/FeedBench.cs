using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Bench.Intake;
using ServiceHall.Bench.Reports;
using ServiceHall.Bench.Stores;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Bench.Feed;

/// <summary>A thousand watchers of the change feed while 500 changes a second are committed.</summary>
internal static class FeedBench
{
    private const int Watchers = 1000;
    private const int Rate = 500;
    private const int Departments = 20;
    private const int InOne = 25;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(15);
    private static readonly (string Name, bool SeeAll)[] Loads = [($"each its department's, of {Departments}", false), ("each everything", true)];

    public static async Task<IReadOnlyList<Wanted>> RunAsync(Options options)
    {
        using var store = BenchStore.Of(options);
        Console.WriteLine($"feed: {Machine.Describe()}; store: {store.Name}");
        Console.WriteLine($"{Watchers} watchers, {Rate} changes/s for {Long.TotalSeconds} s; before: {Machine.Load()}");
        var table = new Table("what they see", "events/s", "not seen", "streams cut", "p50 ms", "p95 ms", "p99 ms", "server CPU %", "MiB");
        var wanted = new List<Wanted>();
        for (var i = 0; i < Loads.Length; i++)
        {
            if (options.Load == 0 || options.Load == i + 1)
            {
                await Console.Error.WriteLineAsync($"{Loads[i].Name} ...");
                var (cells, p95) = await MeasureAsync(store, Loads[i].SeeAll);
                table.Add([Loads[i].Name, .. cells]);
                if (!Loads[i].SeeAll)
                {
                    wanted.Add(new Wanted($"feed, {Watchers} watchers, {Rate} changes/s: p95 ms", p95, 200, IsMost: true));
                }
            }
        }

        table.Print();
        Console.WriteLine($"after: {Machine.Load()}");
        return wanted;
    }

    private static async Task<(string[] Cells, double P95)> MeasureAsync(BenchStore store, bool seeAll)
    {
        await using var hall = BenchHall.Make(store, deliveries: false, Clients(), _ => { });
        await hall.ListenAsync();
        using var watchers = new WatcherProcess(hall.Url, Watchers, seeAll ? 0 : Departments);
        await watchers.ReadyAsync();
        var (cpu, from) = (Self.Cpu(), Stopwatch.GetTimestamp());
        var written = await WriteAsync(hall.Services.GetRequiredService<StoreWriter>());
        var used = (Self.Cpu() - cpu) / Stopwatch.GetElapsedTime(from).TotalSeconds;
        var lags = await watchers.EndAsync();
        var expected = seeAll ? (double)written * Watchers : (double)written * Watchers / Departments;
        return (
        [
            Figures.Whole(lags.Count / Long.TotalSeconds), Figures.Whole(expected - lags.Count), Figures.Whole(lags.Cut), Figures.One(lags.P50), Figures.One(lags.P95), Figures.One(lags.P99), Figures.Whole(used * 100),
            Figures.Whole(Machine.PeakMemory()),
        ], lags.P95);
    }

    private static async Task<int> WriteAsync(StoreWriter writer)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds((double)InOne / Rate));
        var written = 0;
        while (written < Rate * Long.TotalSeconds && await timer.WaitForNextTickAsync())
        {
            var work = new Journalling(written);
            writer.Enqueue(work);
            await work.Done;
            written += InOne;
        }

        return written;
    }

    private static Dictionary<string, string?> Clients()
    {
        var settings = new Dictionary<string, string?> { ["Clients:2:Key"] = WatcherProcess.Operator, ["Clients:2:Secret"] = BenchHall.Secret, ["Clients:2:Role"] = "operator" };
        for (var i = 0; i < Departments; i++)
        {
            settings[$"Clients:{i + 3}:Key"] = settings[$"Clients:{i + 3}:Departments:0"] = Department(i);
            settings[$"Clients:{i + 3}:Secret"] = BenchHall.Secret;
        }

        return settings;
    }

    public static string Department(int number) => $"d{(number % Departments).ToString(CultureInfo.InvariantCulture)}";

    // Changes of all departments in turn. They are stamped before their commit, so that it is part of the lag.
    private sealed class Journalling(int first) : WriteWork<bool>
    {
        public override int Weight => InOne;

        public override void Apply(WriteGroup group)
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            for (var i = first; i < first + InOne; i++)
            {
                group.Add(new JournalRow(now, "record.taken", Department(i), null, Guid.CreateVersion7(), null, "taken", null, null));
            }
        }
    }
}
