using System.Diagnostics;
using System.Text.Json;

namespace ServiceHall.Bench.Load;

/// <summary>The load generator as its parent sees it.</summary>
internal sealed class LoadProcess : IDisposable
{
    private readonly Process _child;

    public LoadProcess()
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(LoadProcess).Assembly.Location);
        }

        start.ArgumentList.Add("load");
        _child = Process.Start(start)!;
    }

    /// <summary>Runs a job; answers how it went and the processor seconds that this process, the server, used for it.</summary>
    public async Task<(LoadResult Result, double ServerCpu)> RunAsync(LoadJob job)
    {
        await _child.StandardInput.WriteLineAsync(JsonSerializer.Serialize(job));
        await _child.StandardOutput.ReadLineAsync();
        GC.Collect();
        var before = Cpu();
        await _child.StandardInput.WriteLineAsync("go");
        var result = JsonSerializer.Deserialize<LoadResult>((await _child.StandardOutput.ReadLineAsync())!)!;
        return result.Fault is null ? (result, Cpu() - before) : throw new InvalidOperationException($"The server answered otherwise than expected: {result.Fault}");
    }

    public void Dispose()
    {
        _child.StandardInput.Close();
        _child.WaitForExit();
        _child.Dispose();
    }

    private static double Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }
}
