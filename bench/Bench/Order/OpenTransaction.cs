using Npgsql;
using ServiceHall.Gateway.Store.Postgres;

namespace ServiceHall.Bench.Order;

/// <summary>What a back-up, a report or a forgotten window of an operator is to the server: a transaction that reads once and stays open.</summary>
internal sealed class OpenTransaction : IDisposable
{
    private readonly NpgsqlConnection _connection;

    public OpenTransaction(string connectionString)
    {
        _connection = PostgresConnections.OpenWriter(connectionString);
        PostgresServer.Run(_connection, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM counter");
    }

    /// <summary>Gives it a number, as its first write would. Without one no watermark waits for it, though nothing is vacuumed either.</summary>
    public void TakeNumber() => PostgresServer.Run(_connection, "SELECT pg_current_xact_id()");

    public void Dispose() => _connection.Dispose();
}
