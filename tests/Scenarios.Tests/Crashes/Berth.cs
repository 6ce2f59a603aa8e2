using System.Globalization;
using Npgsql;
using ServiceHall.Gateway.Settings;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Scenarios.Tests.Crashes;

/// <summary>Where one of several gateways runs: its folder, its network to the database that all share, and whoever starts it again when it has ended.</summary>
internal sealed class Berth(string folder, string name, PostgresCluster server, TestProvince province, string keyFile) : IAsyncDisposable
{
    private readonly string _socket = Path.Combine(new NpgsqlConnectionStringBuilder(server.Address).Host!, ".s.PGSQL.5432");
    private readonly List<SilentProxy> _networks = [];
    private readonly Supervisor _supervisor = new(Directory.CreateDirectory(folder).FullName);
    private GatewayProcess? _gateway;

    public string Name => name;

    /// <summary>Null while it does not listen.</summary>
    public Uri? Url { get; private set; }

    public bool HasEnded => _gateway?.HasEnded ?? true;

    public string Said => _gateway?.Said ?? "";

    /// <summary>Starts it, as often as that may help, behind a network that works.</summary>
    public async Task StartAsync()
    {
        var network = new SilentProxy(_socket);
        _networks.Add(network);
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        _gateway = await _supervisor.StartAsync(GatewayProcess.Program, Settings(network));
        Url = _gateway.Url;
    }

    public async Task KillAsync()
    {
        Url = null;
        await _gateway!.KillAsync();
    }

    /// <summary>It stands still, in whatever it is doing.</summary>
    public void Pause() => _gateway!.Signal("STOP");

    public void GoOn() => _gateway!.Signal("CONT");

    /// <summary>SIGTERM.</summary>
    public void Stop() => _gateway!.Signal("TERM");

    /// <summary>Nothing passes any more between it and the database, and neither is told.</summary>
    public void CutOff() => _networks[^1].FallSilent();

    /// <summary>Waits until it has ended by itself, and says how.</summary>
    public async Task<int> EndsAsync(TimeSpan within)
    {
        await Until.Async(() => Task.FromResult(HasEnded ? this : null), within, () => $"{name} goes on: {Said}");
        Url = null;
        return _gateway!.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }

        foreach (var network in _networks)
        {
            await network.DisposeAsync();
        }
    }

    /// <summary>Its settings on this way to the database.</summary>
    public Dictionary<string, string> SettingsTo(string connectionString) => new(CrashSettings.For(province, new Dictionary<string, string>
    {
        ["Store:Provider"] = StoreSettings.Postgres,
        ["Store:ConnectionString"] = connectionString,
        ["Store:KeyFile"] = keyFile,
        ["Store:Node"] = name,
    }))
    {
        ["Platforms:OneWindow:BatchSize"] = "5",
    };

    private Dictionary<string, string> Settings(SilentProxy network) =>
        SettingsTo(string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={network.Port};Username=servicehall;Database=postgres;Maximum Pool Size=8"));
}
