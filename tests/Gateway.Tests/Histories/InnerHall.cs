using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceHall.Gateway.Commands;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Operators;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Status;
using ServiceHall.Gateway.Store;
using ServiceHall.Tests.Cases;
using ServiceHall.Model.Judging;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;
using IntakeHall = ServiceHall.Gateway.Intake.Hall;
using Pushed = ServiceHall.Tests.Cases.Pushed;

namespace ServiceHall.Gateway.Tests.Histories;

/// <summary>A gateway without its edges: its own services from intake to courier over a file of its own, a clock moved by hand, a platform of the test for a connection.</summary>
internal sealed class InnerHall : IAsyncDisposable
{
    private const string Stopped = "is stopped until somebody starts it";

    // Of a thread of ours on a machine that has much else to do.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // Each under a nonce of its own.
    private static Order Verb => new("operator", "再次报送", IsRehearsal: false, new CallNonce(Guid.NewGuid().ToByteArray(), DateTimeOffset.UnixEpoch));

    private readonly Stillness _stillness = new();
    private readonly ErrorLog _log = new();
    private readonly ManualTime _time;
    private readonly string _folder;
    private readonly WebApplication _app;
    private readonly StoreWriter _writer;
    private readonly IntakeHall _hall;
    private readonly RecordPreparer _preparer;
    private readonly Dispatcher _dispatcher;
    private readonly Caller _caller;

