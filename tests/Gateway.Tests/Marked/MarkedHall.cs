using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Tests.Intake.Streams;
using ServiceHall.Gateway.Tests.Telemetry;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Marked;

/// <summary>A hall that logs all it can, exports all it traces, and delivers to a platform that repeats whatever it is sent. Keeps every answer.</summary>
internal sealed class MarkedHall : IAsyncDisposable
{
    public const string Token = "a-token-of-the-test";

    private readonly string _folder;
    private readonly EchoingPlatform _platform;

    private MarkedHall(TestHall hall, Collector collector, Traced traced, EchoingPlatform platform, string folder) => (Hall, Collector, Traced, _platform, _folder) = (hall, collector, traced, platform, folder);

    public TestHall Hall { get; }

    public Collector Collector { get; }

    public Traced Traced { get; }

    /// <summary>How many marks the platform was sent, and so might have said again.</summary>
    public int EchoedMarks => _platform.Marks;

    /// <summary>What was asked, and every answer that is not a masked view of what the caller may read.</summary>
    public List<(string Asked, Answer Answer)> Answers { get; } = [];

    public static async Task<MarkedHall> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hall-").FullName;
        var (collector, traced, platform) = (await Collector.StartAsync(), new Traced(), new EchoingPlatform());
        var hall = await TestHall.StartAsync(folder: folder, settings: Settings(collector), services: services => services.AddSingleton<HttpMessageHandler>(platform));
        return new MarkedHall(hall, collector, traced, platform, folder);
    }

    /// <summary>Pushes, canonical or in a department's own format, and tries it first.</summary>
    public async Task PushAsync(string client, string target, string trial, byte[] body, string type = "application/json")
    {
        await AskAsync(client, trial, body, type);
        await AskAsync(client, target, body, type);
    }

    public Task PushAsync(IEnumerable<JsonObject> records) =>
        PushAsync("mz", "/v1/records", "/v1/records:validate", Encoding.UTF8.GetBytes(new JsonObject { ["records"] = new JsonArray([.. records]) }.ToJsonString()));

    /// <summary>Pushes the lines of a stream.</summary>
    public async Task StreamAsync(IEnumerable<string> lines)
    {
        using var call = await StreamCall.OpenAsync(Hall, more: $"traceparent: {Spans.NewTrace().Header()}\r\n");
        var answers = call.RestAsync();
        foreach (var line in lines)
        {
            await call.SendAsync(line + '\n');
        }

        await call.EndAsync();
        Answers.AddRange((await answers).Select(line => ("a line", new Answer(200, Encoding.UTF8.GetBytes(line.ToJsonString()), new HttpResponseMessage()))));
    }

    /// <summary>A call with a trace, a state of it and baggage that say what they should not.</summary>
    public async Task<Answer> AskAsync(string client, string target, byte[] body, string type = "application/json", HttpMethod? method = null)
    {
        var answer = await Hall.Client(client).SendAsync(method ?? HttpMethod.Post, target, body, request =>
        {
            request.Headers.Add("traceparent", Spans.NewTrace().Header());
            request.Headers.TryAddWithoutValidation("tracestate", $"hall={Marks.MobileOf(9)}");
            request.Headers.TryAddWithoutValidation("baggage", $"who={Marks.IdNumberOf(9)}");
            if (request.Content is { } content)
            {
                content.Headers.ContentType = new(type);
            }
        });
        Answers.Add((target, answer));
        return answer;
    }

    /// <summary>Until the platform has shown every fault; an operator starts it and sends again what waits for somebody, with a reason that names a person.</summary>
    public Task UntilSpentAsync() => Soon.ItHoldsAsync(async () =>
    {
        await OrderAsync("/v1/platforms/one-window:start");
        var lanes = await AskAsync("operator", "/v1/lanes", [], method: HttpMethod.Get);
        foreach (var lane in lanes.Json["lanes"]!.AsArray())
        {
            await OrderAsync($"/v1/records/{lane!["blockedBy"]!["recordId"]}:resend", "\"platform\":\"one-window\",");
        }

        return _platform.IsSpent && (await Hall.ReconcileAsync()).Deliveries.Keys.All(state => state is "confirmed" or "carried" or "notForThisPlatform" or "superseded" or "waiting");
    });

    public Task<Answer> OrderAsync(string target, string more = "", bool dryRun = false) =>
        AskAsync("operator", target, Encoding.UTF8.GetBytes($$"""{ {{more}} "reason":"{{Marks.Text}}原因 {{Marks.MobileOf(8)}}","dryRun":{{(dryRun ? "true" : "false")}}}"""));

    /// <summary>Every span that was heard, as text: names, attributes, events, links and whatever travels with it.</summary>
    public IEnumerable<string> SpanTexts() => Traced.Spans.Select(span => string.Join(
        '|',
        span.Tags.Select(tag => $"{tag}").Concat(span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")).Concat(span.Events.SelectMany(one => one.Tags.Select(tag => $"{one.Name} {tag}")))
            .Concat(span.Links.SelectMany(link => link.Tags ?? []).Select(tag => $"{tag}")).Concat(span.Links.Select(link => link.Context.TraceState ?? "")).Concat(span.Baggage.Select(one => $"{one}"))
            .Append(span.OperationName).Append(span.DisplayName).Append(span.StatusDescription ?? "").Append(span.TraceStateString ?? "")));

    /// <summary>Every file that the gateway wrote: the store, and what SQLite has not yet moved out of its log.</summary>
    public IEnumerable<(string Name, byte[] Bytes)> Files()
    {
        foreach (var file in Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            yield return (Path.GetRelativePath(_folder, file), bytes);
        }
    }

    public async Task<string> MetricsAsync()
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(Hall.Url, "/metrics"));
    }

    /// <summary>Stops the gateway, which then exports the last of what it traced.</summary>
    public async ValueTask DisposeAsync()
    {
        await Hall.DisposeAsync();
        Traced.Dispose();
        await Collector.DisposeAsync();
        if (Directory.Exists(_folder))
        {
            TestStore.Remove(_folder);
        }
    }

    private static Dictionary<string, string?> Settings(Collector collector) => new()
    {
        ["Logging:LogLevel:Default"] = "Trace",
        ["Telemetry:Otlp:Endpoint"] = collector.Url,
        ["Platforms:OneWindow:Enabled"] = "true",
        ["Platforms:OneWindow:BaseUrl"] = "http://127.0.0.1:9",
        ["Platforms:OneWindow:PaasId"] = "hall",
        ["Platforms:OneWindow:Token"] = Token,
        ["Platforms:OneWindow:SettleAfter"] = "00:00:00.05",
        ["Platforms:OneWindow:RetrySchedule:0"] = "00:00:00.05",
        ["Platforms:OneWindow:Resilience:Retry:MaxRetryAttempts"] = "0",
        ["Platforms:OneWindow:Resilience:CircuitBreaker:MinimumThroughput"] = "1000",
    };
}
