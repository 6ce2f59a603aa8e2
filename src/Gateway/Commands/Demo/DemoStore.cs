using System.Globalization;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store.Postgres;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>
/// Where a demo keeps its store, new each time: a file in its folder, or a schema of its own where the environment names a PostgreSQL
/// (<c>Store__Provider</c>, <c>Store__ConnectionString</c>).
/// </summary>
internal static class DemoStore
{
    public static Dictionary<string, string?> Settings(string folder, IConfiguration environment)
    {
        var provider = environment["Store:Provider"] ?? StoreSettings.Sqlite;
        return new()
        {
            ["Store:Provider"] = provider,
            ["Store:ConnectionString"] = provider == StoreSettings.Postgres ? NewSchema(environment["Store:ConnectionString"] ?? "") : Path.Combine(folder, "servicehall.db"),
            ["Store:KeyFile"] = Path.Combine(folder, "data-keys.json"),
        };
    }

    private static string NewSchema(string connectionString) => PostgresSchema.Create(
        connectionString, string.Create(CultureInfo.InvariantCulture, $"demo_{TimeProvider.System.GetUtcNow():yyyyMMddHHmmss}_{Environment.ProcessId}"));
}
