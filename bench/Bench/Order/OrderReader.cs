using System.Diagnostics;
using System.Runtime.InteropServices;
using Npgsql;
using ServiceHall.Gateway.Store.Postgres;

namespace ServiceHall.Bench.Order;

/// <summary>A reader of the feed: asks all the time for what is behind its cursor, and never looks back.</summary>
internal sealed class OrderReader : IDisposable
{
    // Between two looks, where there was nothing: so that it leaves the processor to the writers.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    // After the writers' end. What was not there by then never comes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CommitOrder _order;
    private readonly NpgsqlConnection _connection;
    private readonly Dictionary<(int Writer, int Group), Seen> _seen = [];
    private Cursor _cursor;

    public OrderReader(string connectionString, CommitOrder order)
    {
        (_order, _connection) = (order, PostgresConnections.OpenReadOnly(connectionString));
        PostgresServer.Run(_connection, "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_bitmapscan = off; SET jit = off");
    }

    /// <summary>What it saw of each group. To be read when it has ended.</summary>
    public IReadOnlyDictionary<(int Writer, int Group), Seen> Groups => _seen;

    /// <summary>Reads until nothing more has come for a while after the writers' end.</summary>
    public void ReadUntil(CancellationToken ended)
    {
        for (long? silentSince = null; silentSince is not { } since || Stopwatch.GetElapsedTime(since) < Patience;)
        {
            if (Read() > 0 || !ended.IsCancellationRequested)
            {
                silentSince = null;
                continue;
            }

            silentSince ??= Stopwatch.GetTimestamp();
        }
    }

    public void Dispose() => _connection.Dispose();

    private int Read()
    {
        var read = Page();
        if (read == 0)
        {
            using var pause = new ManualResetEventSlim();
            pause.Wait(Pause);
        }

        return read;
    }

    private int Page()
    {
        using var command = new NpgsqlCommand(_order.Read, _connection);
        command.Parameters.AddRange(_order.Values(_cursor));
        using var rows = command.ExecuteReader();
        var read = 0;
        for (; rows.Read(); read++)
        {
            See(Place.Of(rows.GetInt64(1)));
            _cursor = _order.Behind(rows);
        }

        return read;
    }

    private void See(Place place)
    {
        var seen = _seen.GetValueOrDefault((place.Writer, place.Group));
        _seen[(place.Writer, place.Group)] = new Seen(seen.Which | (UInt128.One << place.Row), Stopwatch.GetTimestamp());
    }
}

/// <summary>Which rows of a group were seen, a bit each, and when the last of them was.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Seen(UInt128 Which, long At)
{
    public int Rows => (int)UInt128.PopCount(Which);
}
