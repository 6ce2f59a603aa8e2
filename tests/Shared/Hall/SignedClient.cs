using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ServiceHall.Tests.Hall;

/// <summary>A caller of the gateway that signs as contract section 1 says; written apart from the gateway, so that neither is right by the other's mistake. Whatever it is answered must be described in <c>docs/openapi.json</c>.</summary>
internal sealed class SignedClient(Uri gateway, string key, string secret) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>How long it waits for an answer.</summary>
    public TimeSpan Patience { init => _http.Timeout = value; }

    /// <summary>The machine's clock; tests may lie with it.</summary>
    public Func<DateTimeOffset> Clock { get; set; } = () => TimeProvider.System.GetUtcNow();

    public Task<Answer> GetAsync(string target) => SendAsync(HttpMethod.Get, target, []);

    public Task<Answer> PostAsync(string target, string json) => SendAsync(HttpMethod.Post, target, Encoding.UTF8.GetBytes(json));

    /// <summary>Pushes canonical records.</summary>
    public Task<Answer> PushAsync(params IEnumerable<JsonObject> records) => PostAsync("/v1/records", new JsonObject { ["records"] = new JsonArray([.. records]) }.ToJsonString());

    public Task<Answer> SendAsync(HttpMethod method, string target, byte[] body, CancellationToken cancellationToken) => SendAsync(method, target, body, null, cancellationToken);

    public async Task<Answer> SendAsync(HttpMethod method, string target, byte[] body, Action<HttpRequestMessage>? change = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(method, target);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        Sign(request, method.Method, target, body);
        change?.Invoke(request);
        using var answer = await _http.SendAsync(request, cancellationToken);
        var read = new Answer((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellationToken), answer);
        var mistakes = ApiDocument.Instance.Mistakes(method.Method, target, read.Status, answer.Content.Headers.ContentType, read.Body);
        Assert.True(mistakes.Count == 0, $"docs/openapi.json describes it otherwise: {string.Join("; ", mistakes)}{Environment.NewLine}{method} {target}: {read}");
        return read;
    }

    /// <summary>Opens a stream of server-sent events, as a client that comes back does where it names the last it had.</summary>
    public async Task<EventReader> WatchAsync(string target, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        Sign(request, "GET", target, []);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new EventReader(answer, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    public void Sign(HttpRequestMessage request, string method, string target, byte[] body, string? nonce = null, string? fifthLine = null)
    {
        var timestamp = Clock().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        nonce ??= Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        fifthLine ??= Convert.ToHexStringLower(SHA256.HashData(body));
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(string.Join('\n', method, target, timestamp, nonce, fifthLine)));
        request.Headers.Add("X-ServiceHall-Key", key);
        request.Headers.Add("X-ServiceHall-Timestamp", timestamp);
        request.Headers.Add("X-ServiceHall-Nonce", nonce);
        request.Headers.Add("X-ServiceHall-Signature", Convert.ToHexStringLower(signature));
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, byte[] Body, HttpResponseMessage Message)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? Code => (string?)Json["code"];

    /// <summary>The results of a push.</summary>
    public IReadOnlyList<JsonNode> Results => [.. Json["results"]!.AsArray().Select(result => result!)];

    /// <summary>The verdicts of a push.</summary>
    public IReadOnlyList<string> Verdicts => [.. Results.Select(result => (string)result["verdict"]!)];

    /// <summary>The rules that decided, in order of the records; null where none did.</summary>
    public IReadOnlyList<string?> Rules => [.. Results.Select(result => (string?)result["errors"]?[0]?["rule"])];

    public override string ToString() => $"{Status} {Encoding.UTF8.GetString(Body)}";
}
