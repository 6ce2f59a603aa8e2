using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace ServiceHall.Gateway.Store.Postgres;

/// <summary>The tables, by numbered scripts.</summary>
internal static class PostgresSchema
{
    /// <summary>Makes a new schema. Answers the connection string to it.</summary>
    /// <exception cref="IOException">The server can't be reached.</exception>
    public static string Create(string connectionString, string name)
    {
        using var connection = PostgresConnections.OpenWriter(connectionString);
        PostgresServer.Run(connection, $"CREATE SCHEMA {name}");
        return new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = name }.ToString();
    }

    /// <summary>Runs the scripts that are not applied yet. To be called under the gateway's lock.</summary>
    /// <exception cref="InvalidDataException">A newer gateway was here.</exception>
    public static void Migrate(NpgsqlConnection writer)
    {
        PostgresServer.Run(writer, "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY)");
        var applied = Applied(writer);
        var scripts = Scripts.Of("Postgres").ToList();
        if (applied > scripts[^1].Number)
        {
            throw new InvalidDataException($"The store has schema {applied} and this gateway knows up to {scripts[^1].Number}: run the newer gateway.");
        }

        foreach (var (number, sql) in scripts.Where(script => script.Number > applied))
        {
            using var transaction = writer.BeginTransaction();
            PostgresServer.Run(writer, sql);
            PostgresServer.Run(writer, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_version (number) VALUES ({number})"));
            transaction.Commit();
        }
    }

    public static int Applied(DbConnection connection)
    {
        using var highest = connection.CreateCommand();
        highest.CommandText = "SELECT coalesce(max(number), 0) FROM schema_version";
        return Convert.ToInt32(highest.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public static bool IsThere(DbConnection connection)
    {
        using var look = connection.CreateCommand();
        look.CommandText = "SELECT to_regclass('schema_version') IS NOT NULL";
        return (bool)look.ExecuteScalar()!;
    }
}
