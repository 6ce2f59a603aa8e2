using System.Text.Json.Nodes;

namespace ServiceHall.Scenarios.Tests.WireMock;

/// <summary>One request as WireMock wrote it down.</summary>
/// <param name="Stub">The name of the stub that answered; null where none did.</param>
/// <param name="Rows">The rows of a push; none for what only asks.</param>
internal sealed record Served(string Method, string Path, string? Stub, IReadOnlyList<SentRow> Rows)
{
    /// <summary>Whether the caller got an answer that the exchange could have given.</summary>
    public bool IsAnswered => Stub == Stubs.Exchange;

    public static Served Read(JsonNode entry)
    {
        var request = entry["request"]!;
        var (method, path) = ((string)request["method"]!, (string)request["url"]!);
        var rows = method == "POST" ? JsonNode.Parse((string)request["body"]!)!["rows"]!.AsArray().Select(row => new SentRow(path.Split('/')[^1], row!.AsObject())) : [];
        return new Served(method, path, (string?)entry["stubMapping"]?["name"], [.. rows]);
    }
}

/// <summary>A row as it was sent.</summary>
internal sealed record SentRow(string Table, JsonObject Columns)
{
    private static readonly HashSet<string> OfSending = ["cd_time", "cd_batch"];

    public string RowGuid => (string)Columns["row_guid"]!;

    public string ProjectNo => (string)Columns["project_no"]!;

    /// <summary>What it says with the operation, without the two columns that each sending makes anew.</summary>
    public string Content => new JsonObject(Columns.Where(column => !OfSending.Contains(column.Key)).Select(column => KeyValuePair.Create(column.Key, column.Value?.DeepClone()))).ToJsonString();
}
