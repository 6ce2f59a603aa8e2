using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ServiceHall.Gateway.Tests.Marked;

/// <summary>A platform with every fault there is, that says in each of them what it was sent; then one that takes everything.</summary>
internal sealed class EchoingPlatform : HttpMessageHandler
{
    private readonly Func<JsonArray, HttpResponseMessage>[] _faults;
    private int _calls = -1;
    private int _marks;

    public EchoingPlatform() => _faults =
    [
        rows => Text(HttpStatusCode.InternalServerError, Said(rows), "text/plain"),
        rows => Text(HttpStatusCode.OK, $"<html><body>{Said(rows)}</body></html>", "text/html"),
        rows => Text(HttpStatusCode.OK, $$"""{"status":{"code":200,"text":"{{Name(rows)}}"},"custom":{"code":1,"rows":[""", "application/json"),
        rows => Text(HttpStatusCode.TooManyRequests, Said(rows), "text/plain"),
        rows => Text(HttpStatusCode.ServiceUnavailable, Said(rows), "text/plain"),
        rows => throw new HttpRequestException(HttpRequestError.ConnectionError, Said(rows)),
        rows => throw new IOException(Said(rows)),
        rows => Custom(0, Name(rows), rows.Select(row => Refused(row!, "E0900"))),
        rows => Custom(2, Name(rows), rows.Select(row => Refused(row!, "E0203"))),
        rows => Custom(2, Name(rows), rows.Select(row => Refused(row!, Name(rows)))),
        rows => Custom(2, Name(rows), rows.Select(row => Refused(row!, Marked.Marks.MobileOf(1)))),
        rows => Text(HttpStatusCode.Unauthorized, Said(rows), "text/plain"),
        rows => Text(HttpStatusCode.BadRequest, Said(rows), "text/plain"),
    ];

    /// <summary>Calls that held a mark.</summary>
    public int Marks => Volatile.Read(ref _marks);

    /// <summary>Whether every fault has struck.</summary>
    public bool IsSpent => Volatile.Read(ref _calls) >= _faults.Length - 1;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get)
        {
            return Text(HttpStatusCode.NotFound, $"{Marked.Marks.Text}查无此行", "text/plain");
        }

        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        Interlocked.Add(ref _marks, Marked.Marks.In(body).Any() ? 1 : 0);
        var rows = JsonNode.Parse(body)!["rows"]!.AsArray();
        return Interlocked.Increment(ref _calls) is var call && call < _faults.Length ? _faults[call](rows) : Taken(rows);
    }

    private static string Said(JsonArray rows) => $"{Marked.Marks.Text} {rows.ToJsonString()}";

    private static string Name(JsonArray rows) => (string?)rows[0]!["applyer_name"] ?? $"{Marked.Marks.Text}平台";

    private static JsonObject Refused(JsonNode row, string code) => new() { ["row_guid"] = row["row_guid"]!.DeepClone(), ["code"] = code, ["text"] = $"{Marked.Marks.Text}{row.ToJsonString()}" };

    private static HttpResponseMessage Taken(JsonArray rows)
    {
        var receipts = new JsonArray([.. rows.Select(row => new JsonObject { ["row_guid"] = row!["row_guid"]!.DeepClone(), ["receiptNo"] = "R1" })]);
        return Text(HttpStatusCode.OK, new JsonObject { ["status"] = Ok(), ["custom"] = new JsonObject { ["code"] = 1, ["text"] = Name(rows), ["rows"] = receipts } }.ToJsonString(), "application/json");
    }

    private static HttpResponseMessage Custom(int code, string text, IEnumerable<JsonObject> errors) => Text(
        HttpStatusCode.OK, new JsonObject { ["status"] = Ok(), ["custom"] = new JsonObject { ["code"] = code, ["text"] = text, ["errors"] = new JsonArray([.. errors]) } }.ToJsonString(), "application/json");

    private static JsonObject Ok() => new() { ["code"] = 200, ["text"] = "ok" };

    private static HttpResponseMessage Text(HttpStatusCode status, string text, string type) => new(status) { Content = new StringContent(text, Encoding.UTF8, type) };
}
