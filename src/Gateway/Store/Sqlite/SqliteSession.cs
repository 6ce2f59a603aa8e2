using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ServiceHall.Gateway.Store.Sqlite;

/// <summary>The SQLite side of the writer. The one connection of the one process that writes and checkpoints.</summary>
internal partial class SqliteSession : StoreSession
{
    // Written to the WAL between two checkpoints: 32 MB.
    private const int PagesBetweenCheckpoints = 4096;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Prepared> _prepared = new(StringComparer.Ordinal);

    public SqliteSession(SqliteConnection connection) => _connection = connection;

    public override void Begin() => Run("BEGIN IMMEDIATE");

    public override void Commit() => Run("COMMIT");

    // A failed statement may have ended the transaction by itself (a full disk does).
    public override void Rollback()
    {
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            Run("ROLLBACK");
        }
    }

    // What a page holds is written once a checkpoint, however often it went into the WAL meanwhile.
    public override void Idle()
    {
        if (PagesWritten(reset: false) >= PagesBetweenCheckpoints)
        {
            PagesWritten(reset: true);
            Run("PRAGMA wal_checkpoint(PASSIVE)");
        }
    }

    public override void Dispose()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private void Each<T>(IReadOnlyCollection<T> rows, string sql, Action<Prepared, T> run)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var statement = Of(sql);
        foreach (var row in rows)
        {
            run(statement, row);
        }
    }

    private int PagesWritten(bool reset)
    {
        var result = raw.sqlite3_db_status(_connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, reset ? 1 : 0);
        SqliteException.ThrowExceptionForRC(result, _connection.Handle);
        return pages;
    }

    private void Run(string sql) => Of(sql).Run();

    private Prepared Of(string sql)
    {
        if (!_prepared.TryGetValue(sql, out var statement))
        {
            _prepared[sql] = statement = new Prepared(_connection, sql);
        }

        return statement;
    }
}
