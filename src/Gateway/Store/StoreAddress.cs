using ServiceHall.Gateway.Store.Postgres;
using ServiceHall.Gateway.Store.Sqlite;

namespace ServiceHall.Gateway.Store;

/// <summary>Where the store is: a file of SQLite, or a database of PostgreSQL.</summary>
internal sealed class StoreAddress
{
    private readonly bool _isFile;

    private StoreAddress(string place, bool isFile) => (Place, _isFile) = (place, isFile);

    /// <summary>The file, or the connection string.</summary>
    public string Place { get; }

    public static StoreAddress Sqlite(string file) => new(file, isFile: true);

    /// <param name="connectionString">As Npgsql reads it.</param>
    public static StoreAddress Postgres(string connectionString) => new(connectionString, isFile: false);

    /// <summary>Whether a gateway has ever worked there.</summary>
    public bool IsThere() => _isFile ? File.Exists(Place) : PostgresDatabase.IsThere(Place);

    /// <summary>Opens it for a gateway.</summary>
    /// <param name="mayForget">Whether a server that loses what it acknowledged will do.</param>
    /// <param name="node">How it stands among others, where there can be any.</param>
    public Database Open(bool mayForget, NodeOptions? node = null) => _isFile ? SqliteDatabase.Open(Place) : PostgresDatabase.Open(Place, mayForget, node);

    /// <summary>Opens it for looking only, beside the gateway that works there.</summary>
    public ReadConnection OpenReadOnly() => _isFile ? new ReadConnection(SqliteDatabase.OpenReadOnly(Place), SqliteDialect.Instance) : PostgresDatabase.OpenReadOnly(Place);

    /// <summary>For messages: never says a password.</summary>
    public override string ToString() => _isFile ? Place : PostgresConnections.Name(Place);
}
