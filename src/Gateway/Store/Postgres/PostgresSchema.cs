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

    /// <summary>Runs the scripts that are not applied yet, one gateway at a time: the tables' lock (<see cref="GatewayLock"/>) is the caller's to give back, once others can see it.</summary>
    /// <exception cref="InvalidDataException">A newer gateway was here, and has made of the tables what this build can't work with.</exception>
    /// <exception cref="StoreAwayException">An older gateway is at work that could not go on with the new tables.</exception>
    public static void Migrate(NpgsqlConnection writer)
    {
        GatewayLock.TakeTables(writer);
        PostgresServer.Run(writer, "CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY)");
        var applied = Applied(writer);
        var scripts = Scripts.Of("Postgres").ToList();
        var known = scripts[^1].Number;
        if (applied > known && Oldest(writer, known) is var needed && needed > known)
        {
            throw new InvalidDataException($"The store has schema {applied}, which gateways from schema {needed} on can work with, and this one knows up to {known}: run the newer gateway.");
        }

        foreach (var (number, sql) in scripts.Where(script => script.Number > applied))
        {
            var oldest = Scripts.Oldest(sql);
            OlderNodes.MustBeGone(writer, oldest ?? number);
            using var transaction = writer.BeginTransaction();
            PostgresServer.Run(writer, sql);
            PostgresServer.Run(writer, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_version (number) VALUES ({number})"));
            if (oldest is not null)
            {
                PostgresServer.Run(writer, string.Create(CultureInfo.InvariantCulture, $"UPDATE schema_version SET oldest = {oldest} WHERE number = {number}"));
            }

            transaction.Commit();
        }
    }

    /// <summary>The oldest build that can work with all that was done since the one that is known.</summary>
    public static int Oldest(DbConnection connection, int known)
    {
        using var oldest = connection.CreateCommand();
        oldest.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT max(coalesce(oldest, number)) FROM schema_version WHERE number > {known}");
        return Convert.ToInt32(oldest.ExecuteScalar(), CultureInfo.InvariantCulture);
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
