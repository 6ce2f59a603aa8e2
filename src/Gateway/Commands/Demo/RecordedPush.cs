using System.Text;
using System.Text.Json;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>One call of a department, as it was recorded.</summary>
/// <param name="Line">Its line in the recording, from 1.</param>
/// <param name="At">Where the hall's clock stood.</param>
/// <param name="Records">How many records are in it.</param>
/// <param name="IsStream">One record a line, answered line by line.</param>
/// <param name="IsAfterTheRest">It came so much later that everything before it had been delivered.</param>
internal sealed record RecordedPush(int Line, DateTimeOffset At, string Department, string To, string ContentType, byte[] Body, int Records, bool IsStream, bool IsAfterTheRest)
{
    private const string Stream = "application/x-ndjson";

    /// <summary>The department's own number of the first case in it, where the records are the gateway's own.</summary>
    public string? FirstCaseNo { get; private init; }

    public static RecordedPush Read(int line, string text)
    {
        using var recorded = JsonDocument.Parse(text);
        var push = recorded.RootElement;
        var (body, type) = (push.GetProperty("body"), push.GetProperty("contentType").GetString()!);
        return new RecordedPush(
            line, push.GetProperty("at").GetDateTimeOffset(), push.GetProperty("department").GetString()!, push.GetProperty("to").GetString()!, type,
            Bytes(push, body), Count(body), type == Stream, push.TryGetProperty("settled", out var settled) && settled.GetBoolean())
        {
            FirstCaseNo = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("records", out var records) ? records[0].GetProperty("caseNo").GetString() : null,
        };
    }

    // A text is what a department's file holds, in the encoding of that file.
    private static byte[] Bytes(JsonElement push, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.String)
        {
            return Encoding.UTF8.GetBytes(body.GetRawText());
        }

        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(push.GetProperty("encoding").GetString()!).GetBytes(body.GetString()!);
    }

    private static int Count(JsonElement body) => body switch
    {
        { ValueKind: JsonValueKind.String } => body.GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length,
        { ValueKind: JsonValueKind.Array } => body.GetArrayLength(),
        _ when body.TryGetProperty("records", out var records) => records.GetArrayLength(),
        _ => 1,
    };
}
