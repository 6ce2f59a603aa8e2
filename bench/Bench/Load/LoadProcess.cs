using System.Diagnostics;
using System.Text.Json;

namespace ServiceHall.Bench.Load;

/// <summary>The load generator as its parent sees it.</summary>
internal sealed class LoadProcess : IDisposable
{
    private readonly Process _child;

    public LoadProcess()
    {
        _child = Process.Start(Self.Start("load"))!;
    }

    /// <summary>Runs a job; answers how it went and the processor seconds that this process, the server, used for it.</summary>
    /// <param name="started">Called as the clock starts.</param>
    public async Task<(LoadResult Result, double ServerCpu)> RunAsync(LoadJob job, Action? started = null)
    {
        await _child.StandardInput.WriteLineAsync(JsonSerializer.Serialize(job));
        await _child.StandardOutput.ReadLineAsync();
        GC.Collect();
        var before = Self.Cpu();
        started?.Invoke();
        await _child.StandardInput.WriteLineAsync("go");
        var result = JsonSerializer.Deserialize<LoadResult>((await _child.StandardOutput.ReadLineAsync())!)!;
        return result.Fault is null ? (result, Self.Cpu() - before) : throw new InvalidOperationException($"The server answered otherwise than expected: {result.Fault}");
    }

    public void Dispose()
    {
        _child.StandardInput.Close();
        _child.WaitForExit();
        _child.Dispose();
    }
}
