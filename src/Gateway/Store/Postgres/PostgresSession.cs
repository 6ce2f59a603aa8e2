using System.Data;
using Npgsql;

namespace ServiceHall.Gateway.Store.Postgres;

/// <summary>
/// The PostgreSQL side of the writer, on a connection that does nothing else. Writers take turns: a transaction begins when the one before it has ended,
/// so that what it has read stands when it writes, and numbers in the journal follow the order of commits. What is only written waits until something is
/// read or committed, and goes with it in one round trip: a fault shows there, at the latest at the commit. A connection that is lost is not opened again:
/// another node may have taken over since. A node that was buried learns it from the server before it writes anything more.
/// </summary>
internal partial class PostgresSession : StoreSession
{
    // What must_be_node says.
    private const string NoMore = "SH001";

    private readonly NpgsqlConnection _connection;
    private readonly long? _node;
    private readonly NpgsqlBatch _waiting;
    private readonly PostgresMonths _months;
    private bool _isOpen;
    private bool _isLeaving;
    private bool _hasLeft;

    /// <param name="connection">Its own from now on.</param>
    /// <param name="node">The node that writes; null for a writer that is none, and owns no slots.</param>
    public PostgresSession(NpgsqlConnection connection, long? node = null)
    {
        (_connection, _node, _waiting, _months) = (connection, node, connection.CreateBatch(), new PostgresMonths(connection));
        connection.StateChange += Watch;
    }

    public override bool HasLeft => _hasLeft;

    /// <exception cref="StoreAwayException">The connection was lost before.</exception>
    public override void Begin()
    {
        if (IsLost)
        {
            throw new StoreAwayException("The connection to the database is lost.");
        }

        _isOpen = true;

        // Each statement after the turn sees what the writers before it have committed, whatever the server's default is.
        Write("BEGIN ISOLATION LEVEL READ COMMITTED");
        Write("LOCK TABLE turn IN EXCLUSIVE MODE");
        if (_node is not null)
        {
            Write("CALL must_be_node($1)", Value.Of(_node));
        }
    }

    public override void Commit()
    {
        Write("COMMIT");
        Send();
        (_isOpen, _hasLeft) = (false, _isLeaving);
    }

    public override void Rollback()
    {
        if (!_isOpen)
        {
            return;
        }

        (_isOpen, _isLeaving) = (false, false);
        _waiting.BatchCommands.Clear();
        if (!IsLost)
        {
            // A warning, and nothing else, where its beginning was never sent.
            Write("ROLLBACK");
            Send();
        }
    }

    public override void Idle()
    {
        if (!IsLost)
        {
            _months.MakeSometimes();
        }
    }

    public override void Dispose()
    {
        _connection.StateChange -= Watch;
        _waiting.Dispose();
        _connection.Dispose();
    }

    // The provider looks after the connection also while nothing is written (Keepalive).
    private void Watch(object sender, StateChangeEventArgs change)
    {
        if (!change.CurrentState.HasFlag(ConnectionState.Open))
        {
            Lose();
        }
    }

    // The turn goes with the connection.
    private void End()
    {
        Lose();
        _connection.Close();
    }

    private static Guid Id(NpgsqlDataReader row, int column) => new(row.GetFieldValue<byte[]>(column), bigEndian: true);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Long(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static byte[]? Blob(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);

    // A statement of a set touches no row twice: of several with one key the last is what shall stand.
    private static IReadOnlyCollection<T> LastOf<T, TKey>(IReadOnlyCollection<T> rows, Func<T, TKey> key)
        where TKey : notnull
    {
        if (rows.Count < 2)
        {
            return rows;
        }

        var last = new Dictionary<TKey, T>(rows.Count);
        foreach (var row in rows)
        {
            last[key(row)] = row;
        }

        return last.Count == rows.Count ? rows : last.Values;
    }

    private void Write<T>(IReadOnlyCollection<T> rows, string sql, Func<Columns<T>, NpgsqlParameter[]> columns)
    {
        if (rows.Count > 0)
        {
            Write(sql, columns(new Columns<T>(rows)));
        }
    }

    private void Write(string sql, params ReadOnlySpan<NpgsqlParameter> values) => _waiting.BatchCommands.Add(Command(sql, values));

    private void Send()
    {
        try
        {
            _waiting.ExecuteNonQuery();
        }
        catch (PostgresException fault) when (fault.SqlState == NoMore)
        {
            End();
            throw;
        }
        finally
        {
            _waiting.BatchCommands.Clear();
        }
    }

    private List<TRow> Read<T, TRow>(IReadOnlyCollection<T> wanted, string sql, Func<Columns<T>, NpgsqlParameter[]> columns, Func<NpgsqlDataReader, TRow> row) =>
        wanted.Count == 0 ? [] : Read(sql, row, columns(new Columns<T>(wanted)));

    // Sent behind what waits. All rows are read at once: nothing else can be asked while some are left.
    private List<TRow> Read<TRow>(string sql, Func<NpgsqlDataReader, TRow> row, params ReadOnlySpan<NpgsqlParameter> values)
    {
        Write(sql, values);
        try
        {
            using var rows = _waiting.ExecuteReader();
            var all = new List<TRow>();
            while (rows.Read())
            {
                all.Add(row(rows));
            }

            return all;
        }
        catch (PostgresException fault) when (fault.SqlState == NoMore)
        {
            End();
            throw;
        }
        finally
        {
            _waiting.BatchCommands.Clear();
        }
    }

    private long Number(string sql, params ReadOnlySpan<NpgsqlParameter> values) => Read(sql, row => row.GetInt64(0), values)[0];

    private bool IsThere(string sql, params ReadOnlySpan<NpgsqlParameter> values) => Read(sql, _ => true, values).Count > 0;

    private static NpgsqlBatchCommand Command(string sql, ReadOnlySpan<NpgsqlParameter> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value);
        }

        return command;
    }
}
