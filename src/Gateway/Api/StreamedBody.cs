using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace ServiceHall.Gateway.Api;

/// <summary>An upload of records, one a line, that is read while it is sent.</summary>
internal static class StreamedBody
{
    public const string MediaType = "application/x-ndjson";

    /// <summary>Whether a call is one: its body is neither read nor limited at the front door.</summary>
    public static bool Is(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.Equals("/v1/records", StringComparison.OrdinalIgnoreCase)
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && string.Equals(type.MediaType, MediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether one may come this way: its signature does not cover the bytes, so the connection must.</summary>
    public static bool MayCome(HttpContext context) =>
        context.Request.IsHttps || (context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from));

    /// <summary>What is sent, after its <c>Content-Encoding</c>; null where that is not one of ours.</summary>
    public static Stream? Open(HttpRequest request) => request.Headers.ContentEncoding.ToString().ToUpperInvariant() switch
    {
        "" or "IDENTITY" => request.Body,
        "GZIP" => new GZipStream(request.Body, CompressionMode.Decompress),
        _ => null,
    };
}
