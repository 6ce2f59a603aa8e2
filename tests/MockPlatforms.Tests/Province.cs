using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace ServiceHall.MockPlatforms.Tests;

/// <summary>A province on a free port, and a caller who signs as the contract says, by code of its own.</summary>
internal sealed class Province : IAsyncDisposable
{
    public const string Token = "sample-token";

    private readonly WebApplication application;

    private Province(WebApplication application)
    {
        this.application = application;
        Client = new HttpClient { BaseAddress = new Uri(application.Urls.First()), Timeout = TimeSpan.FromSeconds(30) };
    }

    public HttpClient Client { get; }

    public static Task<Province> StartAsync(params string[] args) => StartAsync(TimeProvider.System, args);

    public static async Task<Province> StartAsync(TimeProvider clock, params string[] args)
    {
        var built = SampleProvince.Build(["--urls", "http://127.0.0.1:0", "--matters", SampleMatters.File, .. args], clock);
        await built.StartAsync();
        return new Province(built);
    }

    public async Task<Answered> PushAsync(string table, params Dictionary<string, object?>[] rows)
    {
        using var response = await PostAsync(table, JsonSerializer.Serialize(new { batch = "B-1", rows }));
        return new Answered(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    public Task<HttpResponseMessage> PostAsync(string table, string body) =>
        SendAsync(HttpMethod.Post, $"/exchange/v1/{table}", new StringContent(body, Encoding.UTF8, "application/json"));

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public async Task<JsonElement> ReadAsync(string path)
    {
        using var response = await GetAsync(path);
        return JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).RootElement;
    }

    public async Task<JsonElement> CountOfAsync(string table) =>
        (await ReadAsync("/exchange/v1/counts")).GetProperty("custom").GetProperty("tables").GetProperty(table);

    public async Task<JsonElement[]> JournalAsync()
    {
        var page = await Client.GetFromJsonAsync<JsonElement>("/__province/journal?after=0&limit=10000");
        return [.. page.GetProperty("entries").EnumerateArray()];
    }

    public async Task SetFaultsAsync(string faults)
    {
        using var response = await Client.PostAsync("/__province/faults", new StringContent(faults));
        response.EnsureSuccessStatusCode();
    }

    public async Task<long> FiredAsync(string fault) =>
        (await Client.GetFromJsonAsync<JsonElement>("/__province/faults")).GetProperty("fired").GetProperty(fault).GetInt64();

    public static void Sign(HttpRequestMessage request, DateTimeOffset at, string nonce, string token = Token, string paasid = "sample-hall")
    {
        var timestamp = $"{at.ToUnixTimeSeconds()}";
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes($"{timestamp}{token}{nonce}{timestamp}"));
        request.Headers.Add("x-tif-paasid", paasid);
        request.Headers.Add("x-tif-timestamp", timestamp);
        request.Headers.Add("x-tif-nonce", nonce);
        request.Headers.Add("x-tif-signature", Convert.ToHexString(digest).ToLowerInvariant());
    }

    /// <summary>Without stopping first: requests, timers and files are dropped as they are.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await application.DisposeAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        Sign(request, TimeProvider.System.GetUtcNow(), Guid.NewGuid().ToString("N"));
        return await Client.SendAsync(request);
    }
}
