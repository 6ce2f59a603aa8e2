using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.OneWindow;
using ServiceHall.MockPlatforms.SampleCounty;

namespace ServiceHall.MockPlatforms.Downward;

/// <summary>The back door by which somebody has applications sent down, unsigned and therefore for this machine only.</summary>
internal sealed class DownwardEndpoints(Outbox outbox, TimeProvider clock)
{
    private const int Most = 10_000;
    private static readonly TimeSpan HallOffset = TimeSpan.FromHours(8);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/__province/applications", BackDoor.Local(TakeAsync));
        routes.MapGet("/__province/applications", BackDoor.Local(http => http.Response.WriteAsJsonAsync(Shown(), Members.Line, http.RequestAborted)));
    }

    private async Task TakeAsync(HttpContext http)
    {
        if (await ReadAsync(http) is not { } applications)
        {
            await Answer.RefuseAsync(http, StatusCodes.Status400BadRequest, "请求体应为 {\"applications\":[{\"platformNo\":…}]} 或 {\"count\":…,\"seed\":…,\"at\":…}");
            return;
        }

        var taken = applications.Count(one => outbox.TryAdd(one.PlatformNo, one.Body));
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        await http.Response.WriteAsJsonAsync(new JsonObject { ["taken"] = taken, ["known"] = applications.Count - taken }, Members.Line, http.RequestAborted);
    }

    private async Task<List<(string PlatformNo, JsonObject Body)>?> ReadAsync(HttpContext http)
    {
        try
        {
            var asked = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject;
            return asked?["applications"] is JsonArray given ? Given(given) : asked is not null ? Made(asked) : null;
        }
        catch (Exception mistake) when (mistake is JsonException or InvalidOperationException or FormatException)
        {
            // The latter two: a number or a time that is none.
            return null;
        }
    }

    private static List<(string, JsonObject)>? Given(JsonArray applications)
    {
        var all = applications.OfType<JsonObject>().Select(one => (one.Text("platformNo") ?? "", one.DeepClone().AsObject())).ToList();
        return all.Count == applications.Count && all.TrueForAll(one => one.Item1.Length > 0) ? all : null;
    }

    private List<(string, JsonObject)> Made(JsonObject asked)
    {
        var at = asked.Text("at") is { } given ? HallDay.Read(given) : clock.GetUtcNow();
        return [.. SampleApplications.Make((ulong?)asked["seed"] ?? 1, Math.Min((int?)asked["count"] ?? 1, Most), at.ToOffset(HallOffset))];
    }

    private JsonObject Shown() => new()
    {
        ["applications"] = new JsonArray([.. outbox.All().Select(sent => Members.Of(
            ("platformNo", sent.PlatformNo), ("taskNo", sent.TaskNo), ("code", sent.Code), ("state", sent.State), ("caseState", sent.CaseState), ("reason", sent.Reason)))]),
    };
}
