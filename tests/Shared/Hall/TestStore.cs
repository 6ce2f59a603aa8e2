using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Tests.Hall;

/// <summary>
/// Where the halls of this test run keep their stores: each in a file in its folder, or with SERVICEHALL_STORE=postgres in a schema of its own of a
/// PostgreSQL. What only one of them has is told by the trait <c>Store</c>.
/// </summary>
internal static class TestStore
{
    /// <summary>The trait of tests that say something about one of the two.</summary>
    public const string Trait = "Store";

    // None of these halls dies without a word: nobody waits for it, and no busy machine loses it.
    private const string Lease = "00:02:00";

    public static bool IsPostgres { get; } = Environment.GetEnvironmentVariable("SERVICEHALL_STORE") == StoreSettings.Postgres;

    /// <summary>Where the hall in this folder has its store.</summary>
    public static StoreAddress Of(string folder) => IsPostgres
        ? StoreAddress.Postgres(PostgresCluster.Schema(SchemaOf(folder)))
        : StoreAddress.Sqlite(Path.Combine(folder, "servicehall.db"));

    /// <summary>The settings of a hall in this folder.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Settings(string folder)
    {
        var store = Of(folder);
        return
        [
            new("Store:Provider", IsPostgres ? StoreSettings.Postgres : StoreSettings.Sqlite),
            new("Store:ConnectionString", store.Place),
            new("Store:Lease", Lease),
            new("Store:KeyFile", Path.Combine(folder, "data-keys.json")),
        ];
    }

    /// <summary>A look from outside the gateway.</summary>
    public static DbConnection Look(string folder) => Of(folder).OpenReadOnly().Connection;

    /// <summary>Changes it behind the gateway's back. Answers how many rows.</summary>
    public static int Change(string folder, string sql, object? values = null)
    {
        var store = Of(folder);
        using DbConnection connection = IsPostgres ? new NpgsqlConnection(store.Place) : new SqliteConnection($"Data Source={store.Place};Pooling=False");
        connection.Open();
        return connection.Execute(sql, values);
    }

    /// <summary>What is durable at this moment, whatever works there: the store as a power cut would leave it, and its keys, in the place of another's.</summary>
    public static void Copy(string from, string to)
    {
        File.Copy(Path.Combine(from, "data-keys.json"), Path.Combine(to, "data-keys.json"), overwrite: true);
        if (IsPostgres)
        {
            PostgresCluster.Copy(SchemaOf(from), SchemaOf(to));
            return;
        }

        foreach (var file in new[] { "servicehall.db", "servicehall.db-wal" })
        {
            File.Delete(Path.Combine(to, file));
            if (File.Exists(Path.Combine(from, file)))
            {
                File.Copy(Path.Combine(from, file), Path.Combine(to, file));
            }
        }
    }

    /// <summary>The names of all tables.</summary>
    public static IEnumerable<string> Tables(DbConnection reader) => reader.Query<string>(
        IsPostgres ? "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY table_name" : "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");

    /// <summary>Takes it away, with the folder.</summary>
    public static void Remove(string folder)
    {
        if (IsPostgres)
        {
            PostgresCluster.Drop(SchemaOf(folder));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static string SchemaOf(string folder) => "hall_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(folder))))[..16];
}
