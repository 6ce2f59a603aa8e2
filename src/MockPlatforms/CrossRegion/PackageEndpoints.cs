using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.OneWindow;
using ServiceHall.MockPlatforms.SampleCounty;

namespace ServiceHall.MockPlatforms.CrossRegion;

/// <summary>Packages: sent, read from the inbox, confirmed.</summary>
internal sealed class PackageEndpoints(TransferDoor door, TransferBooks books, TimeProvider clock, IHostApplicationLifetime life)
{
    private const int LargestPage = 500;
    private const int LongestWait = 30;
    private static readonly JsonDocumentOptions NoDuplicates = new() { AllowDuplicateProperties = false };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/transfer/v1/packages", door.For(TakeAsync));
        routes.MapGet("/transfer/v1/inbox", door.For(ReadAsync));
        routes.MapPost("/transfer/v1/inbox:received", door.For(ConfirmAsync));
    }

    private async Task TakeAsync(Call call, string county)
    {
        if (await BodyAsync(call.Http) is not { } body)
        {
            await Answer.RefuseAsync(call.Http, StatusCodes.Status400BadRequest, "请求体应为 JSON 对象");
            return;
        }

        var receipt = PackageReader.Read(body, out var mistaken) is not { } package ? Receipt.Malformed(mistaken)
            : package.From != county ? Receipt.Malformed("from")
            : books.Take(package);
        await door.AnswerAsync(call, receipt.ToJson());
    }

    private async Task ReadAsync(Call call, string county)
    {
        var query = call.Http.Request.Query;
        if (!TryNumber(query, "after", 0, long.MaxValue, out var after) || !TryNumber(query, "limit", 1, LargestPage, out var limit) || !TryNumber(query, "wait", 0, LongestWait, out var wait))
        {
            await Answer.RefuseAsync(call.Http, StatusCodes.Status400BadRequest, $"after 为位置，limit 为 1-{LargestPage}，wait 为 0-{LongestWait} 秒");
            return;
        }

        var page = books.Page(county, after, (int)(limit ?? 100));
        if (page.Packages.Count == 0 && wait > 0)
        {
            await WaitAsync(page.Arrival, TimeSpan.FromSeconds(wait.Value), call.Http.RequestAborted);
            page = books.Page(county, page.After, (int)(limit ?? 100));
        }

        await door.AnswerAsync(call, Members.Of(
            ("packages", new JsonArray([.. page.Packages.Select(one => Shown(one.Place, one.Package))])),
            ("next", page.Packages.Count > 0 ? page.Packages[^1].Place : page.After)));
    }

    private async Task ConfirmAsync(Call call, string county)
    {
        if (PackageReader.Number((await BodyAsync(call.Http))?["place"]) is not (>= 0 and var place) || books.Confirm(county, place) is not { } received)
        {
            await Answer.RefuseAsync(call.Http, StatusCodes.Status400BadRequest, "请求体应为 {\"place\":n}，n 不超过收件箱末位");
            return;
        }

        await door.AnswerAsync(call, Members.Of(("received", received)));
    }

    // Whoever waits keeps no platform from ending.
    private async Task WaitAsync(Task arrival, TimeSpan longest, CancellationToken gone)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(gone, life.ApplicationStopping);
        try
        {
            await arrival.WaitAsync(longest, clock, over.Token);
        }
        catch (Exception end) when (end is TimeoutException or OperationCanceledException)
        {
            // The page is empty then.
        }
    }

    private static async Task<JsonObject?> BodyAsync(HttpContext http)
    {
        try
        {
            var body = await JsonNode.ParseAsync(http.Request.Body, null, NoDuplicates, http.RequestAborted) as JsonObject;

            // Half a character passes the parser, and could not be written down.
            body?.ToJsonString(Members.Line);
            return body;
        }
        catch (Exception mistake) when (mistake is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static JsonObject Shown(long place, TakenPackage taken)
    {
        var shown = Members.Of(("place", place), ("receivedAt", taken.ReceivedAt));
        foreach (var (name, value) in taken.Package.Body)
        {
            shown[name] = value?.DeepClone();
        }

        return shown;
    }

    private static bool TryNumber(IQueryCollection query, string name, long least, long most, out long? number)
    {
        number = long.TryParse(query[name], NumberStyles.None, null, out var given) ? given : null;
        return number is { } one ? one >= least && one <= most : !query.ContainsKey(name);
    }
}
