using System.IO.Compression;
using Microsoft.AspNetCore.Http.Features;

namespace ServiceHall.Gateway.Api;

/// <summary>The bytes of a call as they were sent.</summary>
internal sealed record RequestBody(byte[] Sent)
{
    /// <summary>8 MiB, before and after decompression.</summary>
    public const int Limit = 8 * 1024 * 1024;

    /// <summary>Reads the body; null where it is longer than the limit.</summary>
    /// <exception cref="BadHttpRequestException">It can't be read to its end, which is never a fault of ours.</exception>
    public static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength is 0 || context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return [];
        }

        try
        {
            return await ReadAsync(context.Request.Body, (int?)context.Request.ContentLength, context.RequestAborted);
        }
        catch (IOException fault) when (fault is not BadHttpRequestException)
        {
            // The server has no better word for a connection that was cut, and for the size of a chunk beyond all numbers.
            throw new BadHttpRequestException("The body can't be read to its end.", fault);
        }
    }

    /// <summary>The body after its <c>Content-Encoding</c>; a problem where that can't be had.</summary>
    public async Task<(byte[] Body, ProblemCode? Problem)> DecodeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        switch (request.Headers.ContentEncoding.ToString().ToUpperInvariant())
        {
            case "" or "IDENTITY":
                return (Sent, null);
            case "GZIP":
                return await UnzipAsync(cancellationToken);
            default:
                return ([], ProblemCodes.ContentType);
        }
    }

    private async Task<(byte[], ProblemCode?)> UnzipAsync(CancellationToken cancellationToken)
    {
        await using var zipped = new GZipStream(new MemoryStream(Sent), CompressionMode.Decompress);
        try
        {
            return await ReadAsync(zipped, null, cancellationToken) is { } plain ? (plain, null) : ([], ProblemCodes.BodyTooLarge);
        }
        catch (InvalidDataException)
        {
            return ([], ProblemCodes.BodyMalformed);
        }
    }

    private static async Task<byte[]?> ReadAsync(Stream from, int? length, CancellationToken cancellationToken)
    {
        var buffer = new byte[length ?? 4096];
        var filled = 0;
        while (true)
        {
            if (filled == buffer.Length)
            {
                if (length is not null)
                {
                    return buffer;
                }

                if (filled > Limit)
                {
                    return null;
                }

                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, Limit + 1));
            }

            var read = await from.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            if (read == 0)
            {
                return buffer[..filled];
            }

            filled += read;
        }
    }
}
