using System.Diagnostics;
using Dapper;
using Npgsql;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Tests.Hall;
using Xunit.Abstractions;

namespace ServiceHall.Scenarios.Tests.Crashes;

/// <summary>The network between a gateway and its database falls silent, so that nothing ends and nothing answers; or breaks while the gateway starts.</summary>
[Trait(TestStore.Trait, StoreSettings.Postgres)]
public sealed class CutOffTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int LostStore = 1;
    private const int RecordsBefore = 100;
    private const int MessagesBetween = 3;

    // A statement waits 30 s for its answer, and a gateway that stops waits up to 30 s for what it still has in hand.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("cut-").FullName;
    private readonly string _schema = $"cut_{Guid.NewGuid():N}";
    private readonly CaseLoad _load = new(losesStore: true);
    private SilentProxy _network = null!;
    private TestProvince _province = null!;
    private Supervisor _supervisor = null!;

    private string Direct => PostgresCluster.Schema(_schema);

    // Through the network that will fall silent, or past it.
    private Dictionary<string, string> Settings => SettingsTo($"Host=127.0.0.1;Port={_network.Port};Username=servicehall;Database=postgres;Search Path={_schema}");

    public async Task InitializeAsync()
    {
        Assert.NotEmpty(Direct);
        (_network, _supervisor) = (new SilentProxy(PostgresCluster.Socket), new Supervisor(_folder));
        _province = await TestProvince.StartAsync(TestHall.SampleMatters);
    }

    public async Task DisposeAsync()
    {
        await _province.DisposeAsync();
        await _network.DisposeAsync();
        PostgresCluster.Drop(_schema);
        Directory.Delete(_folder, recursive: true);
    }

    [PostgresFact]
    public Task Cut_off_while_it_works_a_gateway_calls_nobody_any_more_and_ends_and_the_next_delivers_everything_in_order() => CutOffAsync(isBusy: true);

    [PostgresFact]
    public Task Cut_off_while_it_has_nothing_to_do_a_gateway_notices_and_ends_and_the_next_goes_on() => CutOffAsync(isBusy: false);

    [PostgresFact]
    public async Task Whenever_its_database_goes_away_while_it_starts_a_gateway_says_that_it_may_help_to_try_again()
    {
        List<string> ends = [];
        for (var messages = 1; ; messages += MessagesBetween)
        {
            _network.BreakAfter(messages);
            await using var gateway = await GatewayProcess.LaunchAsync(GatewayProcess.Program, _folder, Settings);
            if (gateway.Listens is not null)
            {
                break;
            }

            ends.Add($"{(gateway.ExitCode == LostStore ? "" : gateway.Said)} after {messages} messages with {gateway.ExitCode}".TrimStart());
        }

        output.WriteLine(string.Join(Environment.NewLine, ends));
        Assert.True(ends.Count > 5, $"only {ends.Count} starts were broken");
        Assert.All(ends, end => Assert.EndsWith($" with {LostStore}", end, StringComparison.Ordinal));
    }

    private async Task CutOffAsync(bool isBusy)
    {
        await _province.SetFaultsAsync(new { slow = new { rate = isBusy ? 1 : 0, milliseconds = 300 } });
        await using var gateway = await _supervisor.StartAsync(GatewayProcess.Program, Settings);
        using var stop = new CancellationTokenSource();
        var pushing = _load.PushAsync(gateway.Url, stop.Token);
        await Until.Async(async () => _load.Acknowledged >= RecordsBefore && (await _province.JournalAsync()).Count > 0 ? this : null, Bound, () => gateway.Said);
        if (!isBusy)
        {
            await stop.CancelAsync();
            await pushing;
            await InTheEnd.AllAddsUpAsync(_folder, SettingsTo(Direct));
        }

        _network.FallSilent();
        var silence = Stopwatch.StartNew();

        // Another does not wait for its end, nor for the server to notice whom it lost.
        await using var next = await _supervisor.StartAsync(GatewayProcess.Program, SettingsTo(Direct));
        await TookOverAsync(next);
        var tookOver = silence.Elapsed;
        await Until.Async(() => Task.FromResult(gateway.HasEnded ? this : null), Bound, () => gateway.Said);
        await pushing;
        Assert.True(gateway.ExitCode == LostStore, $"it ended with {gateway.ExitCode}: {gateway.Said}");
        output.WriteLine($"{_load.Acknowledged} records acknowledged; another had its work {tookOver.TotalSeconds:F1} s after the network, it ended after {silence.Elapsed.TotalSeconds:F1} s");
        await _province.ClearFaultsAsync();
        await _load.AllAreTakenAsync(next.Url);
        output.WriteLine(await InTheEnd.AllAddsUpAsync(_folder, SettingsTo(Direct)));
        await NothingWasSentUnwrittenAsync();
        await InTheEnd.LanesAreInOrderAsync(_province);
    }

    private Dictionary<string, string> SettingsTo(string connectionString) => new(CrashSettings.For(_province, new Dictionary<string, string>
    {
        ["Store:Provider"] = StoreSettings.Postgres,
        ["Store:ConnectionString"] = connectionString,
        ["Store:Lease"] = CrashSettings.Lease,
    }))
    {
        ["Platforms:OneWindow:BatchSize"] = "5",
    };

    private async Task TookOverAsync(GatewayProcess next)
    {
        await using var direct = new NpgsqlConnection(Direct);
        await Until.Async(
            async () => await direct.ExecuteScalarAsync<long>("SELECT count(*) FROM slot WHERE node = (SELECT max(id) FROM node)") == Slots.Count ? this : null, Bound, () => next.Said);
    }

    // What could not be written when the network was gone was not sent either, however much there was to send.
    private async Task NothingWasSentUnwrittenAsync()
    {
        var seen = (await _province.JournalAsync()).Select(entry => entry.RowGuid).ToHashSet();
        await using var direct = new NpgsqlConnection(Direct);
        var rows = (await direct.QueryAsync<string>("SELECT rows FROM delivery WHERE rows IS NOT NULL")).SelectMany(RowState.Read).ToList();
        var written = rows.Where(row => row.State != RowState.Pending).Select(row => row.RowGuid).ToHashSet();
        output.WriteLine($"{seen.Count} rows seen by the province, {written.Count} written as sent");
        Assert.Subset(written, seen);
    }
}
