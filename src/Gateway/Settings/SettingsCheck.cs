using System.Net;
using ServiceHall.Adapters.Resilience;
using ServiceHall.Model.Codes;

namespace ServiceHall.Gateway.Settings;

/// <summary>Whether the gateway may start with these settings: every mistake at once, each with its cure. Unsafe settings do not start.</summary>
internal static class SettingsCheck
{
    // Secrets that stand in documents: everybody knows them.
    private static readonly string[] KnownSecrets = ["sample-secret-01", "sample-token", "changeme", "secret", "password", "postgres", "servicehall"];
    // Issuers of numbers that are nobody's to take: a department's code is the issuer of its numbers.
    private static readonly string[] OthersNumbers = ["gateway", "province", "nation"];
    private const int ShortestToken = 16;
    private static readonly string[] Platforms = ["one-window"];
    private static readonly TimeSpan ShortestLook = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestLook = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestExport = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestExport = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestIdle = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestKept = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestKept = TimeSpan.FromDays(3650);
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromHours(1);
    private const int MostUnits = 1000;
    private static readonly string[] Roles = ["department", "platform", "operator"];

    public static IReadOnlyList<string> Mistakes(GatewaySettings settings, bool isDevelopment) =>
    [
        .. Url("Http:Url", settings.Http.Url),
        .. Url("Grpc:Url", settings.Grpc.Url),
        .. OnePort(settings),
        .. Hall(settings.Hall, isDevelopment),
        .. Store(settings.Store, isDevelopment),
        .. Departments(settings.Departments),
        .. Intake(settings.Intake),
        .. Status(settings.Status),
        .. Tasks(settings.Tasks),
        .. Clients(settings.Clients, isDevelopment),
        .. Telemetry(settings.Telemetry, isDevelopment),
        .. settings.Platforms.OneWindow.Enabled ? OneWindow(settings.Platforms.OneWindow, isDevelopment) : [],
        .. settings.Platforms.Transfer.Enabled ? Transfer(settings.Platforms.Transfer, isDevelopment) : [],
    ];

    private static IEnumerable<string> Url(string name, string text)
    {
        // A list of addresses would be taken apart by the server after only its first was checked.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || text.Contains(';', StringComparison.Ordinal))
        {
            yield return $"{name} '{text}' is no http or https address: write it like http://127.0.0.1:8080.";
        }
        else if (url.Scheme == "http" && !IsLoopback(url))
        {
            yield return $"{name} '{text}' would send personal data in clear beyond this machine: use https, or a loopback address behind a TLS proxy.";
        }
    }

    // Over TLS both sides agree on what is spoken; in clear a port speaks one of them.
    private static IEnumerable<string> OnePort(GatewaySettings settings)
    {
        if (Uri.TryCreate(settings.Http.Url, UriKind.Absolute, out var rest) && Uri.TryCreate(settings.Grpc.Url, UriKind.Absolute, out var rpc)
            && rest.Port == rpc.Port && rest.Port != 0 && !(rest.Scheme == "https" && rest == rpc))
        {
            yield return $"Http:Url and Grpc:Url have one port, {rest.Port}: give gRPC another, or both the same https address.";
        }
    }

    private static bool IsLoopback(Uri url) => url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static IEnumerable<string> Telemetry(TelemetrySettings telemetry, bool isDevelopment)
    {
        if (telemetry.MetricsToken is { } token && (token.Length < ShortestToken || (!isDevelopment && KnownSecrets.Contains(token))))
        {
            yield return $"Telemetry:MetricsToken can be guessed: use at least {ShortestToken} random characters, or leave it out and ask from this machine.";
        }

        foreach (var mistake in Otlp(telemetry.Otlp))
        {
            yield return mistake;
        }
    }

    private static IEnumerable<string> Otlp(OtlpSettings otlp)
    {
        if (otlp.Endpoint is { } endpoint)
        {
            if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Query.Length + url.Fragment.Length + url.UserInfo.Length > 0)
            {
                yield return "Telemetry:Otlp:Endpoint is no http or https address: write the collector's like http://127.0.0.1:4318, without /v1/traces, and what it wants to be shown in Telemetry:Otlp:Headers.";
            }
            else if (url.Scheme == "http" && !IsLoopback(url))
            {
                yield return $"Telemetry:Otlp:Endpoint '{endpoint}' would tell in clear beyond this machine what the hall does: use https, or a collector on this machine.";
            }
        }

        if (otlp.Headers is { } headers && headers.Split(',').Any(header => header.IndexOf('=', StringComparison.Ordinal) <= 0))
        {
            yield return "Telemetry:Otlp:Headers is not like name=value,name=value.";
        }

        if (otlp.SampleRatio is not (>= 0 and <= 1))
        {
            yield return "Telemetry:Otlp:SampleRatio must be from 0 to 1.";
        }

