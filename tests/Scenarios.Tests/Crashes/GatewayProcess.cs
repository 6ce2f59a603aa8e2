using System.Collections.Concurrent;
using System.Diagnostics;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Scenarios.Tests.Crashes;

/// <summary>A gateway as a process of its own, which can be killed.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private const int LinesKept = 200;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();

    private GatewayProcess(Process process) => _process = process;

    /// <summary>The folder of what the build under test put out.</summary>
    public static string Program { get; } = Built("src", "Gateway");

    /// <summary>The same gateway, which kills itself at a moment of its choice.</summary>
    public static string KilledProgram { get; } = Built("tests", "KilledGateway");

    /// <summary>Where it listens.</summary>
    public Uri Url => Listens ?? throw new InvalidOperationException($"The gateway ended before it listened: {Said}");

    /// <summary>Null where it ended before it listened.</summary>
    public Uri? Listens { get; private set; }

    public bool HasEnded => _process.HasExited;

    /// <summary>128 and the signal's number where a signal ended it.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>The last lines of its log.</summary>
    public string Said => string.Join(Environment.NewLine, _said);

    /// <summary>Starts it on a free port over the store in a folder, and waits until it says where it listens.</summary>
    public static async Task<GatewayProcess> StartAsync(string folder, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var gateway = await LaunchAsync(Program, folder, settings, arguments);
        return gateway.Url is not null ? gateway : throw new UnreachableException();
    }

    /// <summary>Starts one of the programs, and waits until it says where it listens, or is dead.</summary>
    public static async Task<GatewayProcess> LaunchAsync(string program, string folder, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var gateway = new GatewayProcess(Process.Start(Info(program, folder, settings, arguments))!);
        while (gateway.Listens is null && await gateway.ReadLineAsync() is { } line)
        {
            var at = line.Split(' ').FirstOrDefault(word => word.Contains("http://", StringComparison.Ordinal));
            gateway.Listens = at is null ? null : new Uri(at[at.IndexOf("http", StringComparison.Ordinal)..]);
        }

        if (gateway.Listens is null)
        {
            await gateway._process.WaitForExitAsync();
        }

        _ = gateway.ListenAsync();
        return gateway;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        using var process = Process.Start(Info(Program, folder, settings, arguments))!;
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

    /// <summary>Sends it a signal by its name: STOP, CONT, TERM.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!;
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static string Built(string room, string project) =>
        Path.Combine(Repository.Root, room, project, "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", $"ServiceHall.{project}.dll");

    private async Task ListenAsync()
    {
        while (await ReadLineAsync() is not null)
        {
            // Kept, and nothing else.
        }
    }

    private async Task<string?> ReadLineAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync();
        _said.Enqueue(line ?? "");
        if (_said.Count > LinesKept)
        {
            _said.TryDequeue(out _);
        }

        return line;
    }

    private static ProcessStartInfo Info(string program, string folder, IReadOnlyDictionary<string, string> settings, string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = folder };
        info.ArgumentList.Add(program);
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment["DOTNET_ENVIRONMENT"] = "Development";
        info.Environment["Http__Url"] = "http://127.0.0.1:0";
        info.Environment["Grpc__Url"] = "http://127.0.0.1:0";
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
    /// <summary>After a kill the next gateway waits for so long before it works on what the one before had; a busy machine must not lose it.</summary>
    public const string Lease = "00:00:08";

    public static Dictionary<string, string> For(TestProvince province, IDictionary<string, string> store) => new(store)
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
