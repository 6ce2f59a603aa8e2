using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ServiceHall.Model.Calendar;

namespace ServiceHall.Adapters.Platforms.OneWindow;

/// <summary>One row as it is sent: its columns, the operation and the moment.</summary>
public sealed record SentRow(PlannedRow Row, string Operation);

/// <summary>The one-window platform's calls and answers (contract section 5). Translates, and nothing else.</summary>
public static class OneWindowProtocol
{
    // The codes of contract section 5: any other stops the platform, because nobody knows what to do about it.
    private static readonly HashSet<string> RefusalCodes =
        ["E0101", "E0102", "E0103", "E0104", "E0201", "E0203", "E0204", "E0205", "E0206", "E0900"];

    // Of a code that is not listed; a citizen's number or a mobile has more digits.
    private const int LongestCode = 20;
    private const int MostDigits = 6;

    private static readonly HashSet<string> OfSending = ["cd_operation", "cd_time", "cd_batch", "data_source"];

    /// <summary>The body of an exchange call.</summary>
    public static byte[] Body(string batch, string dataSource, DateTimeOffset at, IReadOnlyList<SentRow> rows)
    {
        var buffer = new ArrayBufferWriter<byte>(rows.Count * 800);
        using var to = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        to.WriteStartObject();
        to.WriteString("batch", batch);
        to.WriteStartArray("rows");
        foreach (var (row, operation) in rows)
        {
            to.WriteStartObject();
            WriteColumns(to, row);
            to.WriteString("cd_operation", operation);
            to.WriteString("cd_time", HallTime.InHall(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            to.WriteString("cd_batch", batch);
            to.WriteString("data_source", dataSource);
            to.WriteEndObject();
        }

        to.WriteEndArray();
        to.WriteEndObject();
        to.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The rows of a body that was sent, without the columns of its sending.</summary>
    public static IReadOnlyList<SentRow> Rows(string table, ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return [.. document.RootElement.GetProperty("rows").EnumerateArray().Select(row => new SentRow(RowOf(table, row), row.GetProperty("cd_operation").GetString()!))];
    }

    /// <summary>What a row says, without the columns of its sending: equal contents are equal bytes.</summary>
    public static byte[] Content(PlannedRow row, string dataSource)
    {
        var buffer = new ArrayBufferWriter<byte>(800);
        using var to = new Utf8JsonWriter(buffer);
        to.WriteStartObject();
        WriteColumns(to, row);
        to.WriteString("data_source", dataSource);
        to.WriteEndObject();
        to.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Signs a call: <c>x-tif-*</c>, lower hex SHA-256 of timestamp, token, nonce, timestamp. In the place of an older signature.</summary>
    public static void Sign(HttpRequestHeaders headers, string paasId, string token, DateTimeOffset now, string nonce)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Set(headers, "x-tif-paasid", paasId);
        Set(headers, "x-tif-timestamp", timestamp);
        Set(headers, "x-tif-nonce", nonce);
        Set(headers, "x-tif-signature", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(timestamp + token + nonce + timestamp))));
    }

    /// <summary>Which of the platform's operations a call is: <c>exchange</c>, <c>row</c> or <c>counts</c>.</summary>
    public static string OperationOf(HttpRequestMessage call) =>
        call.Method == HttpMethod.Post ? "exchange" : call.RequestUri!.AbsolutePath.EndsWith("/counts", StringComparison.Ordinal) ? "counts" : "row";

    /// <summary>What an answer means; an answer that makes no sense means that nobody knows.</summary>
    public static async Task<Outcome> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken) => answer.StatusCode switch
    {
        HttpStatusCode.OK => Read(await answer.Content.ReadAsByteArrayAsync(cancellationToken)),
        HttpStatusCode.TooManyRequests => new Outcome.Away("平台限流（429）", After(answer)),
        HttpStatusCode.ServiceUnavailable => new Outcome.Away("平台暂停服务（503）", After(answer)),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Outcome.Stopped($"平台拒绝身份（{(int)answer.StatusCode}）"),
        HttpStatusCode.BadRequest => new Outcome.Stopped("平台不认识这个请求（400）"),
        _ => new Outcome.Unknown($"平台答复 {(int)answer.StatusCode}"),
    };

    /// <summary>What the platform says of one row that was sent, asked for by its <c>row_guid</c>.</summary>
    /// <param name="sent">The row as it was sent.</param>
    /// <param name="dataSource">The <c>data_source</c> it was sent with.</param>
    /// <param name="answer">The answer to the question.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<Asked> ReadRowAsync(SentRow sent, string dataSource, HttpResponseMessage answer, CancellationToken cancellationToken) => answer.StatusCode switch
    {
        HttpStatusCode.OK => ReadRow(sent, dataSource, await answer.Content.ReadAsByteArrayAsync(cancellationToken)),
        HttpStatusCode.NotFound => new Asked.NotThere(),
        HttpStatusCode.TooManyRequests => new Asked.NoAnswer(new Outcome.Away("平台限流（429）", After(answer))),
        HttpStatusCode.ServiceUnavailable => new Asked.NoAnswer(new Outcome.Away("平台暂停服务（503）", After(answer))),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Asked.NoAnswer(new Outcome.Stopped($"平台拒绝身份（{(int)answer.StatusCode}）")),
        _ => new Asked.NoAnswer(new Outcome.Unknown($"查询时平台答复 {(int)answer.StatusCode}")),
    };

