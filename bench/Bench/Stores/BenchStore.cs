using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Bench.Stores;

/// <summary>
/// Where the halls of a run keep their stores: each in a file in its folder, or in a schema of its own of a PostgreSQL that is durable and ends with the run.
/// </summary>
internal sealed class BenchStore : IDisposable
{
    private readonly PostgresCluster? _cluster;

    private BenchStore(PostgresCluster? cluster) => _cluster = cluster;

    /// <summary>Each in a file in its folder.</summary>
    public static BenchStore Files { get; } = new(null);

    public static BenchStore Of(Options options) => options.Store == StoreSettings.Postgres ? new BenchStore(PostgresCluster.StartInService()) : Files;

    /// <summary>What it is, and how durable.</summary>
    public string Name => _cluster is null ? "SQLite WAL FULL" : $"{_cluster.Version()}, fsync on";

    /// <summary>The store of the hall in this folder.</summary>
    public StoreAddress AddressOf(string folder) => _cluster is null ? StoreAddress.Sqlite(Path.Combine(folder, "servicehall.db")) : StoreAddress.Postgres(_cluster.Make(SchemaOf(folder)));

    /// <summary>The settings of a hall in this folder.</summary>
    public Dictionary<string, string?> Settings(string folder) => new()
    {
        ["Store:Provider"] = _cluster is null ? StoreSettings.Sqlite : StoreSettings.Postgres,
        ["Store:ConnectionString"] = AddressOf(folder).Place,
        ["Store:KeyFile"] = Path.Combine(folder, "data-keys.json"),
    };

    /// <summary>Takes it away, with the folder. The server writes now what it would write during the next measurement.</summary>
    public void Remove(string folder)
    {
        Directory.Delete(folder, recursive: true);
        _cluster?.Remove(SchemaOf(folder));
        _cluster?.Checkpoint();
    }

    public void Dispose() => _cluster?.Dispose();

    private static string SchemaOf(string folder) => Path.GetFileName(folder).Replace('-', '_').ToLowerInvariant();
}
