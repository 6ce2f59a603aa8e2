using System.Globalization;

namespace ServiceHall.MockPlatforms;

/// <summary>What the command line says. There is no settings file: a line in a script is all that it takes.</summary>
internal sealed record ProvinceSettings
{
    /// <summary>Where it listens; port 0 takes a free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:9090";

    /// <summary>Files or folders of JSON Lines with the matters that the province knows.</summary>
    public IReadOnlyList<string> Matters { get; init; } = [];

    public string PaasId { get; init; } = "sample-hall";

    public string Token { get; init; } = "sample-token";

    /// <summary>The file that lets a killed province come back with its state; none by default.</summary>
    public string? Journal { get; init; }

    /// <summary>How far a caller's clock may be off, either way. Five minutes by default.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The gateway that applications are sent down to, as <c>http://127.0.0.1:8080</c>; none by default.</summary>
    public string? SendsTo { get; init; }

    /// <summary>Who it is there: a client of role <c>platform</c>.</summary>
    public string Client { get; init; } = "";

    public string ClientSecret { get; init; } = "";

    /// <summary>The file that lets a killed province go on sending; none by default.</summary>
    public string? Outbox { get; init; }

    /// <summary>The counties of the transfer platform, each division's code with its token; none by default, and then there is no such platform.</summary>
    public IReadOnlyDictionary<string, string> Counties { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder of the transfer platform's state.</summary>
    public string? Transfer { get; init; }

    /// <summary>Whether it ends when its input does: a program that started it can then leave in any way.</summary>
    public bool UntilInputEnds { get; init; }

    /// <summary>Reads <c>--name value</c> and <c>--name=value</c>.</summary>
    /// <exception cref="SettingsException">An option that does not exist, or a value that does not fit.</exception>
    public static ProvinceSettings From(IReadOnlyList<string> args)
    {
        var settings = new ProvinceSettings();
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].IndexOf('=') is var at and > 0 ? (args[i][..at], args[i][(at + 1)..]) : (args[i], null);
            value ??= ++i < args.Count ? args[i] : throw new SettingsException($"{name} needs a value.");
            settings = settings.With(name, value);
        }

        return settings.Checked();
    }

    private ProvinceSettings Checked() =>
        SendsTo is not null && Client.Length * ClientSecret.Length == 0 ? throw new SettingsException("--sends-to needs --client and --client-secret.")
        : Counties.Count > 0 && Transfer is null ? throw new SettingsException("--county needs --transfer, the folder that keeps what counties exchange.")
        : Transfer is not null && Counties.Count == 0 ? throw new SettingsException("--transfer needs --county, once for each county that may call.")
        : this;

    private ProvinceSettings With(string name, string value) => name switch
    {
        "--urls" => this with { Url = Address(value) },
        "--matters" => this with { Matters = [.. Matters, value] },
        "--paasid" => this with { PaasId = value },
        "--token" => this with { Token = value },
        "--journal" => this with { Journal = value },
        "--sends-to" => this with { SendsTo = Gateway(value) },
        "--client" => this with { Client = value },
        "--client-secret" => this with { ClientSecret = value },
        "--outbox" => this with { Outbox = value },
        "--county" => this with { Counties = County(value) },
        "--transfer" => this with { Transfer = value },
        "--clock-skew" => this with { ClockSkew = Duration(value) },
        "--until" => this with { UntilInputEnds = value == "input-ends" ? true : throw new SettingsException($"--until is input-ends, not {value}.") },
        _ => throw new SettingsException($"{name} is not an option: there are --urls, --matters, --paasid, --token, --journal, --clock-skew, --sends-to, --client, --client-secret, --outbox, --county, --transfer and --until."),
    };

    private static string Address(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp
            ? value
            : throw new SettingsException($"--urls is one address such as http://127.0.0.1:9090, not {value}.");

    private static string Gateway(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? value
            : throw new SettingsException($"--sends-to is the gateway's address such as http://127.0.0.1:8080, not {value}.");

    private Dictionary<string, string> County(string value)
    {
        var (code, token) = value.IndexOf(':') is var at and > 0 ? (value[..at], value[(at + 1)..]) : (value, "");
        if (code.Length is < 6 or > 12 || !code.All(char.IsAsciiDigit) || token.Length == 0)
        {
            // Without the value: it may hold a token.
            throw new SettingsException("--county is a division's code of 6 to 12 digits and its token, such as 990001:a-token.");
        }

        return Counties.ContainsKey(code) ? throw new SettingsException($"--county {code} is given twice.") : new Dictionary<string, string>(Counties) { [code] = token };
    }

    private static TimeSpan Duration(string value) =>
        TimeSpan.TryParseExact(value, @"hh\:mm\:ss", CultureInfo.InvariantCulture, out var duration)
            ? duration
            : throw new SettingsException($"--clock-skew is a duration hh:mm:ss, such as 00:05:00, not {value}.");
}