    private static Asked ReadRow(SentRow sent, string dataSource, byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var held = document.RootElement.GetProperty("row").EnumerateObject()
                .Select(column => (column.Name, Text: column.Value.ValueKind == JsonValueKind.Null ? "" : column.Value.ToString()))
                .Where(column => column.Text.Length > 0)
                .ToDictionary(column => column.Name, column => column.Text, StringComparer.Ordinal);
            var isDeleted = held.GetValueOrDefault("cd_operation") == "D";
            return isDeleted == (sent.Operation == "D") && (isDeleted || IsSame(sent.Row, dataSource, held)) ? new Asked.There() : new Asked.NotThere();
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            return new Asked.NoAnswer(new Outcome.Unknown("查询时平台的答复无法解读"));
        }
    }

    // Content is every column but those of the sending; null, empty and absent are equal.
    private static bool IsSame(PlannedRow row, string dataSource, Dictionary<string, string> held)
    {
        var columns = row.Columns.Select(column => (column.Key, Text: Convert.ToString(column.Value, CultureInfo.InvariantCulture)!)).Append(("data_source", dataSource)).ToList();
        return held.Keys.Except(["cd_operation", "cd_time", "cd_batch"]).Count() == columns.Count && columns.TrueForAll(column => held.GetValueOrDefault(column.Item1) == column.Item2);
    }

    /// <summary>The <c>Retry-After</c>; a date counts by the platform's own clock, and is left to the schedule where it tells none.</summary>
    private static TimeSpan? After(HttpResponseMessage answer)
    {
        var wanted = answer.Headers.RetryAfter?.Delta ?? answer.Headers.RetryAfter?.Date - answer.Headers.Date;
        return wanted < TimeSpan.Zero ? TimeSpan.Zero : wanted;
    }

    private static Outcome Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var custom = root.GetProperty("custom");
            var transport = root.GetProperty("status").GetProperty("code").GetInt32();
            var (taken, refused) = (Taken(custom), Refused(custom));
            return (transport, custom.GetProperty("code").GetInt32()) switch
            {
                (200, 0 or 1 or 2) when refused.Find(row => !RefusalCodes.Contains(row.Code)) is { } unlisted => new Outcome.Stopped($"平台答复了未列出的错误代码 {Shown(unlisted.Code)}", MayHaveTaken: true),
                (200, 1) when refused.Count > 0 => new Outcome.Unknown("平台的答复自相矛盾：全部收下，又列出错误"),
                (200, 1 or 2) => new Outcome.Answered(taken, refused),
                (200, 0) => Batch(custom, refused),
                (_, var code) => new Outcome.Stopped($"平台答复了未列出的代码 {transport}/{code}", MayHaveTaken: true),
            };
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new Outcome.Unknown("平台的答复无法解读");
        }
    }

    // What stands in a code's place may be a text that repeats what the row says of somebody, and this goes where nothing is sealed.
    private static string Shown(string code) =>
        code.Length is > 0 and <= LongestCode && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && code.Count(char.IsAsciiDigit) <= MostDigits ? code : "（不成代码，不予显示）";

    private static Outcome.BatchRefused Batch(JsonElement custom, List<RowRefusal> refused)
    {
        var first = refused is [var refusal, ..] ? refusal : new RowRefusal("", "", "");
        return new Outcome.BatchRefused(first.Code, custom.TryGetProperty("text", out var text) ? text.ToString() : first.Text);
    }

    private static List<RowReceipt> Taken(JsonElement custom) => List(custom, "rows", row => new RowReceipt(Guid(row), Text(row, "receiptNo"), Text(row, "provincialCaseNo")));

    private static List<RowRefusal> Refused(JsonElement custom) => List(custom, "errors", row => new RowRefusal(Guid(row), Text(row, "code") ?? "", Text(row, "text") ?? ""));

    private static List<T> List<T>(JsonElement custom, string name, Func<JsonElement, T> read) =>
        custom.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(read)] : [];

    // An answer about no row is one that makes no sense.
    private static string Guid(JsonElement row) => Text(row, "row_guid") ?? throw new FormatException("A row of the answer has no row_guid.");

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Set(HttpRequestHeaders headers, string name, string value)
    {
        headers.Remove(name);
        headers.Add(name, value);
    }

    private static PlannedRow RowOf(string table, JsonElement row) => new(
        table,
        row.GetProperty("row_guid").GetString()!,
        [.. row.EnumerateObject().Where(column => !OfSending.Contains(column.Name)).Select(column => KeyValuePair.Create(column.Name, ValueOf(column.Value)))]);

    private static object ValueOf(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetInt32() : value.GetString()!;

    private static void WriteColumns(Utf8JsonWriter to, PlannedRow row)
    {
        foreach (var (column, value) in row.Columns)
        {
            if (value is int number)
            {
                to.WriteNumber(column, number);
            }
            else
            {
                to.WriteString(column, (string)value);
            }
        }
    }
}
