using System.Globalization;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;
using ServiceHall.MockPlatforms.OneWindow;
using ServiceHall.MockPlatforms.SampleCounty;

namespace ServiceHall.MockPlatforms.CrossRegion;

/// <summary>Files by their digest: sent piece by piece, read piece by piece.</summary>
internal sealed class FileEndpoints(TransferDoor door, TransferBooks books, FileShelf shelf)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/transfer/v1/files/{digest}", door.For(TakeAsync));
        routes.MapMethods("/transfer/v1/files/{digest}", ["HEAD"], door.For(TellAsync));
        routes.MapGet("/transfer/v1/files/{digest}", door.For(ReadAsync));
    }

    private async Task TakeAsync(Call call, string county)
    {
        var (http, digest) = (call.Http, DigestOf(call));
        if (!PackageReader.IsDigest(digest) || PieceOf(http.Request) is not { } piece)
        {
            await Answer.RefuseAsync(http, StatusCodes.Status400BadRequest, "地址应为小写 SHA-256，Content-Range 应为 bytes a-b/total 且与长度一致");
            return;
        }

        // What is whole stays whole: a last piece whose answer was lost comes again.
        await (shelf.Has(county, digest) ? TellHeldAsync(call, county, StatusCodes.Status200OK)
            : (piece.Total ?? 0) > FileShelf.Largest ? TellAsync(call, Grown.TooLarge, county)
            : TellAsync(call, await shelf.GrowAsync(county, digest, piece, http.Request.Body, http.RequestAborted), county));
    }

    private Task TellAsync(Call call, Grown? grown, string county) => grown switch
    {
        Grown.Partly or Grown.Whole => TellHeldAsync(call, county, StatusCodes.Status200OK),
        Grown.WrongDigest => door.AnswerAsync(call, Receipt.WrongDigest().ToJson(), StatusCodes.Status422UnprocessableEntity),
        Grown.TooLarge => door.AnswerAsync(call, Receipt.TooLarge().ToJson(), StatusCodes.Status413PayloadTooLarge),
        Grown.OtherLength => Answer.RefuseAsync(call.Http, StatusCodes.Status400BadRequest, "长度与 Content-Range 不符"),
        _ => TellHeldAsync(call, county, StatusCodes.Status409Conflict),
    };

    private Task TellHeldAsync(Call call, string county, int status)
    {
        var (held, complete) = HeldOf(call, county);
        return door.AnswerAsync(call, Members.Of(("held", held), ("complete", complete)), status);
    }

    private Task TellAsync(Call call, string county)
    {
        var (held, complete) = HeldOf(call, county);
        var response = call.Http.Response;
        response.StatusCode = held > 0 || complete ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        (response.Headers["X-Held"], response.Headers["X-Complete"]) = ($"{held}", complete ? "true" : "false");
        response.ContentLength = held;
        return Task.CompletedTask;
    }

    private async Task ReadAsync(Call call, string county)
    {
        if (books.FileFor(county, DigestOf(call)) is not { } path)
        {
            await Answer.RefuseAsync(call.Http, StatusCodes.Status404NotFound, "没有这个文件");
            return;
        }

        var whole = await File.ReadAllBytesAsync(path, call.Http.RequestAborted);
        call.Http.Response.Headers.AcceptRanges = "bytes";
        if (RangeOf(call.Http.Request.GetTypedHeaders()) is not { } range)
        {
            await door.AnswerAsync(call, whole, "application/octet-stream", StatusCodes.Status200OK);
            return;
        }

        var from = range.From ?? Math.Max(0, whole.Length - range.To!.Value);
        var to = range.From is null ? whole.Length - 1 : Math.Min(range.To ?? long.MaxValue, whole.Length - 1);
        if (from > to)
        {
            call.Http.Response.Headers.ContentRange = $"bytes */{whole.Length}";
            await Answer.RefuseAsync(call.Http, StatusCodes.Status416RangeNotSatisfiable, "范围超出文件");
            return;
        }

        call.Http.Response.Headers.ContentRange = $"bytes {from}-{to}/{whole.Length}";
        await door.AnswerAsync(call, whole.AsMemory((int)from, (int)(to - from + 1)), "application/octet-stream", StatusCodes.Status206PartialContent);
    }

    private (long Held, bool Complete) HeldOf(Call call, string county) =>
        books.FileFor(county, DigestOf(call)) is { } path ? (new FileInfo(path).Length, true)
        : PackageReader.IsDigest(DigestOf(call)) ? (shelf.Held(county, DigestOf(call)), false)
        : (0, false);

    // One range of bytes; anything else is the whole file, as RFC 9110 allows.
    private static RangeItemHeaderValue? RangeOf(RequestHeaders headers) => headers.Range is { Unit.Value: "bytes", Ranges: { Count: 1 } ranges } ? ranges.First() : null;

    /// <summary>What the call says that it brings; null where it contradicts itself.</summary>
    private static Piece? PieceOf(HttpRequest request)
    {
        if (!request.Headers.ContainsKey(HeaderNames.ContentRange))
        {
            return new Piece(0, request.ContentLength, request.ContentLength);
        }

        return ContentRangeHeaderValue.TryParse(request.Headers.ContentRange.ToString(), out var range)
            && range is { Unit.Value: "bytes", From: { } from, To: { } to, Length: { } total }
            && (request.ContentLength ?? to - from + 1) == to - from + 1
            ? new Piece(from, to - from + 1, total)
            : null;
    }

    private static string DigestOf(Call call) => Convert.ToString(call.Http.GetRouteValue("digest"), CultureInfo.InvariantCulture) ?? "";
}
