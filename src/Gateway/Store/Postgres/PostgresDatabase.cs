using Npgsql;

namespace ServiceHall.Gateway.Store.Postgres;

/// <summary>
/// The store on PostgreSQL, which several gateways may share: each is a node. One connection writes, one keeps the node's lease, all others read only,
/// from a pool.
/// </summary>
internal sealed class PostgresDatabase : Database
{
    private static readonly int KnownSchema = Scripts.Of("Postgres").Last().Number;

    private readonly NpgsqlDataSource _readers;
    private readonly PostgresNode _node;

    private PostgresDatabase(NpgsqlConnection writer, NpgsqlDataSource readers, PostgresNode node) => (Writer, _readers, _node) = (writer, readers, node);

    public override Dialect Dialect => PostgresDialect.Instance;

    /// <summary>The one connection that writes.</summary>
    public NpgsqlConnection Writer { get; }

    public override NodeLease Lease => _node;

    /// <summary>Opens the store for a gateway, bringing its schema up to date, and makes it a node.</summary>
    /// <param name="connectionString">As Npgsql reads it.</param>
    /// <param name="mayForget">Whether a server that loses what it acknowledged (<c>fsync = off</c>) will do: for tests and trials.</param>
    /// <param name="options">How it stands among others.</param>
    /// <exception cref="IOException">It can't be reached, or a gateway that can't share works there.</exception>
    /// <exception cref="InvalidDataException">It is not as a gateway needs it.</exception>
    public static PostgresDatabase Open(string connectionString, bool mayForget, NodeOptions? options = null)
    {
        options ??= NodeOptions.Usual;
        var writer = PostgresConnections.OpenWriter(connectionString, options.Lease);
        var readers = PostgresConnections.Readers(connectionString);
        try
        {
            PostgresServer.Check(writer, mayForget);
            GatewayLock.Share(writer);
            PostgresSchema.Migrate(writer);
            PostgresServer.SetForWriting(writer, options.Lease);
            var node = PostgresNode.Join(connectionString, readers, options, KnownSchema);
            GatewayLock.GiveTablesBack(writer);
            return new PostgresDatabase(writer, readers, node);
        }
        catch
        {
            readers.Dispose();
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

    public override StoreSession OpenWriter() => new PostgresSession(Writer, _node.Node);

    /// <inheritdoc/>
    /// <remarks>The pool keeps what a connection has prepared; where all are lent out, the caller waits its turn.</remarks>
    public override ReaderLease Reader() => new(new ReadConnection(_readers.OpenConnection(), Dialect), reader => reader.Dispose());

    public override (int Applied, int Known) ReadSchema()
    {
        using var reader = Reader();
        var applied = PostgresSchema.Applied(reader.Connection);
        return (applied > KnownSchema && PostgresSchema.Oldest(reader.Connection, KnownSchema) <= KnownSchema ? KnownSchema : applied, KnownSchema);
    }

    public override void Dispose()
    {
        _node.Dispose();
        Writer.Dispose();
        _readers.Dispose();
    }
}
