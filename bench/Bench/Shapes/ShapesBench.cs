using System.Diagnostics;
using Microsoft.Data.Sqlite;
using ServiceHall.Bench.Intake;
using ServiceHall.Bench.Reports;
using ServiceHall.Bench.Rows;
using ServiceHall.Gateway.Dispatch;

namespace ServiceHall.Bench.Shapes;

/// <summary>Shapes of the store beside each other, empty and full, in interleaved rounds.</summary>
internal sealed class ShapesBench(string folder, Options options, IReadOnlyList<RowSet> measured)
{
    private static readonly (string Name, Func<SqliteConnection, Shape> Open, int PageSize)[] All =
    [
        ("A: as in the first script", connection => new ShapeA(connection), 8192),
        ("B: record by UUIDv7, keys hashed, delivery with id", connection => new ShapeB(connection), 8192),
        ("C: as A, body in its own table", connection => new ShapeC(connection), 8192),
        ("D: as A, pages of 4 KB", connection => new ShapeA(connection), 4096),
    ];

    private static readonly int[] Groups = [32, 512];

    private readonly Dictionary<(string Stored, string Shape, int Group), List<Dictionary<string, double>>> _written = [];
    private readonly Dictionary<(string Shape, string What), List<double>> _read = [];

    public static void Run(Options options)
    {
        Console.WriteLine($"store-shapes: {Machine.Describe()}");
        var folder = Directory.CreateTempSubdirectory("servicehall-shapes-").FullName;
        try
        {
            // A shape takes some 4 KB a record; as much again is left free.
            var free = new DriveInfo(folder).AvailableFreeSpace;
            if (free < options.Rows * 4096L * All.Length * 2)
            {
                throw new IOException($"{folder} has {free >> 30} GiB free, too little for {All.Length} stores of {options.Rows} records.");
            }

            Console.WriteLine($"medians of {options.Rounds} interleaved rounds of {options.Records} records, synchronous=FULL, checkpoints counted in; before: {Machine.Load()}");
            new ShapesBench(folder, options, Measured()).Measure();
            Console.WriteLine($"after: {Machine.Load()}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IReadOnlyList<RowSet> Measured()
    {
        var hall = BenchHall.Make(deliveries: true);
        var sets = new Pipeline(hall).Sets(8, 1);
        hall.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return sets;
    }

    private void Measure()
    {
        Empty();
        var full = All.Select(shape => (Store: new ShapeStore(shape.Name, File(shape.Name), shape.Open, shape.PageSize), County: new CountyYear(measured))).ToList();
        var sizes = new Table($"filled with {Figures.Whole(options.Rows)} records", "seconds", "GiB", "bytes/record");
        foreach (var (store, county) in full)
        {
            var from = Stopwatch.GetTimestamp();
            store.Fill(county, options.Rows);
            sizes.Add(store.Name, Figures.Whole(Stopwatch.GetElapsedTime(from).TotalSeconds), Figures.Fine(store.FileBytes / (1 << 30)), Figures.Whole(store.FileBytes / options.Rows));
        }

        sizes.Print();
        Full(full);
        PrintWritten();
        PrintRead();
    }

    // Empty means empty: every measurement has a fresh file.
    private void Empty()
    {
        for (var round = 0; round <= options.Rounds; round++)
        {
            foreach (var (name, open, pageSize) in All)
            {
                foreach (var group in Groups)
                {
                    var store = new ShapeStore(name, Path.Combine(folder, "empty.db"), open, pageSize);
                    var county = new CountyYear(measured);
                    store.Fill(county, 8);
                    Keep(("empty", name, group), store.Write(county, options.Records, group), round);
                    Directory.GetFiles(folder, "empty.db*").ToList().ForEach(System.IO.File.Delete);
                }
            }
        }
    }

    private void Full(List<(ShapeStore Store, CountyYear County)> full)
    {
        for (var round = 0; round <= options.Rounds; round++)
        {
            foreach (var (store, county) in full)
            {
                foreach (var group in Groups)
                {
                    Keep(($"{Figures.Whole(options.Rows)} stored", store.Name, group), store.Write(county, options.Records, group), round);
                }

                Reads(store, county, round);
            }
        }
    }

    private void Reads(ShapeStore store, CountyYear county, int round)
    {
        var random = new Random(round);
        long Any() => random.NextInt64(1, county.Cases + 1);
        long Recent() => county.Cases - random.NextInt64(Math.Min(county.Cases, 10_000));
        Keep((store.Name, "a key, any of all, µs"), store.Read(10_000, shape => CountyYear.KeyOf(Any(), 1) is var (department, key) && shape.HasKey(department, key)), round);
        Keep((store.Name, "a key, of a recent case, µs"), store.Read(10_000, shape => CountyYear.KeyOf(Recent(), 1) is var (department, key) && shape.HasKey(department, key)), round);
        Keep((store.Name, "a case by number, any of all, µs"), store.Read(10_000, shape => CountyYear.NumberOf(Any()) is var (value, issuer) && shape.CaseOf(value, issuer) is not null), round);
        Keep((store.Name, "1,000 lanes of recent cases, ms"), store.Read(1000, shape => shape.Lane(Recent(), Platform.OneWindow) > 0), round);
    }

    private void Keep((string Stored, string Shape, int Group) key, Dictionary<string, double> seconds, int round)
    {
        if (round > 0)
        {
            _written.TryAdd(key, []);
            _written[key].Add(seconds);
        }
    }

    private void Keep((string Shape, string What) key, double micros, int round)
    {
        if (round > 0)
        {
            _read.TryAdd(key, []);
            _read[key].Add(micros);
        }
    }

    private void PrintWritten()
    {
        string[] parts = ["record", "key", "case", "number", "delivery", "journal", "commit", "checkpoints"];
        var table = new Table(["stored, group, shape", "records/s", "lowest-highest", "of A", .. parts.Select(part => $"{part} µs")]);
        foreach (var ((stored, shape, group), rounds) in _written.OrderBy(pair => (pair.Key.Stored != "empty", pair.Key.Group)))
        {
            var written = options.Records / group * group;
            var rates = rounds.Select(seconds => written / seconds.Values.Sum()).ToList();
            var ofA = rates.Zip(_written[(stored, All[0].Name, group)], (rate, seconds) => rate / (written / seconds.Values.Sum())).Median();
            table.Add([
                $"{stored}, {group}, {shape}", Figures.Whole(rates.Median()), Figures.Spread(rates), Figures.Fine(ofA),
                .. parts.Select(part => Figures.One(rounds.Select(seconds => seconds.GetValueOrDefault(part) * 1e6 / written).Median()))]);
        }

        table.Print();
    }

    private void PrintRead()
    {
        var table = new Table(["look-up, full store", .. All.Select(shape => shape.Name)]);
        foreach (var what in _read.Keys.Select(key => key.What).Distinct())
        {
            table.Add([what, .. All.Select(shape => Figures.Fine(_read[(shape.Name, what)].Median()))]);
        }

        table.Print();
    }

    private string File(string name) => Path.Combine(folder, $"{name[0]}.db");
}
