using System.Diagnostics;

namespace ServiceHall.Gateway.Commands;

/// <summary>The sample province as a child process; it ends with the demo.</summary>
internal sealed class SampleProvinceProcess : IAsyncDisposable
{
    private readonly Process _process;

    private SampleProvinceProcess(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    /// <summary>Starts it on a free port and waits until it says where it listens.</summary>
    public static async Task<SampleProvinceProcess> StartAsync(string matters, string paasId, string token, CancellationToken cancellationToken)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "mock-platforms", "ServiceHall.MockPlatforms.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList = { program, "--urls", "http://127.0.0.1:0", "--matters", matters, "--paasid", paasId, "--token", token },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The sample province did not start.");
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("listening ", StringComparison.Ordinal))
            {
                return new SampleProvinceProcess(process, line["listening ".Length..]);
            }
        }

        throw new IOException("The sample province ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
