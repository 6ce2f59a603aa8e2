using Npgsql;
using ServiceHall.Bench.Reports;
using ServiceHall.Gateway.Store.Postgres;

namespace ServiceHall.Bench.Order;

/// <summary>What the server's statistics say of the tables at one moment.</summary>
internal static class TableStates
{
    public static readonly string[] Tables = ["head", "journal", "record", "counter"];

    /// <summary>A cell for each of <see cref="Tables"/>: dead rows, and MiB with indexes.</summary>
    public static string[] Read(string schema) => Read(schema, Tables);

    /// <summary>The same of other tables.</summary>
    public static string[] Read(string schema, IReadOnlyCollection<string> tables)
    {
        using var connection = PostgresConnections.OpenReadOnly(schema);
        using var command = new NpgsqlCommand("SELECT relname, n_dead_tup, pg_total_relation_size(relid) FROM pg_stat_all_tables WHERE schemaname = current_schema()", connection);
        using var rows = command.ExecuteReader();
        var states = new Dictionary<string, string>(StringComparer.Ordinal);
        while (rows.Read())
        {
            states[rows.GetString(0)] = $"{Figures.Whole(rows.GetInt64(1))} dead, {Figures.One(rows.GetInt64(2) / 1048576.0)} MiB";
        }

        return [.. tables.Select(table => states.GetValueOrDefault(table, "-"))];
    }
}
