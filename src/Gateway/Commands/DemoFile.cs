using System.Text.Json;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Commands;

/// <summary>The settings a running demo was started with, so that <c>call</c> and <c>reconcile</c> find it. Lies under <c>var/</c>, readable by its owner only.</summary>
internal static class DemoFile
{
    private static readonly string Path_ = Path.Combine("var", "demo", "appsettings.json");

    /// <summary>The program's settings; where they name no client, those of the latest demo.</summary>
    public static GatewaySettings Settings() => Configuration().Get<GatewaySettings>() ?? new GatewaySettings();

    /// <summary>The same, before binding.</summary>
    public static IConfiguration Configuration()
    {
        var environment = Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? "Production";
        var own = new ConfigurationBuilder()
            .SetBasePath(Directory.GetCurrentDirectory())
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{environment}.json", optional: true)
            .AddEnvironmentVariables()
            .Build();
        return own.GetSection("Clients").GetChildren().Any() || !File.Exists(Path_)
            ? own
            : new ConfigurationBuilder().SetBasePath(Directory.GetCurrentDirectory()).AddJsonFile(Path_).Build();
    }

    public static void Write(IReadOnlyDictionary<string, string?> settings)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path_)!);
        File.Delete(Path_);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(Path_, options);
        JsonSerializer.Serialize(stream, settings);
    }
}
