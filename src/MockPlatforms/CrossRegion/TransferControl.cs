using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.OneWindow;
using ServiceHall.MockPlatforms.SampleCounty;

namespace ServiceHall.MockPlatforms.CrossRegion;

/// <summary>The transfer platform's back door for tests: what it took, and how it fails.</summary>
internal sealed class TransferControl(TransferDoor door, TransferBooks books)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/__province/transfer", BackDoor.Local(http => http.Response.WriteAsJsonAsync(Shown(http.Request.Query["requestNo"].ToString()), Members.Line, http.RequestAborted)));
        routes.MapGet("/__province/transfer/faults", BackDoor.Local(http => http.Response.WriteAsJsonAsync(door.Faults.State(), http.RequestAborted)));
        routes.MapPost("/__province/transfer/faults", BackDoor.Local(SetFaultsAsync));
        routes.MapDelete("/__province/transfer/faults", BackDoor.Local(ClearFaultsAsync));
    }

    private JsonObject Shown(string requestNo) => new()
    {
        ["packages"] = new JsonArray([.. books.Of(requestNo).Select(taken => Members.Of(
            ("from", taken.Package.From),
            ("sequence", taken.Package.Sequence),
            ("kind", taken.Package.Kind),
            ("to", new JsonArray([.. taken.Package.To.Select(to => JsonValue.Create(to))])),
            ("receipt", taken.ReceiptNo)))]),
    };

    private async Task SetFaultsAsync(HttpContext http)
    {
        try
        {
            await door.Faults.SetAsync(http.Request.Body, http.RequestAborted);
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (JsonException mistake)
        {
            await Answer.RefuseAsync(http, StatusCodes.Status400BadRequest, mistake.Message);
        }
    }

    private Task ClearFaultsAsync(HttpContext http)
    {
        door.Faults.Clear();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
