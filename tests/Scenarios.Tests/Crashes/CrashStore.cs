using Npgsql;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Scenarios.Tests.Crashes;

/// <summary>
/// Where a gateway that is going to die keeps its store: in its folder, or with SERVICEHALL_STORE=postgres on a server for it alone, which keeps what it
/// acknowledged and can die too.
/// </summary>
internal sealed class CrashStore : IDisposable
{
    private readonly PostgresCluster? _server = TestStore.IsPostgres ? PostgresCluster.StartDurable() : null;

    // As pg_ctl calls them: a crash, and what an administrator does.
    private readonly Dictionary<string, int> _restarts = new() { ["immediate"] = 0, ["fast"] = 0 };
    private Task _restarting = Task.CompletedTask;

    public CrashStore(string folder) => Address = _server is null ? StoreAddress.Sqlite(Path.Combine(folder, "var", "servicehall.db")) : StoreAddress.Postgres(_server.Address);

    public StoreAddress Address { get; }

    /// <summary>Whether a server of its own holds it.</summary>
    public bool HasServer => _server is not null;

    /// <summary>How often the server was restarted, and how.</summary>
    public IReadOnlyDictionary<string, int> Restarts => _restarts;

    /// <summary>The settings that name it.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["Store:Provider"] = HasServer ? StoreSettings.Postgres : StoreSettings.Sqlite,
        ["Store:ConnectionString"] = Address.Place,
        ["Store:Lease"] = CrashSettings.Lease,
    };

    /// <summary>Begins to restart the server, by turns in each way.</summary>
    public async Task BeginRestartAsync()
    {
        await _restarting;
        var how = _restarts.MinBy(way => way.Value).Key;
        _restarts[how]++;
        _restarting = _server!.RestartAsync(how);
    }

    /// <summary>Waits until the server is back.</summary>
    public Task IsBackAsync() => _restarting;

    public void Dispose()
    {
        if (_server is not null)
        {
            NpgsqlConnection.ClearAllPools();
            _server.Dispose();
        }
    }
}
