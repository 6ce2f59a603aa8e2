using System.Diagnostics;
using System.Globalization;
using ServiceHall.Bench.Load;

namespace ServiceHall.Bench.Feed;

/// <summary>The watchers as a child process, so that their processor time and memory are their own.</summary>
internal sealed class WatcherProcess : IDisposable
{
    public const string Operator = "watching-operator";
    private const string Target = "/v1/changes:watch?after=now";

    private readonly Process _process;

    /// <param name="departments">How many departments they belong to; 0: they see all.</param>
    public WatcherProcess(Uri url, int watchers, int departments) =>
        _process = Process.Start(Self.Start("watchers", url.ToString(), watchers.ToString(CultureInfo.InvariantCulture), departments.ToString(CultureInfo.InvariantCulture)))!;

    /// <summary>Until all are connected.</summary>
    public Task ReadyAsync() => _process.StandardOutput.ReadLineAsync();

    /// <summary>Tells them that nothing more comes; answers what they saw, once all are silent.</summary>
    public async Task<(long Count, int Cut, double P50, double P95, double P99)> EndAsync()
    {
        await _process.StandardInput.WriteLineAsync("end");
        var figures = (await _process.StandardOutput.ReadLineAsync())!.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        return ((long)figures[0], (int)figures[1], figures[2], figures[3], figures[4]);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    /// <summary>The child's side.</summary>
    public static async Task WatchAsync(Uri url, int watchers, int departments)
    {
        using var http = new HttpClient { BaseAddress = url };
        var seen = Enumerable.Range(0, watchers).Select(_ => new Lags()).ToArray();
        for (var i = 0; i < watchers; i++)
        {
            using var request = Signed(departments == 0 ? Operator : FeedBench.Department(i));
            var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            answer.EnsureSuccessStatusCode();
            seen[i].Reading = ReadAsync(await answer.Content.ReadAsStreamAsync(), seen[i]);
        }

        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        await SilenceAsync(seen);
        var all = seen.SelectMany(lags => lags.All).Order().ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all.Length} {seen.Count(lags => lags.Reading!.IsCompleted)} {At(all, 50)} {At(all, 95)} {At(all, 99)}"));
    }

    private static double At(double[] sorted, int percent) => sorted.Length == 0 ? 0 : sorted[(sorted.Length - 1) * percent / 100];

    // Until five seconds bring nothing more: where the machine is full they may stand still for one.
    private static async Task SilenceAsync(Lags[] seen)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        for (var before = -1L; seen.Sum(lags => (long)lags.All.Count) is var now && now != before; before = now)
        {
            await timer.WaitForNextTickAsync();
        }
    }

    private static async Task ReadAsync(Stream stream, Lags lags)
    {
        using var lines = new StreamReader(stream);
        while (await lines.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                lags.Add(line);
            }
        }
    }

    private static HttpRequestMessage Signed(string client)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Target);
        foreach (var (name, value) in SignedCall.Headers(client, "GET", Target))
        {
            request.Headers.Add(name, value);
        }

        return request;
    }

    private sealed class Lags
    {
        private const string Before = "\"at\":\"";

        public List<double> All { get; } = [];

        /// <summary>Ends only where the stream was cut.</summary>
        public Task? Reading { get; set; }

        public void Add(string line)
        {
            var from = line.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
            var at = DateTimeOffset.Parse(line.AsSpan(from, line.IndexOf('"', from) - from), CultureInfo.InvariantCulture);
            All.Add((TimeProvider.System.GetUtcNow() - at).TotalMilliseconds);
        }
    }
}
