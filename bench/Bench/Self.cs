using System.Diagnostics;

namespace ServiceHall.Bench;

/// <summary>This program as a child of itself.</summary>
internal static class Self
{
    public static ProcessStartInfo Start(params string[] arguments)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Self).Assembly.Location);
        }

        Array.ForEach(arguments, start.ArgumentList.Add);
        return start;
    }

    /// <summary>Processor seconds that this process has used.</summary>
    public static double Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }
}
