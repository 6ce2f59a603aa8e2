using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServiceHall.Bench.Intake;

namespace ServiceHall.Bench.Load;

/// <summary>A call as the bytes of HTTP, signed beforehand so that sending it costs next to nothing.</summary>
internal static class SignedCall
{
    private const string Records = "/v1/records";
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes(BenchHall.Secret);

    /// <summary>A push of records.</summary>
    public static byte[] Push(Uri url, string client, byte[] body) =>
        [.. Head(url, "POST", Records, Headers(client, "POST", Records, Digest(body)), $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n"), .. body];

    /// <summary>A read.</summary>
    public static byte[] Get(Uri url, string client, string target) => Head(url, "GET", target, Headers(client, "GET", target, Digest([])), "");

    /// <summary>The head of a streamed upload of so many bytes; in HTTP/1.0, so that the answer comes unframed and ends as the server closes.</summary>
    public static byte[] Upload(Uri url, string client, long length) =>
        Head(url, "POST", Records, Headers(client, "POST", Records, "STREAM"), $"Content-Type: application/x-ndjson\r\nContent-Length: {length}\r\n", version: "1.0");

    /// <summary>The headers of a gRPC call, but for its method and scheme.</summary>
    public static IEnumerable<(string Name, string Value)> Rpc(Uri url, string client, string method) =>
    [
        (":path", method), (":authority", url.Authority), ("content-type", "application/grpc"), ("te", "trailers"),
        .. Headers(client, "POST", method, "GRPC").Select(header => (header.Name.ToLowerInvariant(), header.Value)),
    ];

    /// <summary>The headers that sign a call without a body.</summary>
    public static IReadOnlyList<(string Name, string Value)> Headers(string client, string method, string target) => Headers(client, method, target, Digest([]));

    /// <summary>The headers that sign a call with one.</summary>
    public static IReadOnlyList<(string Name, string Value)> Headers(string client, string method, string target, byte[] body) => Headers(client, method, target, Digest(body));

    private static (string Name, string Value)[] Headers(string client, string method, string target, string fifthLine)
    {
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var signature = HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes(string.Join('\n', method, target, timestamp, nonce, fifthLine)));
        return
        [
            ("X-ServiceHall-Key", client), ("X-ServiceHall-Timestamp", timestamp), ("X-ServiceHall-Nonce", nonce), ("X-ServiceHall-Signature", Convert.ToHexStringLower(signature)),
        ];
    }

    private static string Digest(byte[] body) => Convert.ToHexStringLower(SHA256.HashData(body));

    private static byte[] Head(Uri url, string method, string target, IEnumerable<(string Name, string Value)> headers, string more, string version = "1.1") =>
        Encoding.ASCII.GetBytes($"{method} {target} HTTP/{version}\r\nHost: {url.Authority}\r\n{more}{string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"))}\r\n");
}
