using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServiceHall.Tests;

namespace ServiceHall.Scenarios.Tests.WireMock;

/// <summary>
/// The real WireMock in a Java process of its own: a stand-in for a platform that nobody here wrote. It lies where <c>npm ci</c> put it in
/// <c>tests/wiremock</c>, or in the node_modules folder that SERVICEHALL_WIREMOCK names.
/// </summary>
internal sealed class WireMockServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private WireMockServer(Process process, int port)
    {
        (_process, Port) = (process, port);
        _http = new HttpClient { BaseAddress = new Uri(Url) };
    }

    /// <summary>Whether there are a Java and a WireMock to start.</summary>
    public static bool IsHere => Jar is not null && HasJava;

    public int Port { get; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    private static string Modules { get; } = Environment.GetEnvironmentVariable("SERVICEHALL_WIREMOCK") is { Length: > 0 } set
        ? set
        : Path.Combine(Repository.Root, "tests", "wiremock", "node_modules");

    private static string? Jar { get; } = Path.Combine(Modules, "wiremock", "build") is var build && Directory.Exists(build)
        ? Directory.EnumerateFiles(build, "wiremock-standalone-*.jar").Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    private static bool HasJava { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "java")) || File.Exists(Path.Combine(folder, "java.exe")));

    /// <summary>Starts it, on a free port unless one is named, and waits until it says where it listens.</summary>
    public static async Task<WireMockServer> StartAsync(int port = 0)
    {
        Assert.True(IsHere, $"needs Java 17 and the npm package wiremock under {Modules}: run npm ci in tests/wiremock");
        var process = Process.Start(Info(port))!;
        List<string> said = [];
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.StartsWith("port:", StringComparison.Ordinal))
            {
                Drain(process);
                return new WireMockServer(process, int.Parse(line["port:".Length..], CultureInfo.InvariantCulture));
            }
        }

        throw new InvalidOperationException($"WireMock ended before it listened: {string.Join(Environment.NewLine, said)} {await process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>Puts these stubs in the place of all others, and forgets what was served.</summary>
    public async Task BecomeAsync(params IEnumerable<JsonObject> stubs)
    {
        await PostAsync("/__admin/reset", []);
        await AddAsync(stubs);
    }

    /// <summary>Puts these stubs beside the others.</summary>
    public async Task AddAsync(params IEnumerable<JsonObject> stubs)
    {
        foreach (var stub in stubs)
        {
            await PostAsync("/__admin/mappings", stub);
        }
    }

    /// <summary>What it served, in that order, by its own request journal.</summary>
    public async Task<IReadOnlyList<Served>> JournalAsync()
    {
        var journal = (await _http.GetFromJsonAsync<JsonNode>("/__admin/requests"))!;
        return [.. journal["requests"]!.AsArray().Select(entry => Served.Read(entry!)).Reverse()];
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private async Task PostAsync(string path, JsonObject body)
    {
        using var answer = await _http.PostAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    // A pipe that nobody reads fills up and stops it. What no stub fits it says at length on the error stream.
    private static void Drain(Process process)
    {
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
    }

    private static ProcessStartInfo Info(int port)
    {
        var info = new ProcessStartInfo("java") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        string[] arguments =
        [
            "-Xmx256m", "-jar", Jar!, "--port", port.ToString(CultureInfo.InvariantCulture), "--bind-address", "127.0.0.1", "--disable-banner", "--disable-request-logging",
            "--root-dir", Path.Combine(AppContext.BaseDirectory, "wiremock"),
        ];
        arguments.ToList().ForEach(info.ArgumentList.Add);
        return info;
    }
}
