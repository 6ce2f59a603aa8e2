using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ServiceHall.Bench.Intake;

namespace ServiceHall.Bench.Nodes;

/// <summary>A gateway in a process of its own, one of several on a store, as its parent sees it; and what it does itself.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly Process _child;

    /// <param name="folder">Its own.</param>
    /// <param name="store">Settings of the store that they share.</param>
    /// <param name="settings">Other settings.</param>
    public NodeProcess(string folder, Dictionary<string, string?> store, Dictionary<string, string?> settings)
    {
        _child = Process.Start(Self.Start("node"))!;
        _child.StandardInput.AutoFlush = true;
        _child.StandardInput.WriteLine(JsonSerializer.Serialize(new NodeJob(folder, store, settings)));
        Url = new Uri(_child.StandardOutput.ReadLine() ?? throw new InvalidOperationException("A gateway did not start."));
    }

    public Uri Url { get; }

    /// <summary>Processor seconds that it has used.</summary>
    public double Cpu()
    {
        _child.StandardInput.WriteLine();
        return double.Parse(_child.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _child.StandardInput.Close();
        _child.WaitForExit();
        _child.Dispose();
    }

    /// <summary>The child: a gateway until its input ends, which answers each line with the processor seconds that it has used.</summary>
    public static async Task ServeAsync()
    {
        var job = JsonSerializer.Deserialize<NodeJob>((await Console.In.ReadLineAsync())!)!;
        await using var hall = BenchHall.MakeIn(job.Folder, job.Store, job.Settings);
        await hall.ListenAsync();
        await Console.Out.WriteLineAsync(hall.Url.ToString());
        while (await Console.In.ReadLineAsync() is not null)
        {
            await Console.Out.WriteLineAsync(Self.Cpu().ToString(CultureInfo.InvariantCulture));
        }
    }

    private sealed record NodeJob(string Folder, Dictionary<string, string?> Store, Dictionary<string, string?> Settings);
}
