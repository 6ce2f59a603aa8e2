using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceHall.Bench.Stores;
using ServiceHall.Gateway;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Bench.Intake;

/// <summary>A real gateway in this process, in a fresh folder that goes with it, and with a fresh store, with the sample county's matters; its hall's clock stands still.</summary>
internal sealed class BenchHall : IAsyncDisposable
{
    public const string Department = "mz";
    public const string Secret = "a-secret-of-the-benchmark-only";

    private readonly WebApplication _app;
    private readonly Action _remove;

    private BenchHall(WebApplication app, Action remove) => (_app, _remove) = (app, remove);

    public IServiceProvider Services => _app.Services;

    public Uri Url => new(_app.Urls.First());

    /// <summary>Where it speaks gRPC.</summary>
    public Uri RpcUrl => new(_app.Urls.Last());

    public Caller Caller { get; } = new(new ClientSettings { Key = Department, Secret = Secret, Departments = [Department] });

    public string Database => Services.GetRequiredService<Paths>().Database;

    /// <summary>A gateway that is put together but does not listen: for measuring its parts.</summary>
    public static BenchHall Make(bool deliveries) => Make(BenchStore.Files, deliveries, [], _ => { });

    /// <summary>A gateway with other settings, and with services of the benchmark's own in place of some.</summary>
    public static BenchHall Make(BenchStore store, bool deliveries, Dictionary<string, string?> settings, Action<IServiceCollection> services)
    {
        var folder = Directory.CreateTempSubdirectory("servicehall-bench-").FullName;
        return Make(folder, store.Settings(folder), deliveries, settings, services, () => store.Remove(folder));
    }

    /// <summary>A gateway with a folder and a store that somebody else takes away.</summary>
    public static BenchHall MakeIn(string folder, Dictionary<string, string?> store, Dictionary<string, string?> settings) => Make(folder, store, deliveries: true, settings, _ => { }, () => { });

    /// <summary>A gateway that listens.</summary>
    /// <param name="deliveries">Whether the one-window platform is enabled; nobody listens where it should be, so deliveries are made and wait.</param>
    public static async Task<BenchHall> StartAsync(BenchStore store, bool deliveries)
    {
        var hall = Make(store, deliveries, [], _ => { });
        await hall.ListenAsync();
        return hall;
    }

    public Task ListenAsync() => _app.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _remove();
    }

    private static BenchHall Make(string folder, Dictionary<string, string?> store, bool deliveries, Dictionary<string, string?> settings, Action<IServiceCollection> services, Action remove)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [GatewayHost.ReadsSettingsOnce], EnvironmentName = Environments.Development, ContentRootPath = folder });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(store).AddInMemoryCollection(Settings(deliveries)).AddInMemoryCollection(settings);
        builder.Host.ConfigureContainer<IServiceCollection>((_, all) => services(all));
        var app = GatewayHost.Build(builder);
        app.Services.GetRequiredService<HallClock>().HoldAt(DateTimeOffset.Parse("2026-06-15T18:00:00+08:00", CultureInfo.InvariantCulture));
        return new BenchHall(app, remove);
    }

    private static Dictionary<string, string?> Settings(bool deliveries) => new()
    {
        ["Http:Url"] = "http://127.0.0.1:0",
        ["Grpc:Url"] = "http://127.0.0.1:0",
        ["Data:Path"] = Path.Combine(AppContext.BaseDirectory, "data"),
        ["Platforms:OneWindow:Enabled"] = deliveries ? "true" : "false",
        ["Platforms:OneWindow:BaseUrl"] = "http://127.0.0.1:1",
        ["Platforms:OneWindow:PaasId"] = "benchmark",
        ["Platforms:OneWindow:Token"] = "token-of-the-benchmark",
        ["Clients:0:Key"] = Department,
        ["Clients:0:Secret"] = Secret,
        ["Clients:0:Departments:0"] = Department,
        ["Clients:1:Key"] = "rs",
        ["Clients:1:Secret"] = Secret,
        ["Clients:1:Departments:0"] = "rs",
        ["Clients:2:Key"] = "operator",
        ["Clients:2:Secret"] = Secret,
        ["Clients:2:Role"] = "operator",
    };
}
