using System.Diagnostics;
using ServiceHall.Tests;

namespace ServiceHall.Rpc.Tests.Clients;

/// <summary>Programs of other languages that call the gateway.</summary>
internal static class Programs
{
    // Debian's own, which sees Debian's grpcio; another may come first on the PATH.
    private const string Python = "/usr/bin/python3";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly Lazy<bool> Grpcio = new(() => Works(Python, "-c", "import grpc, google.protobuf") && Works("protoc", "--version") && Plugin is not null);

    public static bool HasPython => Grpcio.Value;

    public static bool HasNode { get; } = Directory.Exists(Path.Combine(Samples, "node", "node_modules", "@grpc", "grpc-js")) && Works("node", "--version");

    public static string Samples => Path.Combine(Repository.Root, "samples");

    private static string? Plugin => new[] { "/usr/bin/grpc_python_plugin", "/usr/local/bin/grpc_python_plugin" }.FirstOrDefault(File.Exists);

    /// <summary>What it says, line by line; it must end well.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string program, IReadOnlyDictionary<string, string>? environment, params IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Repository.Root };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[name] = value;
        }

        using var process = Process.Start(info)!;
        using var bound = new CancellationTokenSource(Patience);
        await using var end = bound.Token.Register(() => process.Kill(entireProcessTree: true));
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}{(bound.IsCancellationRequested ? $", after {Patience}" : "")}: {await said}{await complained}");
        return (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>A Python program with stubs of our protos, made for this run.</summary>
    public static async Task<IReadOnlyList<string>> PythonAsync(string script, params IEnumerable<string> arguments)
    {
        var stubs = Directory.CreateTempSubdirectory("stubs-");
        try
        {
            var protos = Path.Combine(Repository.Root, "protos");
            var files = Directory.EnumerateFiles(protos, "*.proto", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
            await RunAsync("protoc", environment: null, ["-I", protos, $"--python_out={stubs.FullName}", $"--grpc_out={stubs.FullName}", $"--plugin=protoc-gen-grpc={Plugin}", .. files]);

            // A package of that name is installed already: the stubs' own google and grpc are found behind it, by their paths.
            return await RunAsync(Python, new Dictionary<string, string> { ["PYTHONPATH"] = stubs.FullName, ["PYTHONDONTWRITEBYTECODE"] = "1" }, [script, .. arguments]);
        }
        finally
        {
            stubs.Delete(recursive: true);
        }
    }

    public static Task<IReadOnlyList<string>> NodeAsync(string script, params IEnumerable<string> arguments) => RunAsync("node", environment: null, [script, .. arguments]);

    public static bool Works(string program, params IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A fact that needs Debian's Python, its grpcio and its protobuf compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = Missing.SkipUnless(Programs.HasPython, "needs Debian's python3-grpcio, python3-protobuf, protobuf-compiler and protobuf-compiler-grpc");
}

/// <summary>A fact that needs Node and the packages of the Node sample.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = Missing.SkipUnless(Programs.HasNode, "needs Node and its packages: npm ci --prefix samples/node");
}
