using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.OneWindow.Books;
using ServiceHall.MockPlatforms.OneWindow.Faults;
using ServiceHall.MockPlatforms.OneWindow.Rows;

namespace ServiceHall.MockPlatforms.OneWindow;

/// <summary>The back door for tests, unsigned and therefore for this machine only.</summary>
internal sealed class ControlEndpoints(Ledger ledger, FaultSet faults)
{
    /// <summary>Entries or rows in one page, unless fewer are asked for.</summary>
    private const int LargestPage = 10_000;

    private static readonly JsonSerializerOptions Names = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/__province/journal", BackDoor.Local(JournalAsync));
        routes.MapGet("/__province/rows/{table}", BackDoor.Local(RowsAsync));
        routes.MapGet("/__province/faults", BackDoor.Local(http => http.Response.WriteAsJsonAsync(faults.State(), http.RequestAborted)));
        routes.MapPost("/__province/faults", BackDoor.Local(SetFaultsAsync));
        routes.MapDelete("/__province/faults", BackDoor.Local(ClearFaultsAsync));
    }

    private Task JournalAsync(HttpContext http)
    {
        var (after, limit) = PageOf(http.Request);
        var entries = ledger.Entries(after, limit);
        return http.Response.WriteAsJsonAsync(new { entries, next = after + entries.Length }, Names, http.RequestAborted);
    }

    private Task RowsAsync(HttpContext http)
    {
        if (Tables.Find((string?)http.GetRouteValue("table")) is not { } table)
        {
            return Answer.RefuseAsync(http, StatusCodes.Status404NotFound, "没有这个表");
        }

        var (after, limit) = PageOf(http.Request);
        var rows = ledger.Page(table, after, limit);
        return http.Response.WriteAsJsonAsync(new { rows = rows.Select(ToJson), next = after + rows.Length }, Names, http.RequestAborted);
    }

    private async Task SetFaultsAsync(HttpContext http)
    {
        try
        {
            await faults.SetAsync(http.Request.Body, http.RequestAborted);
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (JsonException mistake)
        {
            await Answer.RefuseAsync(http, StatusCodes.Status400BadRequest, mistake.Message);
        }
    }

    private Task ClearFaultsAsync(HttpContext http)
    {
        faults.Clear();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static (int After, int Limit) PageOf(HttpRequest request) =>
        (Number(request, "after", 0), Math.Min(Number(request, "limit", 1000), LargestPage));

    private static int Number(HttpRequest request, string name, int otherwise) =>
        int.TryParse(request.Query[name], out var number) && number >= 0 ? number : otherwise;

    private static JsonObject ToJson(Row row)
    {
        var members = row.Table.Columns.Select((column, i) => (column, text: System.Text.Encoding.UTF8.GetString(row[i]))).Where(c => c.text.Length > 0);
        return new JsonObject(members.Select(c => KeyValuePair.Create(
            c.column.Name, c.column.Kind == ColumnKind.Int ? JsonValue.Create(int.Parse(c.text)) : (JsonNode?)JsonValue.Create(c.text))));
    }
}
