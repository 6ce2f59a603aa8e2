using System.Data;
using System.Diagnostics;
using Npgsql;

namespace ServiceHall.Gateway.Store.Postgres;

/// <summary>
/// A node's lease on PostgreSQL: a thread and a connection that do nothing else raise its beat twice a second and look at the others'. A gateway that is
/// busy, or whose writer waits for its turn, keeps its lease; one that can't reach the server loses it.
/// </summary>
internal sealed class PostgresNode : NodeLease
{
    // Two machines' steady clocks do not run quite alike.
    private const double Patience = 1.05;

    // Rows of the journal that one look reads, whoever wrote them.
    private const int Stretch = 5_000;

    // Two beats a second; a short lease has more.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(0.5);

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlConnection _listener;
    private readonly NpgsqlDataSource _readers;
    private readonly NpgsqlBatch _beat;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private readonly string _channel;
    private readonly TimeSpan _lease;
    private readonly Dictionary<long, (long Beat, long Since)> _seen = [];

    private PostgresNode(NpgsqlConnection connection, NpgsqlConnection listener, NpgsqlDataSource readers, long node, long joined, TimeSpan lease, long since)
        : base(node, joined, lease, since)
    {
        (_connection, _listener, _readers, _lease, _beat) = (connection, listener, readers, lease, connection.CreateBatch());
        _beat.BatchCommands.Add(Command("UPDATE node SET beat = beat + 1 WHERE id = $1 RETURNING 1"));
        _beat.BatchCommands.Add(Command("SELECT id, name, beat, lease FROM node WHERE id <> $1 ORDER BY id"));
        _beat.BatchCommands.Add(new NpgsqlBatchCommand("SELECT platform, count(*)::integer FROM slot WHERE node IS NULL GROUP BY platform"));
        _channel = Channel(connection);
        listener.StateChange += Watch;
        _thread = new Thread(Beat) { Name = "node", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Makes a gateway a node. The schema is up to date.</summary>
    /// <exception cref="IOException">The server can't be reached.</exception>
    public static PostgresNode Join(string connectionString, NpgsqlDataSource readers, NodeOptions options, int schema)
    {
        var connection = PostgresConnections.OpenNode(connectionString, options.Lease);
        NpgsqlConnection? listener = null;
        try
        {
            listener = PostgresConnections.OpenListener(connectionString);
            PostgresServer.Run(listener, $"LISTEN {Channel(connection)}");

            var since = Stopwatch.GetTimestamp();
            using var join = new NpgsqlCommand("INSERT INTO node (id, name, schema, lease, beat) VALUES (nextval('call_block'), $1, $2, $3, 0) RETURNING id", connection);
            join.Parameters.Add(Value.Of(options.Name));
            join.Parameters.Add(Value.Of(schema));
            join.Parameters.Add(Value.Of((long)options.Lease.TotalMilliseconds));
            var node = (long)join.ExecuteScalar()!;
            using var end = new NpgsqlCommand("SELECT coalesce(max(seq), 0) FROM journal", connection);
            var joined = (long)end.ExecuteScalar()!;

            // The number is nobody else's whatever happens. What a lost beat costs is a lease: no disk waits for it.
            PostgresServer.Run(connection, "SET synchronous_commit = off");
            return new PostgresNode(connection, listener, readers, node, joined, options.Lease, since);
        }
        catch
        {
            listener?.Dispose();
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether a node that was seen to stand still for so long has no lease any more, by any clock.</summary>
    public static bool IsOver(TimeSpan lease, TimeSpan still) => still > lease * Patience;

    public override async Task TellAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _readers.OpenConnectionAsync(cancellationToken);
        await using var tell = new NpgsqlCommand($"NOTIFY {_channel}", connection);
        await tell.ExecuteNonQueryAsync(cancellationToken);
    }

    public override Task HearAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        _listener.State.HasFlag(ConnectionState.Open) ? _listener.WaitAsync(atMost, cancellationToken) : Task.Delay(atMost, cancellationToken);

    public override (IReadOnlyList<OthersRow> Rows, long UpTo) ReadOthers(long after)
    {
        using var connection = _readers.OpenConnection();
        using var look = new NpgsqlCommand("SELECT coalesce(max(seq), 0) FROM journal", connection);
        var upTo = Math.Min((long)look.ExecuteScalar()!, after + Stretch);
        if (upTo <= after)
        {
            return ([], after);
        }

        using var read = new NpgsqlCommand("SELECT department, subject, platform FROM journal WHERE seq > $1 AND seq <= $2 AND node IS DISTINCT FROM $3 ORDER BY seq", connection);
        read.Parameters.Add(Value.Of(after));
        read.Parameters.Add(Value.Of(upTo));
        read.Parameters.Add(Value.Of(Node));
        using var rows = read.ExecuteReader();
        List<OthersRow> others = [];
        while (rows.Read())
        {
            others.Add(new OthersRow(rows.GetString(0), rows.IsDBNull(1) ? null : rows.GetInt64(1), rows.IsDBNull(2) ? null : rows.GetString(2)));
        }

        return (others, upTo);
    }

    public override void Retire()
    {
        base.Retire();
        _stop.Set();
    }

    public override void Dispose()
    {
        Retire();
        _listener.StateChange -= Watch;
        _thread.Join();
        _beat.Dispose();
        _connection.Dispose();
        _listener.Dispose();
        _stop.Dispose();
        base.Dispose();
    }

    // Schemas of one database have nothing to tell each other.
    private static string Channel(NpgsqlConnection connection) => $"servicehall_{PostgresServer.Text(connection, "SELECT md5(current_schema())")}";

    private NpgsqlBatchCommand Command(string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(Value.Of(Node));
        return command;
    }

    // As with the connection that writes: what is lost is not opened again.
    private void Watch(object sender, StateChangeEventArgs change)
    {
        if (!change.CurrentState.HasFlag(ConnectionState.Open))
        {
            Lose(fault: null);
        }
    }

    private void Beat()
    {
        var pause = _lease / 10 < LongestPause ? _lease / 10 : LongestPause;
        try
        {
            do
            {
                var since = Stopwatch.GetTimestamp();
                if (IsLost || Look() is not { } around)
                {
                    Lose(new InvalidOperationException("The others took this gateway for dead."));
                    return;
                }

                Renewed(since, around);
            }
            while (!_stop.Wait(pause));
        }
        catch (Exception fault) when (fault is NpgsqlException or InvalidOperationException or IOException or TimeoutException)
        {
            Lose(fault);
        }
    }

    // Null where this node is no more.
    private Surroundings? Look()
    {
        using var rows = _beat.ExecuteReader();
        if (!rows.Read())
        {
            return null;
        }

        rows.NextResult();
        var now = Stopwatch.GetTimestamp();
        List<OtherNode> others = [];
        while (rows.Read())
        {
            others.Add(Seen(rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2), TimeSpan.FromMilliseconds(rows.GetInt64(3)), now));
        }

        rows.NextResult();
        var free = new Dictionary<string, int>(StringComparer.Ordinal);
        while (rows.Read())
        {
            free[rows.GetString(0)] = rows.GetInt32(1);
        }

        foreach (var gone in _seen.Keys.Except(others.Select(other => other.Id)).ToList())
        {
            _seen.Remove(gone);
        }

        return new Surroundings(others, free);
    }

    private OtherNode Seen(long id, string name, long beat, TimeSpan lease, long now)
    {
        if (!_seen.TryGetValue(id, out var last) || last.Beat != beat)
        {
            _seen[id] = last = (beat, now);
        }

        return new OtherNode(id, name, beat, IsOver(lease, Stopwatch.GetElapsedTime(last.Since, now)));
    }
}
