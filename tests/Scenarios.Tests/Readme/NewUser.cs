using System.Diagnostics;
using ServiceHall.Scenarios.Tests.Crashes;
using ServiceHall.Tests;

namespace ServiceHall.Scenarios.Tests.Readme;

/// <summary>Somebody with a shell in an empty folder and the program as it was built: nothing is set that the page does not say.</summary>
internal sealed class NewUser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("readme-");
    private readonly List<Process> _running = [];

    public string Folder => _folder.FullName;

    /// <summary>Runs one command line of a page to its end.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string command, params (string Name, string? Value)[] environment)
    {
        using var process = Start(command, environment);
        var errors = process.StandardError.ReadToEndAsync();
        using var bound = new CancellationTokenSource(Patience);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(bound.Token);
            await process.WaitForExitAsync(bound.Token);
            return (process.ExitCode, output + await errors);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{command}' did not end within {Patience}.", late);
        }
    }

    /// <summary>Starts one that stays, and waits until it says a word.</summary>
    public async Task<string> StartAsync(string command, string until)
    {
        var process = Start(command, []);
        _running.Add(process);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        using var bound = new CancellationTokenSource(Patience);
        var said = "";
        while (await process.StandardOutput.ReadLineAsync(bound.Token) is { } line)
        {
            said += line + "\n";
            if (line.Contains(until, StringComparison.Ordinal))
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return said;
            }
        }

        throw new InvalidOperationException($"'{command}' ended before it said '{until}': {said}");
    }

    /// <summary>Kills what was started and nothing that it started itself.</summary>
    public async Task KillAsync()
    {
        foreach (var process in _running)
        {
            process.Kill(entireProcessTree: false);
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Lays a file of the repository where the page expects it.</summary>
    public void Take(string file)
    {
        var to = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(Path.Combine(Repository.Root, file), to);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _running)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    // The page's 'dotnet run' would build, and this test is part of a build: the program that was built stands in for it.
    private Process Start(string command, (string Name, string? Value)[] environment)
    {
        var line = command.Replace(Pages.Program, $"exec dotnet '{GatewayProcess.Program}' ", StringComparison.Ordinal);
        var info = new ProcessStartInfo("sh") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder, ArgumentList = { "-c", line } };
        info.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        info.Environment["DOTNET_ENVIRONMENT"] = "Development";
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        return Process.Start(info)!;
    }
}
