using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ServiceHall.MockPlatforms.OneWindow.Books;
using ServiceHall.MockPlatforms.OneWindow.Rows;

namespace ServiceHall.MockPlatforms.OneWindow;

/// <summary>What the province says, byte for byte.</summary>
internal static class Answer
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sends a whole answer with its length.</summary>
    public static async Task SendAsync(HttpResponse response, int status, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, cancellationToken);
    }

    /// <summary>An HTTP refusal in the province's own form.</summary>
    public static Task RefuseAsync(HttpContext http, int status, string text) =>
        SendAsync(http.Response, status, Write(json => WriteStatus(json, status, text)), http.RequestAborted);

    public static ReadOnlyMemory<byte> OfRow(Row row) => Write(json =>
    {
        json.WritePropertyName("row");
        row.WriteTo(json);
    });

    /// <summary>
    /// Code 1: all taken. 2: those in <c>errors</c> refused, the others taken, which may be none. 0 is kept for the fault of the province with
    /// the whole batch, and then every row has E0900.
    /// </summary>
    public static ReadOnlyMemory<byte> OfBatch(Verdict[] verdicts)
    {
        var refused = verdicts.Count(v => v.Defect is not null);
        return verdicts.All(v => v.Defect == Defect.InternalFault) ? OfCustom(0, "批次处理失败", verdicts)
            : refused > 0 ? OfCustom(2, "部分数据未通过校验", verdicts)
            : OfCustom(1, "ok", verdicts);
    }

    public static ReadOnlyMemory<byte> OfCustom(int code, string text, Verdict[] verdicts) => OfBoth((200, "ok"), (code, text), verdicts);

    /// <summary>Whose <c>status</c> contradicts HTTP.</summary>
    public static ReadOnlyMemory<byte> OfTransport(int code, string text) => OfBoth((code, text), (1, "ok"), []);
    public static ReadOnlyMemory<byte> OfCounts(Dictionary<string, TableCount> counts) => Write(json =>
    {
        WriteStatus(json, 200, "ok");
        json.WriteStartObject("custom");
        json.WriteNumber("code", 1);
        json.WriteString("text", "ok");
        json.WritePropertyName("tables");
        JsonSerializer.Serialize(json, counts, JsonSerializerOptions.Web);
        json.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> OfBoth((int Code, string Text) status, (int Code, string Text) custom, Verdict[] verdicts) => Write(json =>
    {
        WriteStatus(json, status.Code, status.Text);
        json.WriteStartObject("custom");
        json.WriteNumber("code", custom.Code);
        json.WriteString("text", custom.Text);
        WriteTaken(json, verdicts);
        WriteRefused(json, verdicts);
        json.WriteEndObject();
    });

    private static void WriteStatus(Utf8JsonWriter json, int code, string text)
    {
        json.WriteStartObject("status");
        json.WriteNumber("code", code);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static void WriteTaken(Utf8JsonWriter json, Verdict[] verdicts)
    {
        json.WriteStartArray("rows");
        foreach (var verdict in verdicts.Where(v => v.Defect is null))
        {
            json.WriteStartObject();
            json.WriteString("row_guid", verdict.RowGuid);
            json.WriteString("receiptNo", $"HZ{verdict.Receipt:D12}");
            json.WriteString("provincialCaseNo", verdict.ProvincialCaseNo);
            if (verdict.Outcome == Outcome.Repeated)
            {
                json.WriteString("text", "已存在");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRefused(Utf8JsonWriter json, Verdict[] verdicts)
    {
        json.WriteStartArray("errors");
        foreach (var verdict in verdicts.Where(v => v.Defect is not null))
        {
            json.WriteStartObject();
            json.WriteString("row_guid", verdict.RowGuid);
            json.WriteString("code", verdict.Defect!.Code);
            json.WriteString("text", verdict.Defect.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, Readable);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
