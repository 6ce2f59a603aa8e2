using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServiceHall.Bench.Intake;

namespace ServiceHall.Bench.Load;

/// <summary>A push as the bytes of an HTTP call, signed beforehand so that sending it costs next to nothing.</summary>
internal static class SignedPush
{
    private const string Target = "/v1/records";
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes(BenchHall.Secret);

    public static byte[] Bytes(Uri url, string client, byte[] body)
    {
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var digest = Convert.ToHexStringLower(SHA256.HashData(body));
        var signature = HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes(string.Join('\n', "POST", Target, timestamp, nonce, digest)));
        var head = $"""
            POST {Target} HTTP/1.1
            Host: {url.Authority}
            Content-Type: application/json
            Content-Length: {body.Length}
            X-ServiceHall-Key: {client}
            X-ServiceHall-Timestamp: {timestamp}
            X-ServiceHall-Nonce: {nonce}
            X-ServiceHall-Signature: {Convert.ToHexStringLower(signature)}


            """.ReplaceLineEndings("\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
