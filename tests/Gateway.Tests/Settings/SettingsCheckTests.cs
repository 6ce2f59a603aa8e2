using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Tests.Settings;

public sealed class SettingsCheckTests
{
    private const string Good = "a-long-secret-of-the-tests";

    // What is wrong, how it came so, and what the cure names.
    private static readonly Dictionary<string, (Action<GatewaySettings> Do, string Cure)> Wrong = new()
    {
        ["no address"] = (settings => settings.Http.Url = "here", "Http:Url"),
        ["an empty address"] = (settings => settings.Http.Url = "", "Http:Url"),
        ["another scheme"] = (settings => settings.Http.Url = "ftp://127.0.0.1", "Http:Url"),
        ["all interfaces in clear"] = (settings => settings.Http.Url = "http://0.0.0.0:8080", "https"),
        ["all interfaces in clear, IPv6"] = (settings => settings.Http.Url = "http://[::]:8080", "https"),
        ["any name in clear"] = (settings => settings.Http.Url = "http://*:8080", "Http:Url"),
        ["a name in clear"] = (settings => settings.Http.Url = "http://hall.example:8080", "https"),
        ["a name that only begins like loopback"] = (settings => settings.Http.Url = "http://localhost.example:8080", "https"),
        ["two addresses in one, the second in clear"] = (settings => settings.Http.Url = "http://127.0.0.1:8080/;http://0.0.0.0:8080", "Http:Url"),
        ["two addresses in one"] = (settings => settings.Http.Url = "http://127.0.0.1:8080;http://0.0.0.0:8080", "Http:Url"),
        ["gRPC in clear"] = (settings => settings.Grpc.Url = "http://192.0.2.1:8081", "Grpc:Url"),
        ["no division"] = (settings => settings.Hall.Division = null, "Hall:Division"),
        ["a division of five digits"] = (settings => settings.Hall.Division = "99000", "Hall:Division"),
        ["a division of full-width digits"] = (settings => settings.Hall.Division = "９９０００１", "Hall:Division"),
        ["a shifted clock"] = (settings => settings.Hall.ClockStartsAt = DateTimeOffset.UnixEpoch, "Hall:ClockStartsAt"),
        ["postgres without a host"] = (settings => settings.Store.Provider = "postgres", "Store:ConnectionString"),
        ["postgres nowhere"] = (settings => Postgres(settings, "Database=hall"), "Host="),
        ["postgres on two hosts"] = (settings => Postgres(settings, "Host=127.0.0.1,127.0.0.2"), "one"),
        ["postgres in clear"] = (settings => Postgres(settings, "Host=db.example;Password=not-to-be-told"), "SSL Mode=VerifyFull"),
        ["postgres in clear where the server says so"] = (settings => Postgres(settings, "Host=192.0.2.1;SSL Mode=Prefer"), "SSL Mode=VerifyFull"),
        ["postgres with a password that everybody knows"] = (settings => Postgres(settings, "Host=127.0.0.1;Password=postgres"), "Passfile"),
        ["postgres that tells what records say"] = (settings => Postgres(settings, "Host=127.0.0.1;Include Error Detail=true"), "Include Error Detail"),
        ["postgres that logs what records say"] = (settings => Postgres(settings, "Host=127.0.0.1;Log Parameters=true"), "Log Parameters"),
        ["another database"] = (settings => settings.Store.Provider = "oracle", "Store:Provider"),
        ["looking all the time"] = (settings => settings.Departments.ReloadEvery = TimeSpan.Zero, "Departments:ReloadEvery"),
        ["hardly ever looking"] = (settings => settings.Departments.ReloadEvery = TimeSpan.FromHours(2), "Departments:ReloadEvery"),
        ["no queue"] = (settings => settings.Intake.QueueLimit = 0, "Intake:QueueLimit"),
        ["no group"] = (settings => settings.Intake.GroupLimit = 0, "Intake:GroupLimit"),
        ["a limit of tasks that is none"] = (settings => settings.Tasks.TakeWithin.Value = -1, "Tasks:TakeWithin"),
        ["a limit of tasks in no unit"] = (settings => settings.Tasks.TakeWithin.Unit = "week", "Tasks:TakeWithin"),
        ["changes that are gone at once"] = (settings => settings.Status.ChangesKept = TimeSpan.FromSeconds(59), "Status:ChangesKept"),
        ["changes for ever"] = (settings => settings.Status.ChangesKept = TimeSpan.FromDays(3651), "Status:ChangesKept"),
        ["a collector of no address"] = (settings => settings.Telemetry.Otlp.Endpoint = "collector:4318", "Telemetry:Otlp:Endpoint"),
        ["a collector in clear"] = (settings => settings.Telemetry.Otlp.Endpoint = "http://collector.example:4318", "https"),
        ["a collector's secret in its address"] = (settings => settings.Telemetry.Otlp.Endpoint = "https://collector.example?key=1", "Telemetry:Otlp:Headers"),
        ["headers that are none"] = (settings => settings.Telemetry.Otlp.Headers = "Bearer x", "name=value"),
        ["more than all traced"] = (settings => settings.Telemetry.Otlp.SampleRatio = 1.1, "SampleRatio"),
        ["no number for a share"] = (settings => settings.Telemetry.Otlp.SampleRatio = double.NaN, "SampleRatio"),
        ["metrics all the time"] = (settings => settings.Telemetry.Otlp.MetricsEvery = TimeSpan.Zero, "MetricsEvery"),
        ["a key twice"] = (settings => settings.Clients.Add(Department("mz")), "'mz'"),
        ["no key"] = (settings => settings.Clients.Add(Department("")), "Clients:1"),
        ["no secret"] = (settings => settings.Clients[0].Secret = null, "Clients:0"),
        ["two secrets"] = (settings => settings.Clients[0].SecretFile = "x", "Clients:0"),
        ["an empty secret"] = (settings => settings.Clients[0].Secret = "", "Clients:0"),
        ["a well-known secret"] = (settings => settings.Clients[0].Secret = "Sample-Secret-01", "openssl"),
        ["a short secret"] = (settings => settings.Clients[0].Secret = "123456789012345", "openssl"),
        ["a secret file that is not there"] = (settings => (settings.Clients[0].Secret, settings.Clients[0].SecretFile) = (null, "/nowhere/at/all"), "/nowhere/at/all"),
        ["another role"] = (settings => settings.Clients[0].Role = "king", "department, platform, operator"),
        ["a department client of none"] = (settings => settings.Clients[0].Departments.Clear(), "Departments"),
        ["a department without a name"] = (settings => settings.Clients[0].Departments.Add(""), "Departments"),
        ["a department that would own the gateway's numbers"] = (settings => settings.Clients[0].Departments.Add("gateway"), "gateway"),
        ["a department that would own the province's numbers"] = (settings => settings.Clients[0].Departments.Add("province"), "province"),
        ["a platform client of none"] = (settings => settings.Clients[0].Role = "platform", "Platform"),
        ["a platform client of an unknown one"] = (settings => (settings.Clients[0].Role, settings.Clients[0].Platform) = ("platform", "two-window"), "one-window"),
        ["another algorithm"] = (settings => settings.Clients[0].Algorithm = "md5", "hmac-sha256"),
        ["a certificate too early"] = (settings => settings.Clients[0].CertificateThumbprint = "AB", "CertificateThumbprint"),
        ["a platform of no address"] = (settings => settings.Platforms.OneWindow.BaseUrl = null, "BaseUrl"),
        ["a platform in clear"] = (settings => settings.Platforms.OneWindow.BaseUrl = "http://province.example", "https"),
        ["a platform without a token"] = (settings => settings.Platforms.OneWindow.Token = "", "Token"),
        ["a platform with the sample's token"] = (settings => settings.Platforms.OneWindow.Token = "sample-token", "Token"),
        ["batches of nothing"] = (settings => settings.Platforms.OneWindow.BatchSize = 0, "BatchSize"),
        ["no calls at once"] = (settings => settings.Platforms.OneWindow.Concurrency = 0, "Concurrency"),
        ["a data source of two characters"] = (settings => settings.Platforms.OneWindow.DataSource = "01", "DataSource"),
        ["guessing when it is unknown"] = (settings => settings.Platforms.OneWindow.WhenUnknown = "guess", "resendSameIdentity"),
        ["no time for a call"] = (settings => settings.Platforms.OneWindow.AttemptTimeout = TimeSpan.Zero, "AttemptTimeout"),
        ["more time for a call than a timer has"] = (settings => settings.Platforms.OneWindow.AttemptTimeout = TimeSpan.FromDays(60), "AttemptTimeout"),
        ["no wait between calls"] = (settings => settings.Platforms.OneWindow.RetrySchedule = [TimeSpan.Zero], "RetrySchedule"),
        ["a weekday that is none"] = (settings => settings.Platforms.OneWindow.Hours.Open.Add(new OpenSettings { Weekdays = ["1"], From = "08:00", To = "18:00" }), "Monday"),
        ["hours without an end"] = (settings => settings.Platforms.OneWindow.Hours.Open.Add(new OpenSettings { From = "08:00" }), "Hours:Open:0"),
        ["hours after the last"] = (settings => settings.Platforms.OneWindow.Hours.Open.Add(new OpenSettings { From = "08:00", To = "24:30" }), "08:30"),
        ["maintenance in nobody's time"] = (settings => settings.Platforms.OneWindow.Hours.Maintenance.Add(new MaintenanceSettings { From = "2026-10-01 22:00", To = "2026-10-02 22:00" }), "+08:00"),
        ["maintenance that ends before it begins"] = (settings => settings.Platforms.OneWindow.Hours.Maintenance.Add(new MaintenanceSettings { From = "2026-10-02T00:00:00Z", To = "2026-10-01T00:00:00Z" }), "To is not after"),
        ["a breaker in percent"] = (settings => settings.Platforms.OneWindow.Resilience.CircuitBreaker.FailureRatio = 50, "Platforms:OneWindow:Resilience:CircuitBreaker:FailureRatio"),
        ["a settling time below nothing"] = (settings => settings.Platforms.OneWindow.SettleAfter = TimeSpan.FromSeconds(-1), "SettleAfter"),
    };

