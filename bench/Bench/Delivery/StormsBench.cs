using System.Diagnostics;
using Microsoft.Data.Sqlite;
using ServiceHall.Bench.Intake;
using ServiceHall.Bench.Load;
using ServiceHall.Bench.Reports;
using ServiceHall.Bench.Stores;

namespace ServiceHall.Bench.Delivery;

/// <summary>
/// What one department's trouble at a platform costs another's records: department <c>mz</c> pushes at a steady rate, while what <c>rs</c> sends is refused,
/// breaks whole batches, is never known to have arrived, is never answered, or comes back after days as a backlog.
/// </summary>
internal sealed class StormsBench(Options options, StubProcess platform, BenchHall hall, Stamps stamps)
{
    private const int Others = 300;
    private const string Mark = "毒";

    // Of a platform that is back: each table's breaker finds out by itself, and until others push the backlog has all.
    private const int First = 5;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(15);

    private readonly Table _table = new("what happens", "others p50 ms", "others p99 ms", "intake p99 ms", "MiB", "what waits, and why");
    private int _storms;

    public static async Task RunAsync(Options options)
    {
        Console.WriteLine($"storms: {Machine.Describe()}");
        Console.WriteLine($"others push {Others} records/s; before: {Machine.Load()}");
        using var platform = new StubProcess(5);
        var stamps = new Stamps();
        await using var hall = BenchHall.Make(BenchStore.Files, deliveries: true, new() { ["Platforms:OneWindow:BaseUrl"] = platform.Url.ToString(), ["Platforms:OneWindow:RetrySchedule:0"] = "00:00:02" }, stamps.Watch);
        await hall.ListenAsync();
        var bench = new StormsBench(options, platform, hall, stamps);
        await bench.WarmUpAsync();
        await bench.StormAsync("nothing", "well", 0);
        await bench.StormAsync("20 cases a second refused", $"refuse {Mark}", 20);
        await bench.StormAsync("5 batches a second broken", $"break {Mark}", 5);
        await bench.StormAsync("20 cases a second never known", $"unknown {Mark}", 20);
        await bench.StormAsync("20 cases a second never answered", $"hang {Mark}", 20);
        await platform.BeAsync("well");
        await bench.BacklogAsync();
        bench._table.Print();
        Console.WriteLine($"after: {Machine.Load()}; peak memory {Figures.Whole(Machine.PeakMemory())} MiB");
    }

    private async Task WarmUpAsync()
    {
        var settled = stamps.Confirmed(Others * 10);
        using var generator = new LoadProcess();
        await generator.RunAsync(Steady("warm", seconds: 10));
        await settled;
        stamps.TakeLatencies();
    }

    private async Task StormAsync(string what, string mood, int storm)
    {
        await Console.Error.WriteLineAsync($"{what} ...");
        await platform.BeAsync(mood);
        using var others = new LoadProcess();
        using var trouble = new LoadProcess();
        var seconds = (int)Long.TotalSeconds;
        var settled = stamps.Confirmed(Others * seconds);
        var storming = storm == 0
            ? Task.FromResult<(LoadResult Result, double)>(default)
            : trouble.RunAsync(new LoadJob(hall.Url, storm, 1, storm * seconds, CheckVerdicts: true, Materials: false, Rate: storm, Prefix: $"S{_storms}", Department: "rs", Mark: Mark));
        var (pushed, _) = await others.RunAsync(Steady($"{_storms++}", seconds));
        await settled;
        await storming;
        Add(what, pushed);
    }

    // Three days are not waited for: what counts is what waits, and what the last of them saw.
    private async Task BacklogAsync()
    {
        using var generator = new LoadProcess();
        using var others = new LoadProcess();
        await Console.Error.WriteLineAsync("away ...");
        await platform.BeAsync("away");
        var waiting = options.Rows / 800 * 800;
        await generator.RunAsync(new LoadJob(hall.Url, 16, 50, waiting / 50, CheckVerdicts: true, Materials: false, Prefix: "B", Department: "rs"));
        stamps.TakeLatencies();
        var seconds = (int)Long.TotalSeconds;
        var (opened, settled) = (stamps.Confirmed(1), stamps.Confirmed(waiting + (Others * ((2 * seconds) + First))));

        // Not the others': whose department has something waiting goes behind that, and what is asked is whether it goes behind another's.
        var (pushed, _) = await others.RunAsync(Steady("away", seconds, "rs"));
        Add($"away, {Figures.Whole(waiting)} waiting", pushed);

        // It is tried again when the schedule says so; its first receipt tells that it is back.
        await platform.BeAsync("well");
        await opened;
        var from = Stopwatch.GetTimestamp();
        (pushed, _) = await others.RunAsync(Steady("first", First));
        Add("back, its first seconds", pushed);
        (pushed, _) = await others.RunAsync(Steady("back", seconds));
        Add("back, the backlog drains", pushed);
        await settled;
        _table.Add($"drained: {Figures.Whole((waiting + (Others * ((2.0 * seconds) + First))) / Stopwatch.GetElapsedTime(from).TotalSeconds)} records/s", "", "", "", Memory(), Waiting());
    }

    private LoadJob Steady(string prefix, int seconds, string department = "mz") =>
        new(hall.Url, 30, 1, Others * seconds, CheckVerdicts: true, Materials: false, Rate: Others, Prefix: prefix, Department: department);

    private void Add(string what, LoadResult pushed)
    {
        var latencies = stamps.TakeLatencies();
        _table.Add(
            what, latencies.Length == 0 ? "-" : Figures.One(latencies[latencies.Length / 2]), latencies.Length == 0 ? "-" : Figures.One(latencies[latencies.Length * 99 / 100]), Figures.One(pushed.P99),
            Memory(), Waiting());
    }

    private static string Memory()
    {
        using var process = Process.GetCurrentProcess();
        return $"{Figures.Whole(process.WorkingSet64 / 1048576.0)} ({Figures.Whole(GC.GetTotalMemory(forceFullCollection: true) / 1048576.0)} live)";
    }

    private string Waiting()
    {
        using var reader = new SqliteConnection($"Data Source={hall.Database};Mode=ReadOnly;Pooling=False");
        reader.Open();
        using var command = reader.CreateCommand();
        command.CommandText = "SELECT coalesce(why, 'no reason yet'), count(*) FROM delivery WHERE state < 4 OR state = 6 GROUP BY substr(coalesce(why, ''), 1, 12) ORDER BY 2 DESC LIMIT 3";
        using var rows = command.ExecuteReader();
        List<string> all = [];
        while (rows.Read())
        {
            all.Add($"{rows.GetInt64(1)}: {rows.GetString(0)}");
        }

        return string.Join("; ", all);
    }
}
