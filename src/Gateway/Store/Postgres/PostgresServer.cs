using System.Globalization;
using Npgsql;

namespace ServiceHall.Gateway.Store.Postgres;

/// <summary>What is asked of the server, and said to it.</summary>
internal static class PostgresServer
{
    // The oldest that the tests have run on.
    private const int OldestVersion = 15;

    // A commit that is answered is on disk: here, and wherever a synchronous standby is asked for.
    private static readonly string[] Durable = ["on", "remote_apply"];

    /// <exception cref="InvalidDataException">With what is wrong and its cure.</exception>
    public static void Check(NpgsqlConnection connection, bool mayForget)
    {
        var mistake = connection switch
        {
            { PostgreSqlVersion.Major: < OldestVersion } => $"PostgreSQL {connection.PostgreSqlVersion} is too old: {OldestVersion} or later is needed.",
            _ when Setting(connection, "server_encoding") != "UTF8" => $"The database {connection.Database} is not in UTF8: create it with ENCODING 'UTF8'.",
            _ when Setting(connection, "transaction_read_only") == "on" => $"The database {connection.Database} of {connection.Host} takes no writes (a standby?): set Store:ConnectionString to the primary.",
            _ when !mayForget && Setting(connection, "fsync") != "on" => "PostgreSQL runs with fsync = off and would lose what was acknowledged: set it on.",
            _ when !mayForget && Setting(connection, "full_page_writes") != "on" => "PostgreSQL runs with full_page_writes = off and a power cut could destroy it: set it on.",
            _ when Text(connection, "SELECT current_schema()") is null => "There is no schema to work in: create the one that Search Path in Store:ConnectionString names, or leave Search Path out.",
            _ => null,
        };
        if (mistake is not null)
        {
            throw new InvalidDataException(mistake);
        }
    }

    /// <summary>
    /// Commits are durable whatever the server's default is. Every statement of the writer goes by a key: a plan that was made while a table was small
    /// must not come to read all of it later.
    /// </summary>
    /// <param name="writer">The connection.</param>
    /// <param name="lease">A node that is stopped in the middle of its turn is put out by the server after so long: nobody can bury it before.</param>
    public static void SetForWriting(NpgsqlConnection writer, TimeSpan lease)
    {
        Run(writer, string.Create(CultureInfo.InvariantCulture, $"SET idle_in_transaction_session_timeout = {(int)lease.TotalMilliseconds}"));
        Run(writer, "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off");
        if (!Durable.Contains(Setting(writer, "synchronous_commit")))
        {
            Run(writer, "SET synchronous_commit = on");
        }
    }

    public static void Run(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static string? Setting(NpgsqlConnection connection, string name) => Text(connection, $"SELECT current_setting('{name}')");

    public static string? Text(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar() as string;
    }
}
