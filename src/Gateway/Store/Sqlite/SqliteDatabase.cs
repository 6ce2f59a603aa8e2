using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ServiceHall.Gateway.Store.Sqlite;

/// <summary>
/// The embedded store: one file, one connection that writes and checkpoints, all others read only. (SQLite before 3.51.3 can lose committed pages
/// when a second connection resets the WAL while the first commits.) A lock file keeps a second gateway out.
/// </summary>
internal sealed class SqliteDatabase : Database
{
    private static readonly int KnownSchema = Scripts.Of("Sqlite").Last().Number;

    private readonly string _file;
    private readonly FileStream _lock;
    private readonly ConcurrentBag<ReadConnection> _readers = [];
    private readonly Action<ReadConnection> _giveBack;

    private SqliteDatabase(string file, FileStream @lock) => (_file, _lock, _giveBack) = (file, @lock, _readers.Add);

    /// <summary>Opens the file for a gateway, bringing its schema up to date.</summary>
    /// <exception cref="IOException">Another gateway has it.</exception>
    public static SqliteDatabase Open(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var database = new SqliteDatabase(file, Lock(file));
        try
        {
            using var writer = database.Connect(SqliteOpenMode.ReadWriteCreate);
            Execute(writer, "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            Migrate(writer);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>A store in memory, gone when it is disposed of.</summary>
    public static StoreSession InMemory()
    {
        var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        Migrate(connection);
        return new SqliteSession(connection);
    }

    public override Dialect Dialect => SqliteDialect.Instance;

    public override NodeLease? Lease => null;

    public override StoreSession OpenWriter() => new SqliteSession(ConnectWriter());

    /// <summary>The one connection that writes and checkpoints.</summary>
    public SqliteConnection ConnectWriter()
    {
        var writer = Connect(SqliteOpenMode.ReadWrite);
        Execute(writer, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;");
        return writer;
    }

    public override ReaderLease Reader() => new(_readers.TryTake(out var reader) ? reader : new ReadConnection(OpenReadOnly(_file), Dialect), _giveBack);

    public override (int Applied, int Known) ReadSchema()
    {
        using var reader = Reader();
        return (Applied(reader.Connection), KnownSchema);
    }

    /// <summary>A connection that can't write or checkpoint, for looking from outside the gateway too.</summary>
    public static SqliteConnection OpenReadOnly(string file)
    {
        var reader = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        reader.Open();
        Execute(reader, "PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0; PRAGMA temp_store = MEMORY;");
        return reader;
    }

    public override void Dispose()
    {
        foreach (var reader in _readers)
        {
            reader.Dispose();
        }

        _lock.Dispose();
    }

    private static FileStream Lock(string file)
    {
        try
        {
            return new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault)
        {
            throw new IOException($"Another gateway is working with {file}. One file has one gateway: stop the other, or set Store:ConnectionString to another file.", fault);
        }
    }

    private SqliteConnection Connect(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _file, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        return connection;
    }

    private static void Migrate(SqliteConnection writer)
    {
        Execute(writer, "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY)");
        var applied = Applied(writer);
        var scripts = Scripts.Of("Sqlite").ToList();
        if (applied > scripts[^1].Number)
        {
            throw new InvalidDataException($"The store has schema {applied} and this gateway knows up to {scripts[^1].Number}: run the newer gateway.");
        }

        foreach (var (number, sql) in scripts.Where(script => script.Number > applied))
        {
            Execute(writer, $"BEGIN IMMEDIATE; {sql}; INSERT INTO schema_version (number) VALUES ({number}); COMMIT;");
        }
    }

    private static int Applied(DbConnection connection)
    {
        using var highest = connection.CreateCommand();
        highest.CommandText = "SELECT coalesce(max(number), 0) FROM schema_version";
        return Convert.ToInt32(highest.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
