using System.Text.Json;
using System.Text.Json.Serialization;
using ServiceHall.Adapters.Platforms.OneWindow;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>What is known of one row at the platform. Holds no personal data: the content is in the sealed attempt.</summary>
/// <param name="Digest">Keyed digest of the content that was sent; empty before.</param>
internal sealed record RowState(
    [property: JsonPropertyName("table")] string Table,
    [property: JsonPropertyName("row_guid")] string RowGuid,
    [property: JsonPropertyName("operation")] string Operation,
    [property: JsonPropertyName("digest")] string Digest,
    [property: JsonPropertyName("state")] string State)
{
    /// <summary>For a call after the one under way.</summary>
    public const string Pending = "pending";

    /// <summary>In a call that has no answer yet.</summary>
    public const string Sent = "sent";

    public const string Taken = "taken";

    public const string Refused = "refused";

    /// <summary>The call it was last in.</summary>
    [JsonPropertyName("attempt")]
    public long Attempt { get; init; }

    /// <summary>
    /// Which of its lane's calls that was, from 1: what the platform holds is what the latest one said. (The ids of calls are in order for one gateway only.) 0 where it was written
    /// before there were turns.
    /// </summary>
    [JsonPropertyName("turn")]
    public int Turn { get; init; }

    /// <summary>Where its last call stands among those of its lane.</summary>
    [JsonIgnore]
    public (int Turn, long Attempt) Order => (Turn, Attempt);

    [JsonPropertyName("receiptNo")]
    public string? ReceiptNo { get; init; }

    [JsonPropertyName("provincialCaseNo")]
    public string? ProvincialCaseNo { get; init; }

    /// <summary>The platform's code for its refusal.</summary>
    [JsonPropertyName("code")]
    public string? Code { get; init; }

    /// <summary>A row whose call is still to come.</summary>
    public static RowState Planned(SentRow row) => new(row.Row.Table, row.Row.RowGuid, row.Operation, "", Pending);

    /// <summary>The row as one whose call is still to come, whatever became of an earlier one.</summary>
    public RowState StillToCome() => this with { State = Pending, Digest = "", Attempt = 0, Turn = 0, Code = null };

    public static IReadOnlyList<RowState> PlannedOf(string? rows) => [.. Read(rows).Where(row => row.State == Pending)];

    public static IReadOnlyList<RowState> Read(string? rows) => rows is null ? [] : JsonSerializer.Deserialize(rows, RowStateJson.Default.ListRowState)!;

    public static string Write(IReadOnlyList<RowState> rows) => JsonSerializer.Serialize([.. rows], RowStateJson.Default.ListRowState);
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(List<RowState>))]
internal sealed partial class RowStateJson : JsonSerializerContext;
