using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>The sample province's back door: its faults, and how often each struck by its own count.</summary>
internal sealed class ProvinceDoor(string url) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(url) };

    /// <summary>Replaces its faults; its counts begin anew.</summary>
    public async Task SetAsync(JsonObject faults, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync("/__province/faults", faults, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>It behaves again; its counts stay.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        using var answer = await _http.DeleteAsync("/__province/faults", cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>How often each of the faults that were set last struck.</summary>
    public async Task<IReadOnlyDictionary<string, long>> FiredAsync(CancellationToken cancellationToken)
    {
        await using var said = await _http.GetStreamAsync("/__province/faults", cancellationToken);
        using var document = await JsonDocument.ParseAsync(said, cancellationToken: cancellationToken);
        return document.RootElement.GetProperty("fired").EnumerateObject().ToDictionary(fault => fault.Name, fault => fault.Value.GetInt64(), StringComparer.Ordinal);
    }

    public void Dispose() => _http.Dispose();
}