    public static TheoryData<string> Kinds { get; } = [.. Wrong.Keys];

    [Fact]
    public void Good_settings_start() => Assert.Empty(SettingsCheck.Mistakes(Whole(), isDevelopment: false));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_mistake_is_told_once_with_its_cure(string kind)
    {
        var settings = Whole();
        Wrong[kind].Do(settings);

        var mistake = Assert.Single(SettingsCheck.Mistakes(settings, isDevelopment: false));

        Assert.Contains(Wrong[kind].Cure, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain(Good, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-told", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var settings = Whole();
        settings.Http.Url = "here";
        settings.Hall.Division = "x";
        settings.Clients[0].Role = "king";
        settings.Platforms.OneWindow.BatchSize = 5000;

        Assert.Equal(4, SettingsCheck.Mistakes(settings, isDevelopment: false).Count);
    }

    [Theory]
    [InlineData("http://localhost:8080")]
    [InlineData("http://127.0.0.7:8080")]
    [InlineData("http://[::1]:8080")]
    [InlineData("https://0.0.0.0:8443")]
    public void In_clear_on_this_machine_or_over_tls_is_safe(string url)
    {
        var settings = Whole();
        settings.Http.Url = url;

        Assert.Empty(SettingsCheck.Mistakes(settings, isDevelopment: false));
    }

    [Theory]
    [InlineData("Host=/var/run/postgresql;Database=servicehall")]
    [InlineData("Host=127.0.0.1;Username=servicehall;Password=a-long-one-of-the-tests")]
    [InlineData("Host=localhost;Passfile=/etc/servicehall/pgpass")]
    [InlineData("Host=db.example;SSL Mode=VerifyFull")]
    [InlineData("Host=db.example;SSL Mode=Require")]
    public void PostgreSQL_on_this_machine_or_over_tls_is_safe(string connectionString)
    {
        var settings = Whole();
        Postgres(settings, connectionString);

        Assert.Empty(SettingsCheck.Mistakes(settings, isDevelopment: false));
    }

    [Fact]
    public void Development_takes_the_samples_secrets_and_division_but_no_empty_secret_and_no_clear_text_beyond_this_machine()
    {
        var settings = Whole();
        settings.Hall.Division = null;
        settings.Clients[0].Secret = "sample-secret-01";
        settings.Platforms.OneWindow.Token = "sample-token";
        Assert.Empty(SettingsCheck.Mistakes(settings, isDevelopment: true));

        settings.Clients[0].Secret = "";
        settings.Http.Url = "http://0.0.0.0:8080";
        Assert.Equal(2, SettingsCheck.Mistakes(settings, isDevelopment: true).Count);
    }

    [Fact]
    public void What_binds_to_nothing_is_a_mistake_and_no_exception()
    {
        var settings = new GatewaySettings
        {
            Http = new EndpointSettings { Url = null! },
            Hall = new HallSettings { Division = "990001" },
            Clients = [new ClientSettings { Key = null!, Role = null!, Departments = [null!], Algorithm = null! }],
            Platforms = new PlatformsSettings { OneWindow = new OneWindowSettings { Enabled = true, DataSource = null!, WhenUnknown = null! } },
        };

        Assert.NotEmpty(SettingsCheck.Mistakes(settings, isDevelopment: false));
    }

    [Fact]
    public void A_platform_that_is_not_enabled_may_be_unfinished()
    {
        var settings = Whole();
        settings.Platforms.OneWindow = new OneWindowSettings { BaseUrl = "tomorrow" };

        Assert.Empty(SettingsCheck.Mistakes(settings, isDevelopment: false));
    }

    private static GatewaySettings Whole() => new()
    {
        Hall = new HallSettings { Division = "990001" },
        Clients = [Department("mz")],
        Platforms = new PlatformsSettings { OneWindow = new OneWindowSettings { Enabled = true, BaseUrl = "https://province.example", PaasId = "hall", Token = "the-provinces-own-token" } },
    };

    private static void Postgres(GatewaySettings settings, string connectionString) =>
        (settings.Store.Provider, settings.Store.ConnectionString) = ("postgres", connectionString);

    private static ClientSettings Department(string key) => new() { Key = key, Secret = Good, Role = "department", Departments = ["mz"] };
}
