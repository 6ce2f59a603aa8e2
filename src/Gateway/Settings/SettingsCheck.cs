using System.Net;

namespace ServiceHall.Gateway.Settings;

/// <summary>Whether the gateway may start with these settings: every mistake at once, each with its cure. Unsafe settings do not start.</summary>
internal static class SettingsCheck
{
    // Secrets that stand in documents: everybody knows them.
    private static readonly string[] KnownSecrets = ["sample-secret-01", "sample-token", "changeme", "secret", "password"];
    private static readonly string[] Roles = ["department", "platform", "operator"];

    public static IReadOnlyList<string> Mistakes(GatewaySettings settings, bool isDevelopment) =>
    [
        .. Url("Http:Url", settings.Http.Url),
        .. Url("Grpc:Url", settings.Grpc.Url),
        .. Hall(settings.Hall, isDevelopment),
        .. Store(settings.Store),
        .. Intake(settings.Intake),
        .. Clients(settings.Clients, isDevelopment),
        .. settings.Platforms.OneWindow.Enabled ? OneWindow(settings.Platforms.OneWindow, isDevelopment) : [],
    ];

    private static IEnumerable<string> Url(string name, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            yield return $"{name} '{text}' is no http or https address: write it like http://127.0.0.1:8080.";
        }
        else if (url.Scheme == "http" && !IsLoopback(url))
        {
            yield return $"{name} '{text}' would send personal data in clear beyond this machine: use https, or a loopback address behind a TLS proxy.";
        }
    }

    private static bool IsLoopback(Uri url) => url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

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

    private static IEnumerable<string> Store(StoreSettings store)
    {
        if (store.Provider == "postgres")
        {
            yield return "Store:Provider 'postgres' comes in a later version: use sqlite.";
        }
        else if (store.Provider != "sqlite")
        {
            yield return $"Store:Provider '{store.Provider}' is none of sqlite, postgres.";
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
        if (client.Key.Length == 0)
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
        else if (!isDevelopment && ClientSecret.Of(client) is var secret && (secret.Length < 16 || KnownSecrets.Contains(secret, StringComparer.OrdinalIgnoreCase)))
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

        if (client.Role == "platform" && client.Platform is null)
        {
            yield return "is a platform client and names no Platform.";
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

    private static IEnumerable<string> OneWindow(OneWindowSettings platform, bool isDevelopment)
    {
        const string name = "Platforms:OneWindow";
        if (!Uri.TryCreate(platform.BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            yield return $"{name}:BaseUrl '{platform.BaseUrl}' is no http or https address.";
        }
        else if (url.Scheme == "http" && !IsLoopback(url) && !isDevelopment)
        {
            yield return $"{name}:BaseUrl '{platform.BaseUrl}' would send personal data in clear: use https, or a loopback address of a TLS gateway.";
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

        if (platform.DataSource.Length != 3)
        {
            yield return $"{name}:DataSource must be three characters.";
        }

        if (platform.WhenUnknown != "resendSameIdentity")
        {
            yield return $"{name}:WhenUnknown '{platform.WhenUnknown}' is not there yet: use resendSameIdentity.";
        }

        if (platform.AttemptTimeout <= TimeSpan.Zero || platform.RetrySchedule.Any(wait => wait <= TimeSpan.Zero))
        {
            yield return $"{name}:AttemptTimeout and every wait of RetrySchedule must be longer than zero (hh:mm:ss).";
        }
    }
}

/// <summary>A client's secret, from the settings or from its file (one trailing line end is not part of it).</summary>
internal static class ClientSecret
{
    public static string Of(ClientSettings client) => client.Secret ?? File.ReadAllText(client.SecretFile!).TrimEnd('\r', '\n');
}
