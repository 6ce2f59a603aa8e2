using System.Data.Common;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceHall.Gateway;
using ServiceHall.Gateway.Commands;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Tests.Hall;

/// <summary>A gateway on real HTTP in the test's own process, with a folder of its own, by default the sample county's matters and one client a department.</summary>
internal sealed class TestHall : IAsyncDisposable
{
    public const string Secret = "a-secret-of-the-tests-only";
    public static readonly DateTimeOffset Monday = DateTimeOffset.Parse("2026-06-15T18:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture);

    private readonly WebApplication _app;
    private readonly List<SignedClient> _clients = [];
    private readonly bool _ownsFolder;
    private bool _isStopped;

    private TestHall(WebApplication app, string folder, ErrorLog log, bool ownsFolder) => (_app, Folder, Log, _ownsFolder) = (app, folder, log, ownsFolder);

    public static string SampleMatters => Path.Combine(Repository.Data, "sample-county", "matters.jsonl");

    public string Folder { get; }

    public ErrorLog Log { get; }

    public Uri Url => new(_app.Urls.First());

    /// <summary>Where it speaks gRPC.</summary>
    public Uri RpcUrl => new(_app.Urls.Last());

    public IServiceProvider Services => _app.Services;

    /// <summary>The hall's clock; holds still at <see cref="Monday"/> until a test moves it.</summary>
    public HallClock Clock => Services.GetRequiredService<HallClock>();

    /// <summary>The file of its store, where that is one.</summary>
    public string Database => Services.GetRequiredService<Paths>().Database;

    /// <summary>A look at its store from outside the gateway.</summary>
    public DbConnection Look() => TestStore.Look(Folder);

    /// <summary>Starts a gateway; give a folder to start it again on the same store, and services of the test's own in place of its.</summary>
    public static async Task<TestHall> StartAsync(TestProvince? province = null, Dictionary<string, string?>? settings = null, string? folder = null, bool clients = true, Action<IServiceCollection>? services = null)
    {
        var ownsFolder = folder is null;
        folder ??= Directory.CreateTempSubdirectory("hall-").FullName;
        var log = new ErrorLog();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development, ContentRootPath = folder });
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Configuration.AddInMemoryCollection(Defaults(province)).AddInMemoryCollection(TestStore.Settings(folder)).AddInMemoryCollection(clients ? Clients() : []).AddInMemoryCollection(settings);
        services?.Invoke(builder.Services);
        var app = GatewayHost.Build(builder);
        try
        {
            app.Services.GetRequiredService<HallClock>().HoldAt(Monday);
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new TestHall(app, folder, log, ownsFolder);
    }

    /// <summary>A client of the settings: <c>mz</c>, <c>rs</c>, <c>sj</c>, <c>window</c> (speaks for mz and rs), <c>province</c>, <c>operator</c>.</summary>
    public SignedClient Client(string key = "mz")
    {
        var client = new SignedClient(Url, key, Secret);
        _clients.Add(client);
        return client;
    }

    /// <summary>Waits until nothing is on its way any more.</summary>
    public async Task<Reconciliation> DeliveredAsync(TimeSpan? within = null)
    {
        return await Until.Async(
            async () =>
            {
                var reconciliation = await ReconcileAsync();
                return reconciliation.Deliveries.Keys.Any(state => state is "pending" or "sent" or "unknown") ? null : reconciliation;
            },
            within ?? TimeSpan.FromSeconds(60));
    }

    public async Task<Reconciliation> ReconcileAsync()
    {
        using var reader = TestStore.Of(Folder).OpenReadOnly();
        return await Reconciliation.OfAsync(reader, Services.GetRequiredService<GatewaySettings>(), CancellationToken.None);
    }

    /// <summary>What the journal tells, in commit order.</summary>
    public async Task<IReadOnlyList<string>> JournalAsync()
    {
        await using var reader = Look();
        return [.. await reader.QueryAsync<string>("SELECT what FROM journal ORDER BY seq")];
    }

    /// <summary>Stops it as its host would; what it wrote stays to be looked at.</summary>
    public async Task StopAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await StopAsync();
        Log.Check();
        if (_ownsFolder)
        {
            TestStore.Remove(Folder);
        }
    }

    private static Dictionary<string, string?> Defaults(TestProvince? province) => new()
    {
        ["Http:Url"] = "http://127.0.0.1:0",
        ["Grpc:Url"] = "http://127.0.0.1:0",
        ["Data:Path"] = Repository.Data,
        ["Platforms:OneWindow:Enabled"] = province is null ? "false" : "true",
        ["Platforms:OneWindow:BaseUrl"] = province?.Url,
        ["Platforms:OneWindow:PaasId"] = TestProvince.PaasId,
        ["Platforms:OneWindow:Token"] = TestProvince.Token,
        ["Platforms:OneWindow:RetrySchedule:0"] = "00:00:00.050",
        ["Platforms:OneWindow:SettleAfter"] = "00:00:00.050",

        // With so short a schedule a delivery would hardly ever be seen waiting between calls of several attempts.
        ["Platforms:OneWindow:Resilience:Retry:MaxRetryAttempts"] = "0",
        ["Platforms:OneWindow:Resilience:CircuitBreaker:BreakDuration"] = "00:00:00.500",
    };

    /// <summary>A client <c>ga</c>, the department of a matter that may be asked for from elsewhere (跨省通办).</summary>
    public static Dictionary<string, string?> Police() => new()
    {
        ["Clients:50:Key"] = "ga",
        ["Clients:50:Secret"] = Secret,
        ["Clients:50:Role"] = "department",
        ["Clients:50:Departments:0"] = "ga",
    };

    private static Dictionary<string, string?> Clients()
    {
        var settings = new Dictionary<string, string?>();
        (string Key, string Role, string[] Departments)[] clients =
            [("mz", "department", ["mz"]), ("rs", "department", ["rs"]), ("sj", "department", ["sj"]), ("window", "department", ["mz", "rs"]), ("operator", "operator", []), ("province", "platform", [])];
        foreach (var ((key, role, departments), i) in clients.Select((client, i) => (client, i)))
        {
            settings[$"Clients:{i}:Key"] = key;
            settings[$"Clients:{i}:Secret"] = Secret;
            settings[$"Clients:{i}:Role"] = role;
            settings[$"Clients:{i}:Platform"] = role == "platform" ? "one-window" : null;
            for (var d = 0; d < departments.Length; d++)
            {
                settings[$"Clients:{i}:Departments:{d}"] = departments[d];
            }
        }

        return settings;
    }
}

/// <summary>Waiting for a condition, with a bound.</summary>
internal static class Until
{
    /// <summary>Asks again and again until there is an answer.</summary>
    /// <param name="ask">Null where it is not so yet.</param>
    /// <param name="within">The bound.</param>
    /// <param name="otherwise">What to tell when the time is over.</param>
    public static async Task<T> Async<T>(Func<Task<T?>> ask, TimeSpan within, Func<string>? otherwise = null)
        where T : class
    {
        using var bound = new CancellationTokenSource(within);
        while (true)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            Assert.False(bound.IsCancellationRequested, $"It did not come about within {within}. {otherwise?.Invoke()}");
            await Task.Yield();
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }
    }
}
