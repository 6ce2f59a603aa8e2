using System.Diagnostics;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Scenarios.Tests.Crashes;

/// <summary>A gateway as a process of its own, which can be killed.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly Process _process;

    private GatewayProcess(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    /// <summary>The folder of what the build under test put out.</summary>
    public static string Program { get; } = Path.Combine(
        Repository.Root, "src", "Gateway", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "ServiceHall.Gateway.dll");

    /// <summary>Starts it on a free port over the store in a folder, and waits until it says where it listens.</summary>
    public static async Task<GatewayProcess> StartAsync(string folder, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var process = Process.Start(Info(folder, settings, arguments))!;
        List<string> said = [];
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.Split(' ').FirstOrDefault(word => word.Contains("http://", StringComparison.Ordinal)) is { } at)
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new GatewayProcess(process, new Uri(at[at.IndexOf("http", StringComparison.Ordinal)..]));
            }
        }

        throw new InvalidOperationException($"The gateway ended before it listened: {string.Join(Environment.NewLine, said)}");
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        using var process = Process.Start(Info(folder, settings, arguments))!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo Info(string folder, IReadOnlyDictionary<string, string> settings, string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = folder };
        info.ArgumentList.Add(Program);
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment["DOTNET_ENVIRONMENT"] = "Development";
        info.Environment["Http__Url"] = "http://127.0.0.1:0";
        info.Environment["Data__Path"] = Repository.Data;
        foreach (var (name, value) in settings)
        {
            info.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return info;
    }
}

/// <summary>The settings of a gateway under test that delivers to a province.</summary>
internal static class CrashSettings
{
    public static Dictionary<string, string> For(TestProvince province) => new()
    {
        ["Clients:0:Key"] = "mz",
        ["Clients:0:Secret"] = TestHall.Secret,
        ["Clients:0:Departments:0"] = "mz",
        ["Hall:ClockStartsAt"] = "2026-06-15T18:00:00+08:00",
        ["Platforms:OneWindow:Enabled"] = "true",
        ["Platforms:OneWindow:BaseUrl"] = province.Url,
        ["Platforms:OneWindow:PaasId"] = TestProvince.PaasId,
        ["Platforms:OneWindow:Token"] = TestProvince.Token,
        ["Platforms:OneWindow:RetrySchedule:0"] = "00:00:00.050",
        ["Platforms:OneWindow:SettleAfter"] = "00:00:00.050",
    };
}
