using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace ServiceHall.MockPlatforms.Tests.CrossRegion;

/// <summary>A transfer platform with three counties, on a folder of its own that outlives it when it is dropped and begun again.</summary>
internal sealed class Exchange : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("transfer");
    private WebApplication application = null!;

    private TimeProvider? Clock { get; init; }

    public HttpClient Client { get; private set; } = null!;

    public string Journal => Path.Combine(folder.FullName, "journal.jsonl");

    public static async Task<Exchange> StartAsync(TimeProvider? clock = null)
    {
        var exchange = new Exchange { Clock = clock };
        await exchange.BeginAsync();
        return exchange;
    }

    public County County(string code, string? token = null) => new(this, code, token ?? $"token-{code}");

    /// <summary>As good as killed, and started again.</summary>
    public async Task RestartAsync(Action? between = null)
    {
        Client.Dispose();
        await application.DisposeAsync();
        between?.Invoke();
        await BeginAsync();
    }

    public async Task SetFaultsAsync(string faults)
    {
        using var response = await Client.PostAsync("/__province/transfer/faults", new StringContent(faults));
        response.EnsureSuccessStatusCode();
    }

    /// <summary>From, sequence and kind of all that was taken of a request.</summary>
    public async Task<string[]> TakenAsync(string requestNo = "R-1") =>
        [.. JsonNode.Parse(await Client.GetStringAsync($"/__province/transfer?requestNo={requestNo}"))!["packages"]!.AsArray().Select(one => $"{one!["from"]} {one["sequence"]} {one["kind"]}")];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await application.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task BeginAsync()
    {
        application = SampleProvince.Build(["--urls", "http://127.0.0.1:0", "--county", "990001:token-990001", "--county", "990002:token-990002", "--county=990003:token-990003", "--transfer", folder.FullName], Clock);
        await application.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(application.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
    }
}

/// <summary>A county's hall that signs with its token.</summary>
internal sealed class County(Exchange exchange, string code, string token)
{
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, RangeHeaderValue? range = null)
    {
        using var request = new HttpRequestMessage(method, $"/transfer/v1/{path}") { Content = content };
        Province.Sign(request, TimeProvider.System.GetUtcNow(), Guid.NewGuid().ToString("N"), token, code);
        request.Headers.Range = range;
        return await exchange.Client.SendAsync(request);
    }

    public JsonObject Package(int sequence, string to = "990002", string requestNo = "R-1", string kind = "application") => new()
    {
        ["requestNo"] = requestNo,
        ["from"] = code,
        ["sequence"] = sequence,
        ["to"] = new JsonArray(to),
        ["kind"] = kind,
        ["content"] = new JsonObject { ["matter"] = "甲", ["part"] = sequence },
        ["files"] = new JsonArray(),
    };

    /// <summary>The receipt's code, number and text.</summary>
    public async Task<(string Code, string No, string Text)> PushAsync(JsonNode package)
    {
        using var response = await PostAsync("packages", package.ToJsonString());
        var receipt = JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["receipt"]!;
        return ((string)receipt["code"]!, (string)receipt["no"]!, (string)receipt["text"]!);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, "application/json"));

    /// <summary>Place, request, sender and sequence of what is in the inbox.</summary>
    public async Task<string[]> InboxAsync(string query = "") =>
        [.. (await PageAsync(query)).GetProperty("packages").EnumerateArray().Select(one => $"{one.GetProperty("place")} {one.GetProperty("requestNo")} {one.GetProperty("from")} {one.GetProperty("sequence")}")];

    public async Task<JsonElement> PageAsync(string query = "")
    {
        using var response = await SendAsync(HttpMethod.Get, $"inbox{query}");
        return JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).RootElement;
    }

    public async Task ConfirmAsync(long place)
    {
        using var response = await PostAsync("inbox:received", $$"""{"place":{{place}}}""");
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The status and the answer to a piece, or to the whole where no offset is given.</summary>
    public async Task<(int Status, string Body)> PutAsync(string digest, byte[] bytes, long? offset = null, long? total = null)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentRange = offset is { } from ? new ContentRangeHeaderValue(from, from + bytes.Length - 1, total!.Value) : null;
        using var response = await SendAsync(HttpMethod.Put, $"files/{digest}", content);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Status, X-Held and X-Complete.</summary>
    public async Task<string> HeadAsync(string digest)
    {
        using var response = await SendAsync(HttpMethod.Head, $"files/{digest}");
        Assert.Equal(response.Headers.GetValues("X-Held").Single(), $"{response.Content.Headers.ContentLength}");
        return $"{(int)response.StatusCode} {response.Headers.GetValues("X-Held").Single()} {response.Headers.GetValues("X-Complete").Single()}";
    }

    public async Task<(int Status, byte[] Bytes)> GetFileAsync(string digest, RangeHeaderValue? range = null)
    {
        using var response = await SendAsync(HttpMethod.Get, $"files/{digest}", null, range);
        return ((int)response.StatusCode, response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync() : []);
    }

    public static string DigestOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static JsonNode Naming(JsonObject package, string digest, long size)
    {
        package["files"] = new JsonArray(new JsonObject { ["digest"] = digest, ["size"] = size, ["name"] = "材料.pdf" });
        return package;
    }
}
