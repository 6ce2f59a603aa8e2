using ServiceHall.Adapters.Resilience;

namespace ServiceHall.Gateway.Settings;

/// <summary>Everything that can be set, as it binds from <c>appsettings.json</c> and the environment. <see cref="SettingsCheck"/> says whether it may run.</summary>
internal sealed class GatewaySettings
{
    public EndpointSettings Http { get; set; } = new() { Url = "http://127.0.0.1:8080" };

    public EndpointSettings Grpc { get; set; } = new() { Url = "http://127.0.0.1:8081" };

    public HallSettings Hall { get; set; } = new();

    public StoreSettings Store { get; set; } = new();

    public PathSettings Data { get; set; } = new() { Path = "data" };

    public DepartmentsSettings Departments { get; set; } = new();

    /// <summary>Matter lists, a file or a folder; null is the sample county's.</summary>
    public PathSettings Matters { get; set; } = new();

    /// <summary>Cross-region matters and routes (跨省通办), a folder; null is <c>cross-region</c> under <see cref="Data"/>.</summary>
    public PathSettings CrossRegion { get; set; } = new();

    public IntakeSettings Intake { get; set; } = new();

    public StatusSettings Status { get; set; } = new();

    public TaskSettings Tasks { get; set; } = new();

    public List<ClientSettings> Clients { get; set; } = [];

    public PlatformsSettings Platforms { get; set; } = new();

    public AutoMapperSettings AutoMapper { get; set; } = new();

    public TelemetrySettings Telemetry { get; set; } = new();
}

internal sealed class TelemetrySettings
{
    /// <summary>Who asks for <c>/metrics</c> from another machine shows this as a bearer token; null: nobody may.</summary>
    public string? MetricsToken { get; set; }

    /// <summary>Traces and metrics, sent to a collector.</summary>
    public OtlpSettings Otlp { get; set; } = new();
}

/// <summary>Where traces and metrics are exported to, by OTLP over HTTP (protobuf).</summary>
internal sealed class OtlpSettings
{
    /// <summary>The collector's address, up to what comes before <c>/v1/traces</c> and <c>/v1/metrics</c>; null: nothing is traced, nothing exported.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Headers for the collector, as OpenTelemetry writes them: <c>name=value,name=value</c>. May hold a secret.</summary>
    public string? Headers { get; set; }

    /// <summary>The share of pushes that are traced, 0 to 1, where the caller does not say: one that comes with a <c>traceparent</c> is traced as that says.</summary>
    public double SampleRatio { get; set; } = 1;

    /// <summary>How often metrics are sent.</summary>
    public TimeSpan MetricsEvery { get; set; } = TimeSpan.FromMinutes(1);
}

internal sealed class EndpointSettings
{
    public string Url { get; set; } = "";
}

internal sealed class PathSettings
{
    public string? Path { get; set; }
}

internal sealed class DepartmentsSettings
{
    /// <summary>The departments' folders; null is <c>departments</c> under <c>Data:Path</c>.</summary>
    public string? Path { get; set; }

    /// <summary>How often to look whether they changed; a change takes effect when two looks in a row see the same.</summary>
    public TimeSpan ReloadEvery { get; set; } = TimeSpan.FromSeconds(5);
}

internal sealed class AutoMapperSettings
{
    /// <summary>The licence key of AutoMapper; without one it works and says so once.</summary>
    public string? LicenseKey { get; set; }
}

internal sealed class HallSettings
{
    public const string SampleDivision = "990001";

    /// <summary>The hall's own division, six digits; null is the sample county's, in Development only.</summary>
    public string? Division { get; set; }

    public string? Name { get; set; }

    /// <summary>Where the hall's clock stands when the gateway starts (RFC 3339); it goes on from there. For demonstrations; null is the machine's.</summary>
    public DateTimeOffset? ClockStartsAt { get; set; }
}

internal sealed class StoreSettings
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>For SQLite the file's path or a connection string with <c>Data Source</c>; for PostgreSQL a connection string as Npgsql reads it.</summary>
    public string ConnectionString { get; set; } = "var/servicehall.db";

    /// <summary>The data keys; null is <c>data-keys.json</c> beside the database, with PostgreSQL in <c>var</c>.</summary>
    public string? KeyFile { get; set; }

    /// <summary>What this gateway is called among those that share a PostgreSQL; null is the machine's name.</summary>
    public string? Node { get; set; }

    /// <summary>For how long a gateway that shares a PostgreSQL may go without a sign of life before the others take over its work.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>Whether it is a file of this machine.</summary>
    internal bool IsFile => Provider != Postgres;
}

internal sealed class IntakeSettings
{
    /// <summary>Records that may wait for their commit; beyond that callers are told to come back (503 <c>hall.busy</c>).</summary>
    public int QueueLimit { get; set; } = 10_000;