        if (otlp.MetricsEvery < ShortestExport || otlp.MetricsEvery > LongestExport)
        {
            yield return "Telemetry:Otlp:MetricsEvery must be from a second to an hour (hh:mm:ss).";
        }
    }

    private static IEnumerable<string> Hall(HallSettings hall, bool isDevelopment)
    {
        if (hall.Division is null && !isDevelopment)
        {
            yield return "Hall:Division is not set: set the hall's own six-digit division code (the first part of every case number).";
        }
        else if (hall.Division is { } division && (division.Length != 6 || !division.All(char.IsAsciiDigit)))
        {
            yield return $"Hall:Division '{division}' is not six digits.";
        }

        if (hall.ClockStartsAt is not null && !isDevelopment)
        {
            yield return "Hall:ClockStartsAt shifts the hall's clock and is for Development only: remove it.";
        }
    }

    private static IEnumerable<string> Store(StoreSettings store, bool isDevelopment) =>
    [
        .. store.Provider switch
        {
            StoreSettings.Sqlite => [],
            StoreSettings.Postgres => PostgresCheck.Mistakes(store.ConnectionString, password => !isDevelopment && KnownSecrets.Contains(password)),
            _ => [$"Store:Provider '{store.Provider}' is none of sqlite, postgres."],
        },
        .. store.Lease < ShortestLease || store.Lease > LongestLease ? ["Store:Lease must be from 3 seconds to 5 minutes (hh:mm:ss)."] : Array.Empty<string>(),
    ];

    private static IEnumerable<string> Departments(DepartmentsSettings departments)
    {
        if (departments.ReloadEvery < ShortestLook || departments.ReloadEvery > LongestLook)
        {
            yield return "Departments:ReloadEvery must be from a tenth of a second to an hour (hh:mm:ss).";
        }
    }

    private static IEnumerable<string> Tasks(TaskSettings tasks)
    {
        if (tasks.TakeWithin.Value is < 0 or > MostUnits || !Words.LimitUnit.Contains(tasks.TakeWithin.Unit))
        {
            yield return $"Tasks:TakeWithin {tasks.TakeWithin.Value} {tasks.TakeWithin.Unit} is no limit: Value is 0 to {MostUnits}, Unit one of {string.Join(", ", Words.LimitUnit.Words)}.";
        }
    }

    private static IEnumerable<string> Status(StatusSettings status)
    {
        if (status.ChangesKept < ShortestKept || status.ChangesKept > LongestKept)
        {
            yield return "Status:ChangesKept must be from a minute to ten years (d.hh:mm:ss): whoever was away for longer must begin again.";
        }
    }

    private static IEnumerable<string> Intake(IntakeSettings intake)
    {
        if (intake.QueueLimit < 1)
        {
            yield return "Intake:QueueLimit must be at least 1.";
        }

        if (intake.ParkedFindingAfter <= TimeSpan.Zero || intake.ParkedQuarantineAfter < intake.ParkedFindingAfter)
        {
            yield return "Intake:ParkedFindingAfter must be longer than zero and not longer than Intake:ParkedQuarantineAfter (d.hh:mm:ss).";
        }

        if (intake.StreamIdleLimit <= TimeSpan.Zero || intake.StreamIdleLimit > LongestIdle)
        {
            yield return "Intake:StreamIdleLimit must be longer than zero and not longer than a day (hh:mm:ss).";
        }

        if (intake.GroupLimit is < 1 or > 10_000)
        {
            yield return "Intake:GroupLimit must be from 1 to 10000.";
        }
    }

    private static IEnumerable<string> Clients(List<ClientSettings> clients, bool isDevelopment)
    {
        foreach (var key in clients.GroupBy(client => client.Key).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            yield return $"Clients: the key '{key}' stands there more than once: every client has its own.";
        }

        for (var i = 0; i < clients.Count; i++)
        {
            foreach (var mistake in Client(clients[i], isDevelopment))
            {
                yield return $"Clients:{i} {mistake}";
            }
        }
    }

    private static IEnumerable<string> Client(ClientSettings client, bool isDevelopment)
    {
        if (string.IsNullOrEmpty(client.Key))
        {
            yield return "has no Key.";
        }

        if (client.Secret is null == client.SecretFile is null)
        {
            yield return "needs either Secret or SecretFile.";
        }
        else if (client.SecretFile is { } file && !File.Exists(file))
        {
            yield return $"SecretFile '{file}' is not there.";
        }
        else if (ClientSecret.Of(client) is var secret && (secret.Length == 0 || (!isDevelopment && (secret.Length < 16 || KnownSecrets.Contains(secret, StringComparer.OrdinalIgnoreCase)))))
        {
            yield return "has a secret that is well known or shorter than 16 characters: make a new one, e.g. with `openssl rand -hex 32`.";
        }

        if (!Roles.Contains(client.Role, StringComparer.Ordinal))
        {
            yield return $"Role '{client.Role}' is none of {string.Join(", ", Roles)}.";
        }

        if (client.Role == "department" && client.Departments.Count == 0)
        {
            yield return "is a department client and names no Departments it may speak for.";
        }

        if (client.Departments.Any(string.IsNullOrEmpty))
        {
            yield return "has a department without a code among its Departments.";
        }

        foreach (var taken in client.Departments.Intersect(OthersNumbers, StringComparer.Ordinal))
        {
            yield return $"names '{taken}' among its Departments, which issues numbers of its own: give the department another code.";
        }

        if (client.Role == "platform" && !Platforms.Contains(client.Platform, StringComparer.Ordinal))
        {
            yield return $"is a platform client and its Platform '{client.Platform}' is none of {string.Join(", ", Platforms)}.";
        }

        if (client.Algorithm != "hmac-sha256")
        {
            yield return $"Algorithm '{client.Algorithm}' is not there yet: use hmac-sha256.";
        }

        if (client.CertificateThumbprint is not null)
        {
            yield return "CertificateThumbprint: client certificates come in a later version; remove it.";
        }
    }

    private static IEnumerable<string> Address(string name, string? address, bool isDevelopment)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            yield return $"{name} '{address}' is no http or https address.";
        }
        else if (url.Scheme == "http" && !IsLoopback(url) && !isDevelopment)
        {
            yield return $"{name} '{address}' would send personal data in clear: use https, or a loopback address of a TLS gateway.";
        }
    }

    private static IEnumerable<string> Transfer(TransferSettings platform, bool isDevelopment)
    {
        const string name = "Platforms:Transfer";
        foreach (var mistake in Address($"{name}:BaseUrl", platform.BaseUrl, isDevelopment))
        {
            yield return mistake;
        }

        if (string.IsNullOrEmpty(platform.Token))
        {
            yield return $"{name} needs a Token, which the platform gives.";
        }
        else if (!isDevelopment && KnownSecrets.Contains(platform.Token, StringComparer.OrdinalIgnoreCase))
        {
            yield return $"{name}:Token is a well-known sample: set the one that the platform gave.";
        }

        if (platform.AttemptTimeout < TimeSpan.FromSeconds(1) || platform.RetryAfter < TimeSpan.FromSeconds(1))
        {
            yield return $"{name}:AttemptTimeout and RetryAfter must be a second at least.";
        }
    }

    private static IEnumerable<string> OneWindow(OneWindowSettings platform, bool isDevelopment)
    {
        const string name = "Platforms:OneWindow";
        foreach (var mistake in Address($"{name}:BaseUrl", platform.BaseUrl, isDevelopment))
        {
            yield return mistake;
        }

        if (string.IsNullOrEmpty(platform.PaasId) || string.IsNullOrEmpty(platform.Token))
        {
            yield return $"{name} needs PaasId and Token, which the province gives.";
        }
        else if (!isDevelopment && KnownSecrets.Contains(platform.Token, StringComparer.OrdinalIgnoreCase))
        {
            yield return $"{name}:Token is a well-known sample: set the one the province gave.";
        }

        if (platform.BatchSize is < 1 or > 1000)
        {
            yield return $"{name}:BatchSize must be from 1 to 1000.";
        }

        if (platform.Concurrency is < 1 or > 256)
        {
            yield return $"{name}:Concurrency must be from 1 to 256.";
        }

        if (platform.DataSource?.Length != 3)
        {
            yield return $"{name}:DataSource must be three characters.";
        }

        if (platform.WhenUnknown is not (OneWindowSettings.Ask or OneWindowSettings.ResendSameIdentity or OneWindowSettings.Person))
        {
            yield return $"{name}:WhenUnknown '{platform.WhenUnknown}' is none of ask, resendSameIdentity, person.";
        }

        if (platform.AttemptTimeout < ShortestAttempt || platform.AttemptTimeout > LongestAttempt)
        {
            yield return $"{name}:AttemptTimeout must be from 10 milliseconds to an hour (hh:mm:ss).";
        }

        foreach (var mistake in ResilienceCheck.Mistakes($"{name}:Resilience", platform.Resilience, platform.AttemptTimeout).Concat(HoursCheck.Mistakes($"{name}:Hours", platform.Hours)))
        {
            yield return mistake;
        }

        if (platform.RetrySchedule.Any(wait => wait <= TimeSpan.Zero))
        {
            yield return $"{name}:RetrySchedule: every wait must be longer than zero (hh:mm:ss).";
        }

        if (platform.Linger < TimeSpan.Zero || platform.Linger > TimeSpan.FromSeconds(1))
        {
            yield return $"{name}:Linger must be from zero to a second (hh:mm:ss).";
        }

        if (platform.SettleAfter < TimeSpan.Zero)
        {
            yield return $"{name}:SettleAfter must not be below zero (hh:mm:ss).";
        }
    }
}

/// <summary>A client's secret, from the settings or from its file (one trailing line end is not part of it).</summary>
internal static class ClientSecret
{
    public static string Of(ClientSettings client) => client.Secret ?? File.ReadAllText(client.SecretFile!).TrimEnd('\r', '\n');
}
