using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Rpc.Tests.Edges;

/// <summary>gRPC calls whose messages are made by hand, on one connection of HTTP/2.</summary>
internal sealed class RawCalls(TestHall hall, TimeProvider? machine = null) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { BaseAddress = hall.RpcUrl, Timeout = TimeSpan.FromSeconds(60) };

    public bool IsSigned { get; init; } = true;

    /// <summary>The call's status; null where the stream was closed without one.</summary>
    public async Task<StatusCode?> SendAsync(string method, HttpContent body, string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/servicehall.v1.{method}") { Content = body, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        body.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (encoding is not null)
        {
            request.Headers.Add("grpc-encoding", encoding);
        }

        var client = hall.Client();
        client.Clock = (machine ?? TimeProvider.System).GetUtcNow;
        if (IsSigned)
        {
            client.Sign(request, "POST", $"/servicehall.v1.{method}", [], fifthLine: "GRPC");
        }

        try
        {
            using var answer = await _http.SendAsync(request);
            await answer.Content.ReadAsByteArrayAsync();
            var status = answer.TrailingHeaders.TryGetValues("grpc-status", out var told) || answer.Headers.TryGetValues("grpc-status", out told) ? told.Single() : null;
            return status is null ? null : (StatusCode)int.Parse(status, CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is HttpRequestError.HttpProtocolError or HttpRequestError.ResponseEnded)
        {
            return null;
        }
    }

    /// <summary>A message with its head.</summary>
    public static byte[] Message(byte[] payload, byte flag = 0)
    {
        var message = new byte[5 + payload.Length];
        message[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), payload.Length);
        payload.CopyTo(message.AsSpan(5));
        return message;
    }

    /// <summary>So many noughts, zipped.</summary>
    public static byte[] Bomb(int size)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            var piece = new byte[1 << 20];
            for (var written = 0; written < size; written += piece.Length)
            {
                gzip.Write(piece);
            }
        }

        return zipped.ToArray();
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>A body that begins, and goes on when it is told to.</summary>
internal sealed class HaltingContent(byte[] beginning, Task goesOn, byte[] rest) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(beginning);
        await stream.FlushAsync();
        await goesOn;
        await stream.WriteAsync(rest);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