    public InnerHall(HttpMessageHandler platform, ManualTime time, Dictionary<string, string?> settings)
    {
        _time = time;
        _folder = Directory.CreateDirectory(Path.Combine(Scratch(), Path.GetRandomFileName())).FullName;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development, ContentRootPath = _folder });
        builder.Logging.ClearProviders().AddProvider(_log);
        builder.Configuration.AddInMemoryCollection(Defaults).AddInMemoryCollection(TestStore.Settings(_folder)).AddInMemoryCollection(settings);
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton(platform);
        _app = GatewayHost.Build(builder);
        Service<HallClock>().HoldAt(TestHall.Monday);
        (_writer, _hall, _preparer, _dispatcher) = (Service<StoreWriter>(), Service<IntakeHall>(), Service<RecordPreparer>(), Service<Dispatcher>());
        _caller = new Caller(Service<GatewaySettings>().Clients[0]);
        Way = new Way(PushAsync, id => Task.FromResult(Service<StatusReader>().Record(id)!.State == RecordState.Taken));
    }

    public Way Way { get; }

    /// <summary>Deliveries that were sent again by an operator's verb.</summary>
    public int Resent { get; private set; }

    /// <summary>How often the gateway stopped the platform, and an operator started it.</summary>
    public int Started { get; private set; }

    public Task StartAsync() => _stillness.Watch(() => _dispatcher.StartAsync(CancellationToken.None));

    /// <summary>
    /// Whether anything comes of waiting where nothing waits for the clock. What is about to run can look like rest for a moment; a lane that is lost stays so.
    /// </summary>
    public async Task<bool> MovesAsync(Func<long> calls)
    {
        var before = calls();
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < LongestPause; await Task.Yield())
        {
            await StillAsync();
            if (_time.Next is not null || calls() != before || Open().Count == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lets all come to rest, then moves the clock to the next moment that anything waits for. False where nothing does.</summary>
    public async Task<bool> NextMomentAsync()
    {
        await StillAsync();
        if (_time.Next is not { } next)
        {
            return false;
        }

        _time.Advance(next - _time.GetUtcNow());
        return true;
    }

    // One moment after the other, as the clock would.
    private async Task PassAsync(TimeSpan time)
    {
        var until = _time.GetUtcNow() + time;
        await StillAsync();
        while (_time.Next is { } next && next <= until)
        {
            _time.Advance(next - _time.GetUtcNow());
            await StillAsync();
        }

        _time.Advance(until - _time.GetUtcNow());
    }

    public Task StillAsync() => _stillness.ComesAsync(_writer);

    /// <summary>An operator starts the platform where the gateway has stopped it, and sends again what was refused. Answers how much there was to do.</summary>
    public async Task<int> OperateAsync()
    {
        var done = 0;
        if (Service<PlatformGates>().Find(Platform.OneWindow) is { IsStopped: true } gate)
        {
            await StartPlatformAsync(gate);
            done++;
        }

        // A person also sees to what is unknown where the profile leaves that to one, and takes longer than the platform may still be at work on it.
        var waiting = Read<byte[]>("SELECT record_id FROM delivery WHERE state = 6 OR (state = 3 AND next_at IS NULL)");
        if (waiting.Count > 0)
        {
            await PassAsync(Service<GatewaySettings>().Platforms.OneWindow.SettleAfter);
        }

        foreach (var id in waiting)
        {
            var resend = new Resend(new Guid(id, bigEndian: true), Platform.OneWindow, Verb, _hall);
            Assert.True(_writer.TryEnqueue(resend));
            if (await resend.Done is null)
            {
                Service<Wakeups>().Wake(resend.Touched);
                (done, Resent) = (done + 1, Resent + 1);
            }
        }

        return done;
    }

    /// <summary>Deliveries that are not over: all but pauses whose end has not come.</summary>
    public IReadOnlyList<string> Open() => Read<string>(
        """
        SELECT 'subject ' || subject || ' place ' || (position >> 20) || ' state ' || state || ' next ' || coalesce(CAST(next_at AS TEXT), '-') || ' ' || coalesce(why, '') || ' ' || coalesce(rows, '')
        FROM delivery WHERE state IN (0, 2, 3, 6) OR (state = 1 AND (next_at IS NOT NULL OR why <> '特别程序结束时一并报送'))
        """);

    /// <summary>All that became of the deliveries of a case.</summary>
    public IReadOnlyList<string> LaneOf(string gatewayCaseNo) => Read<string>(
        $"""
        SELECT 'place ' || (position >> 20) || ' version ' || (position & 1048575) || ' state ' || state || ' calls ' || coalesce(attempts, '') || ' ' || coalesce(why, '') || ' ' || coalesce(rows, '')
        FROM delivery WHERE subject = {long.Parse(gatewayCaseNo[^10..], CultureInfo.InvariantCulture)} ORDER BY position
        """);

    /// <summary>How a call ended.</summary>
    public IReadOnlyList<string> CallsOf(string gatewayCaseNo) => Read<string>(
        $"""
        SELECT DISTINCT 'call ' || attempt.id || ' from ' || started || ' to ' || ended || ' ' || outcome || ' ' || coalesce(attempt.why, '') FROM attempt
        JOIN delivery ON ',' || delivery.attempts || ',' LIKE '%,' || attempt.id || ',%' WHERE subject = {long.Parse(gatewayCaseNo[^10..], CultureInfo.InvariantCulture)} ORDER BY attempt.id
        """);

    /// <summary>The sums that do not hold, and errors that nobody announced.</summary>
    public async Task<IReadOnlyList<string>> ComplaintsAsync()
    {
        using var reader = TestStore.Of(_folder).OpenReadOnly();
        var reconciliation = await Reconciliation.OfAsync(reader, new GatewaySettings(), CancellationToken.None);
        var errors = _log.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
        return [.. reconciliation.Sums.Where(sum => !sum.Holds).Select(sum => $"{sum}"), .. errors.Where(line => !line.Contains(Stopped, StringComparison.Ordinal))];
    }

    public async ValueTask DisposeAsync()
    {
        await _dispatcher.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        TestStore.Remove(_folder);
    }

    private async Task<Pushed> PushAsync(JsonObject record)
    {
        using var document = JsonDocument.Parse(record.ToJsonString());
        var work = new IntakeWork([_preparer.Prepare(document.RootElement, _caller, _hall.Current)], _hall, _preparer);
        Assert.True(_writer.TryEnqueue(work));
        var result = (await work.Done)[0];
        Service<Wakeups>().Wake(work.Touched);
        return new Pushed(result.Verdict.Word(), result.Errors is [var first, ..] ? first.Rule : null, result.RecordId, result.GatewayCaseNo);
    }

    private async Task StartPlatformAsync(PlatformGate gate)
    {
        await DoneAsync(new StartPlatform(Platform.OneWindow, Verb, _hall));
        for (var slot = 0; slot < Slots.Count; slot++)
        {
            await DoneAsync(new HurrySlot(Platform.OneWindow, slot, _time.GetUtcNow()));
        }

        await DoneAsync(new OpenGate(Platform.OneWindow, gate, _hall));
        Started++;
    }

    private Task<T> DoneAsync<T>(WriteWork<T> work)
    {
        _writer.Enqueue(work);
        return work.Done;
    }

    private List<T> Read<T>(string sql)
    {
        using var reader = TestStore.Look(_folder);
        return [.. reader.Query<T>(sql)];
    }

    private T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    // In memory where the system has room there: what survives a crash is not this test's concern.
    private static string Scratch()
    {
        const string inMemory = "/dev/shm";
        const long room = 2L << 30;
        return Directory.Exists(inMemory) && new DriveInfo(inMemory).AvailableFreeSpace > room ? inMemory : Path.GetTempPath();
    }

    private static Dictionary<string, string?> Defaults { get; } = new()
    {
        ["Data:Path"] = Repository.Data,
        ["Platforms:OneWindow:Enabled"] = "true",
        ["Platforms:OneWindow:BaseUrl"] = "http://127.0.0.1:1",
        ["Platforms:OneWindow:PaasId"] = "sample-hall",
        ["Platforms:OneWindow:Token"] = "token-of-the-test",
        ["Clients:0:Key"] = "mz",
        ["Clients:0:Secret"] = TestHall.Secret,
        ["Clients:0:Role"] = "department",
        ["Clients:0:Departments:0"] = "mz",
    };
}
