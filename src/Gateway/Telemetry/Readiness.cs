using System.Text.Json;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Telemetry;

/// <summary>
/// <c>GET /healthz/ready</c>: whether records should be sent here. 503 where the store can't be written, a dispatcher stands still although there is
/// work, or the schema is not this build's (which also refuses to start); a warning changes nothing.
/// </summary>
internal sealed class Readiness(StoreWriter writer, Database database, Paths paths, IServiceProvider services, HallRules rules, HallClock hall, TimeProvider machine)
{
    // How long a write may take.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // How long a write says something: anybody may ask, and must not be able to keep the writer busy.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    // How long work may lie ready at a platform that is called.
    private static readonly TimeSpan Still = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private (long From, Task<Check> Store)? _latest;

    public async Task GetAsync(HttpContext context)
    {
        var checks = await LookAsync(context.RequestAborted);
        var isReady = IsReady(checks);
        await Json.AnswerAsync(context, isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, to =>
        {
            to.WriteStartObject();
            to.WriteString("status", isReady ? "ready" : "notReady");
            to.WriteStartArray("checks");
            foreach (var check in checks)
            {
                Write(to, check);
            }

            to.WriteEndArray();
            to.WriteEndObject();
        });
    }

    /// <summary>The same in a word.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken) => IsReady(await LookAsync(cancellationToken));

    private async Task<IReadOnlyList<Check>> LookAsync(CancellationToken cancellationToken) =>
        [await LatestStoreAsync().WaitAsync(cancellationToken), Dispatch(), Schema(), Keys(), Calendar()];

    private static bool IsReady(IReadOnlyList<Check> checks) => checks.All(check => check.State != Check.Failed);

    private static void Write(Utf8JsonWriter to, Check check)
    {
        to.WriteStartObject();
        to.WriteString("name", check.Name);
        to.WriteString("state", check.State);
        if (check.Detail is not null)
        {
            to.WriteString("detail", check.Detail);
        }

        to.WriteEndObject();
    }

    // Whoever asks while it is looked at, or right after, gets the same answer.
    private Task<Check> LatestStoreAsync()
    {
        lock (_lock)
        {
            if (_latest is not { } latest || (latest.Store.IsCompleted && machine.GetElapsedTime(latest.From) >= Fresh))
            {
                _latest = latest = (machine.GetTimestamp(), StoreAsync());
            }

            return latest.Store;
        }
    }

    // A real write, made durable like any other.
    private async Task<Check> StoreAsync()
    {
        var probe = new Probe();
        if (!writer.TryEnqueue(probe))
        {
            return new Check("store", Check.Failed, "等待写入的太多");
        }

        try
        {
            await probe.Done.WaitAsync(Patience, machine);
            return new Check("store", Check.Ok);
        }
        catch (Exception fault) when (fault is TimeoutException or System.Data.Common.DbException or ObjectDisposedException)
        {
            return new Check("store", Check.Failed, fault is TimeoutException ? $"{Patience.TotalSeconds:0} 秒内写不下去" : "存储写入失败，原因见日志");
        }
    }

    private Check Dispatch() => services.GetService<Dispatcher>() switch
    {
        null => new Check("dispatch", Check.Ok, "没有启用的平台"),
        { } dispatcher when dispatcher.IsStill(Still) => new Check("dispatch", Check.Failed, $"有待报送的数据，却已 {Still.TotalSeconds:0} 秒没有动静"),
        _ => new Check("dispatch", Check.Ok),
    };

    private Check Schema() => database.ReadSchema() is var (applied, known) && applied == known
        ? new Check("schema", Check.Ok)
        : new Check("schema", Check.Failed, $"数据库结构版本是 {applied}，本程序认得的是 {known}");

    // They are in memory since the start; without the file there will be no other.
    private Check Keys() => File.Exists(paths.KeyFile)
        ? new Check("keys", Check.Ok)
        : new Check("keys", Check.Warning, "密钥文件不在了，重启后将无法启动：请立即恢复");

    private Check Calendar() => HallTime.InHall(hall.Now).Year is var year && rules.Calendar.Knows(year)
        ? new Check("calendar", Check.Ok)
        : new Check("calendar", Check.Warning, $"没有 {year} 年的节假日安排，时限和红黄绿灯算不出来");

    /// <summary>One thing that was looked at.</summary>
    private sealed record Check(string Name, string State, string? Detail = null)
    {
        public const string Ok = "ok";
        public const string Warning = "warning";
        public const string Failed = "failed";
    }

    /// <summary>Changes a counter that nobody else reads.</summary>
    private sealed class Probe : WriteWork<bool>
    {
        public override int Weight => 1;

        public override void Apply(WriteGroup group)
        {
            group.Count("ready", 1);
            Answer = true;
        }
    }
}
