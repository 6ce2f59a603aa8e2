using System.Diagnostics;
using Microsoft.Data.Sqlite;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Bench.Shapes;

/// <summary>A file of one shape: filled fast, then written and read as in service.</summary>
internal sealed class ShapeStore(string name, string file, Func<SqliteConnection, Shape> open, int pageSize)
{
    private const int FillGroup = 50_000;
    private const int RowsBetweenCheckpoints = 4000;

    public string Name => name;

    public double FileBytes => new FileInfo(file).Length;

    /// <summary>Creates the file and fills it, with no thought of safety; the county goes on from there.</summary>
    public void Fill(CountyYear county, int records)
    {
        using (var shape = open(Connect($"PRAGMA page_size = {pageSize}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1048576; PRAGMA temp_store = MEMORY;")))
        {
            shape.Create();
            for (var left = records; left > 0; left -= FillGroup)
            {
                // What came last is still to be delivered.
                county.Delivered = left > FillGroup;
                WriteGroup(shape, [.. Enumerable.Range(0, Math.Min(left, FillGroup)).Select(_ => county.Next())], null);
            }
        }

        county.Delivered = false;
        Connect("PRAGMA journal_mode = WAL;").Dispose();
    }

    /// <summary>Writes so many records in durable groups, checkpoints as the store's session does; seconds by table.</summary>
    public Dictionary<string, double> Write(CountyYear county, int records, int group)
    {
        var events = Enumerable.Range(0, records / group).Select(_ => Enumerable.Range(0, group).Select(_ => county.Next()).ToList()).ToList();
        using var shape = open(Connect("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;"));
        var watch = new Laps();
        var rows = 0;
        foreach (var one in events)
        {
            rows += WriteGroup(shape, one, watch);
            if (rows >= RowsBetweenCheckpoints)
            {
                rows = 0;
                shape.Execute("PRAGMA wal_checkpoint(PASSIVE)");
                watch.Lap("checkpoints");
            }
        }

        // What these groups left for later is theirs too: every page reaches the file before the watch stops.
        shape.Execute("PRAGMA wal_checkpoint(PASSIVE)");
        watch.Lap("checkpoints");
        return watch.Seconds;
    }

    /// <summary>Reads through a connection of its own; microseconds for each of so many readings.</summary>
    public double Read(int times, Func<Shape, bool> read)
    {
        using var shape = open(Connect("PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0;"));
        var from = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
        {
            if (!read(shape))
            {
                throw new InvalidOperationException("What was stored was not found.");
            }
        }

        return Stopwatch.GetElapsedTime(from).TotalMicroseconds / times;
    }

    private static int WriteGroup(Shape shape, List<Event> events, Laps? watch)
    {
        shape.Execute("BEGIN IMMEDIATE");
        watch?.Lap("begin");
        events.ForEach(one => shape.Write(one.Record));
        watch?.Lap("record");
        events.ForEach(one => shape.Write(one.Key));
        watch?.Lap("key");
        var cases = new Dictionary<long, CaseRow>();
        events.ForEach(one => cases[one.Case.Id] = one.Case);
        foreach (var row in cases.Values)
        {
            shape.Write(row);
        }

        watch?.Lap("case");
        var numbers = events.Where(one => one.Number is not null).ToList();
        numbers.ForEach(one => shape.Write(one.Number!));
        watch?.Lap("number");
        events.ForEach(one => shape.Write(one.Delivery));
        watch?.Lap("delivery");
        events.ForEach(one => shape.Write(one.Journal));
        watch?.Lap("journal");
        shape.Execute("COMMIT");
        watch?.Lap("commit");
        return (events.Count * 4) + cases.Count + numbers.Count;
    }

    private SqliteConnection Connect(string pragmas)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = pragmas;
        command.ExecuteNonQuery();
        return connection;
    }
}

/// <summary>Time by name, lap after lap.</summary>
internal sealed class Laps
{
    private long _from = Stopwatch.GetTimestamp();

    public Dictionary<string, double> Seconds { get; } = [];

    public void Lap(string name)
    {
        var now = Stopwatch.GetTimestamp();
        Seconds[name] = Seconds.GetValueOrDefault(name) + Stopwatch.GetElapsedTime(_from, now).TotalSeconds;
        _from = now;
    }
}
