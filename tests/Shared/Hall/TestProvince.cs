using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using ServiceHall.MockPlatforms;

namespace ServiceHall.Tests.Hall;

/// <summary>The sample province in the test's own process.</summary>
internal sealed class TestProvince : IAsyncDisposable
{
    public const string PaasId = "sample-hall";
    public const string Token = "token-of-the-test";

    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private TestProvince(WebApplication app)
    {
        _app = app;
        _http = new HttpClient { BaseAddress = new Uri(Url) };
    }

    public string Url => _app.Urls.First();

    public static async Task<TestProvince> StartAsync(string matters, string? journal = null, string url = "http://127.0.0.1:0")
    {
        List<string> args = ["--urls", url, "--matters", matters, "--paasid", PaasId, "--token", Token, .. journal is null ? Array.Empty<string>() : ["--journal", journal]];
        var app = SampleProvince.Build([.. args]);
        await app.StartAsync();
        return new TestProvince(app);
    }

    /// <summary>One through which these counties exchange requests.</summary>
    /// <param name="folder">What it keeps of them.</param>
    public static async Task<TestProvince> StartExchangeAsync(string folder, IEnumerable<string> counties, string url = "http://127.0.0.1:0")
    {
        var app = SampleProvince.Build(["--urls", url, "--matters", TestHall.SampleMatters, "--transfer", folder, .. counties.SelectMany(county => (string[])["--county", $"{county}:{Token}"])]);
        await app.StartAsync();
        return new TestProvince(app);
    }

    /// <summary>One that sends applications down to a gateway.</summary>
    public static async Task<TestProvince> StartSendingAsync(Uri gateway)
    {
        var app = SampleProvince.Build(["--urls", "http://127.0.0.1:0", "--matters", TestHall.SampleMatters, "--sends-to", gateway.ToString(), "--client", "province", "--client-secret", TestHall.Secret]);
        await app.StartAsync();
        return new TestProvince(app);
    }

    /// <summary>Has so many sample applications sent down.</summary>
    public async Task SendDownAsync(int count, int seed, string at)
    {
        using var answer = await _http.PostAsJsonAsync("/__province/applications", new { count, seed, at });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>What it knows of those that it sent.</summary>
    public async Task<IReadOnlyList<JsonNode>> SentDownAsync() => [.. (await _http.GetFromJsonAsync<JsonNode>("/__province/applications"))!["applications"]!.AsArray().Select(one => one!)];

    /// <summary>What it took, in the order it took it.</summary>
    public async Task<IReadOnlyList<JournalEntry>> JournalAsync()
    {
        List<JournalEntry> entries = [];
        while (true)
        {
            var page = (await _http.GetFromJsonAsync<JsonNode>($"/__province/journal?after={entries.LastOrDefault()?.Seq ?? 0}"))!;
            var more = page["entries"]!.AsArray().Select(one => new JournalEntry(
                (long)one!["seq"]!, (string)one["table"]!, (string)one["row_guid"]!, (string)one["project_no"]!, (string)one["operation"]!, (string)one["outcome"]!, (string?)one["code"])).ToList();
            if (more.Count == 0)
            {
                return entries;
            }

            entries.AddRange(more);
        }
    }

    /// <summary>Its rows of one table that are not deleted.</summary>
    public async Task<IReadOnlyList<JsonObject>> RowsAsync(string table)
    {
        List<JsonObject> rows = [];
        while (true)
        {
            var page = (await _http.GetFromJsonAsync<JsonNode>($"/__province/rows/{table}?after={rows.Count}"))!["rows"]!.AsArray();
            if (page.Count == 0)
            {
                return [.. rows.Where(row => (string?)row["cd_operation"] != "D")];
            }

            rows.AddRange(page.Select(row => row!.AsObject()));
        }
    }

    public async Task SetFaultsAsync(object faults) => (await _http.PostAsJsonAsync("/__province/faults", faults)).EnsureSuccessStatusCode();

    public async Task ClearFaultsAsync() => (await _http.DeleteAsync(new Uri("/__province/faults", UriKind.Relative))).EnsureSuccessStatusCode();

    public async Task<JsonNode> FaultsAsync() => (await _http.GetFromJsonAsync<JsonNode>("/__province/faults"))!;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>One line of the province's journal.</summary>
internal sealed record JournalEntry(long Seq, string Table, string RowGuid, string ProjectNo, string Operation, string Outcome, string? Code);