    /// <summary>How long a record may wait for the acceptance of its case before that is a finding.</summary>
    public TimeSpan ParkedFindingAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long it may wait before it goes to quarantine (<c>case.never-accepted</c>).</summary>
    public TimeSpan ParkedQuarantineAfter { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long nothing may move in a streamed upload (nothing sent, or no answer taken) before it is ended. The default is a choice of ours, long enough for a slow line.</summary>
    public TimeSpan StreamIdleLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Records that are committed together at the most.</summary>
    public int GroupLimit { get; set; } = 512;
}

internal sealed class StatusSettings
{
    /// <summary>How long the change feed goes back. The default is a choice of ours: a system that was away for longer reads everything again anyway.</summary>
    public TimeSpan ChangesKept { get; set; } = TimeSpan.FromDays(90);
}

/// <summary>Work that comes down.</summary>
internal sealed class TaskSettings
{
    /// <summary>How long a task may wait until a department takes it, where the platform does not say; then it goes back. The default is a choice of ours: no common rule was found.</summary>
    public LimitSettings TakeWithin { get; set; } = new() { Value = 1, Unit = "workingDay" };
}

/// <summary>A limit of time.</summary>
internal sealed class LimitSettings
{
    /// <summary>0 ends with the same day.</summary>
    public int Value { get; set; }

    /// <summary><c>workingDay</c>, <c>naturalDay</c>, <c>hour</c> or <c>month</c>.</summary>
    public string Unit { get; set; } = "";
}

internal sealed class ClientSettings
{
    public string Key { get; set; } = "";

    public string? Secret { get; set; }

    public string? SecretFile { get; set; }

    /// <summary><c>department</c>, <c>platform</c> or <c>operator</c>.</summary>
    public string Role { get; set; } = "department";

    /// <summary>The departments a department client may speak for.</summary>
    public List<string> Departments { get; set; } = [];

    /// <summary>The platform a platform client is.</summary>
    public string? Platform { get; set; }

    /// <summary><c>hmac-sha256</c>.</summary>
    public string Algorithm { get; set; } = "hmac-sha256";

    public string? CertificateThumbprint { get; set; }
}

internal sealed class PlatformsSettings
{
    public OneWindowSettings OneWindow { get; set; } = new();

    /// <summary>By which halls of several regions exchange requests (跨省通办).</summary>
    public TransferSettings Transfer { get; set; } = new();
}

/// <summary>The transfer platform.</summary>
internal sealed class TransferSettings
{
    /// <summary>What the capability directory calls it.</summary>
    public const string Name = "transfer";

    public bool Enabled { get; set; }

    public string? BaseUrl { get; set; }

    /// <summary>The token that calls are signed with; who signs is the hall's division.</summary>
    public string? Token { get; set; }

    /// <summary>How long a call may take; one that asks for what has come waits up to half of it.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait after a call that failed.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>The one-window platform (省一窗受理平台).</summary>
internal sealed class OneWindowSettings
{
    public bool Enabled { get; set; }

    public string? BaseUrl { get; set; }

    public string? PaasId { get; set; }

    public string? Token { get; set; }

    /// <summary>Rows in one call; the sample province takes 100.</summary>
    public int BatchSize { get; set; } = 100;

    /// <summary>What to do when nobody knows whether a call was taken: <c>ask</c> (row by row, then send again what is not there), <c>resendSameIdentity</c>, <c>person</c> (wait for an operator).</summary>
    public string WhenUnknown { get; set; } = Ask;

    public const string Ask = "ask";
    public const string ResendSameIdentity = "resendSameIdentity";
    public const string Person = "person";

    /// <summary>How long after an unknown outcome the platform may still be at work on it.</summary>
    public TimeSpan SettleAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The <c>data_source</c> column, three characters.</summary>
    public string DataSource { get; set; } = "001";

    /// <summary>How long one attempt of a call may take, answer and all; <see cref="Resilience"/> takes its other times from it.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What holds calls back, repeats what is safe and leaves a failing platform alone.</summary>
    public HttpResilienceOptions Resilience { get; set; } = new();

    /// <summary>When it takes calls; deliveries wait meanwhile.</summary>
    public HoursSettings Hours { get; set; } = new();

    /// <summary>Calls under way at once.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>How long the first case that is ready may wait for others to go in the same call.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How long to wait before each further try; the last one repeats.</summary>
    public List<TimeSpan> RetrySchedule { get; set; } = [];

    /// <summary>What holds where <see cref="RetrySchedule"/> is empty (a list in settings adds to a default, so the default is kept apart).</summary>
    public static IReadOnlyList<TimeSpan> DefaultRetrySchedule { get; } =
        [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30)];

    public IReadOnlyList<TimeSpan> Schedule => RetrySchedule.Count > 0 ? RetrySchedule : DefaultRetrySchedule;
}
