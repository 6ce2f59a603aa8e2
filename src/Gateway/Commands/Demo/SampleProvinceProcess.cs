using System.Diagnostics;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>The sample province as a child process. It ends with the demo, however that ends: it holds on to its input, which is ours to close.</summary>
internal sealed class SampleProvinceProcess : IAsyncDisposable
{
    private static readonly TimeSpan MayTake = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private SampleProvinceProcess(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    /// <summary>Starts it on a free port and waits until it says where it listens.</summary>
    /// <exception cref="InvalidDataException">It does not lie beside this program.</exception>
    public static async Task<SampleProvinceProcess> StartAsync(string matters, string paasId, string token, CancellationToken cancellationToken)
    {
        var process = Process.Start(StartInfo(matters, paasId, token)) ?? throw new InvalidOperationException("The sample province did not start.");
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
        _process.StandardInput.Close();
        using var bound = new CancellationTokenSource(MayTake);
        try
        {
            await _process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string matters, string paasId, string token)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "mock-platforms", "ServiceHall.MockPlatforms.dll");
        return File.Exists(program)
            ? new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                ArgumentList = { program, "--urls", "http://127.0.0.1:0", "--matters", matters, "--paasid", paasId, "--token", token, "--until", "input-ends" },
            }
            : throw new InvalidDataException($"示例省平台不在 {program}：demo 需要它与网关放在一起（mock-platforms 文件夹），请用 dotnet build 或 dotnet publish 的完整输出。 / the sample province is not there: demo needs the whole output of dotnet build or dotnet publish");
    }
}
