using System.Globalization;
using System.Runtime.InteropServices;

namespace ServiceHall.Bench.Reports;

/// <summary>Where and when something was measured.</summary>
internal static class Machine
{
    public static string Describe() => string.Join(
        ", ",
        $"{Environment.ProcessorCount} cores ({Processor()})",
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        $"SQLite {Sqlite()}",
        TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));

    /// <summary>How busy the machine is with everything that runs on it; says whether others shared it.</summary>
    public static string Load() => File.Exists("/proc/loadavg") ? $"load average {string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3))}" : "load average unknown";

    /// <summary>The most memory this process ever held, in MiB.</summary>
    public static double PeakMemory()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1048576.0;
    }

    private static string Sqlite()
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }

    private static string Processor()
    {
        const string file = "/proc/cpuinfo";
        return File.Exists(file) && File.ReadLines(file).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();
    }
}
