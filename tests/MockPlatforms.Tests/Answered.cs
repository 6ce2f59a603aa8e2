using System.Text.Json;

namespace ServiceHall.MockPlatforms.Tests;

/// <summary>What the province said to a batch.</summary>
internal sealed class Answered(JsonElement root)
{
    private JsonElement Custom => root.GetProperty("custom");

    public int Code => Custom.GetProperty("code").GetInt32();

    public IReadOnlyList<JsonElement> Rows => [.. Custom.GetProperty("rows").EnumerateArray()];

    public IReadOnlyList<string> Taken => [.. Rows.Select(row => row.GetProperty("row_guid").GetString()!)];

    /// <summary>As <c>row_guid code</c>, in the order given.</summary>
    public IReadOnlyList<string> Errors =>
        [.. Custom.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("row_guid").GetString()} {e.GetProperty("code").GetString()}")];

    public IReadOnlyList<string> Texts => [.. Custom.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("text").GetString()!)];
}
