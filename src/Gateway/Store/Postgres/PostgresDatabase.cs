using Npgsql;

namespace ServiceHall.Gateway.Store.Postgres;

/// <summary>
/// The store on PostgreSQL. One connection writes, and holds the lock that keeps a second gateway out for as long as it lives: whoever lost the lock has
/// lost the way to write with it. All others read only, from a pool.
/// </summary>
internal sealed class PostgresDatabase : Database
{
    private static readonly int KnownSchema = Scripts.Of("Postgres").Last().Number;

    private readonly NpgsqlDataSource _readers;

    private PostgresDatabase(NpgsqlConnection writer, NpgsqlDataSource readers) => (Writer, _readers) = (writer, readers);

    public override Dialect Dialect => PostgresDialect.Instance;

    /// <summary>The one connection that writes, and holds the lock.</summary>
    public NpgsqlConnection Writer { get; }

    /// <summary>Opens the store for a gateway, bringing its schema up to date.</summary>
    /// <param name="connectionString">As Npgsql reads it.</param>
    /// <param name="mayForget">Whether a server that loses what it acknowledged (<c>fsync = off</c>) will do: for tests and trials.</param>
    /// <exception cref="IOException">It can't be reached, or another gateway has it.</exception>
    /// <exception cref="InvalidDataException">It is not as a gateway needs it.</exception>
    public static PostgresDatabase Open(string connectionString, bool mayForget)
    {
        var writer = PostgresConnections.OpenWriter(connectionString);
        try
        {
            PostgresServer.Check(writer, mayForget);
            GatewayLock.Take(writer);
            PostgresSchema.Migrate(writer);
            PostgresServer.SetForWriting(writer);
            return new PostgresDatabase(writer, PostgresConnections.Readers(connectionString));
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Whether a gateway has ever made its tables there.</summary>
    /// <exception cref="IOException">It can't be reached.</exception>
    public static bool IsThere(string connectionString)
    {
        using var connection = PostgresConnections.OpenReadOnly(connectionString);
        return PostgresSchema.IsThere(connection);
    }

    /// <summary>For looking from outside the gateway too.</summary>
    /// <exception cref="IOException">It can't be reached.</exception>
    public static ReadConnection OpenReadOnly(string connectionString) => new(PostgresConnections.OpenReadOnly(connectionString), PostgresDialect.Instance);

    public override StoreSession OpenWriter() => new PostgresSession(Writer);

    /// <inheritdoc/>
    /// <remarks>The pool keeps what a connection has prepared; where all are lent out, the caller waits its turn.</remarks>
    public override ReaderLease Reader() => new(new ReadConnection(_readers.OpenConnection(), Dialect), reader => reader.Dispose());

    public override (int Applied, int Known) ReadSchema()
    {
        using var reader = Reader();
        return (PostgresSchema.Applied(reader.Connection), KnownSchema);
    }

    public override void Dispose()
    {
        Writer.Dispose();
        _readers.Dispose();
    }
}
