using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServiceHall.MockPlatforms.OneWindow;

/// <summary>Checks the four <c>x-tif</c> headers: who, when, once, and that the sender knows the token.</summary>
/// <param name="tokenOf">A caller's token; null for one who is not known.</param>
/// <param name="clockSkew">How far a caller's clock may be off, either way.</param>
internal sealed class Signature(Func<string, string?> tokenOf, TimeSpan clockSkew, TimeProvider clock)
{
    private const int LongestNonce = 64;

    private readonly NonceMemory nonces = new(clock, clockSkew * 2);

    /// <summary>Why the call is refused, or null. A nonce is used up only by a call that was right in all else.</summary>
    /// <param name="headers">The call's headers.</param>
    /// <param name="clockShift">How far the province's own clock is off just now.</param>
    public string? Refuse(IHeaderDictionary headers, TimeSpan clockShift)
    {
        string paasid = headers["x-tif-paasid"].ToString(), timestamp = headers["x-tif-timestamp"].ToString();
        string nonce = headers["x-tif-nonce"].ToString(), signature = headers["x-tif-signature"].ToString();
        return paasid.Length == 0 || timestamp.Length == 0 || signature.Length == 0 || nonce.Length is 0 or > LongestNonce ? "缺少签名请求头"
            : tokenOf(paasid) is not { } token || !IsRight(timestamp, token, nonce, signature) ? "应用标识或签名错误"
            : !IsTimely(timestamp, clockShift) ? "时间戳超出允许范围"
            : !nonces.TryUse(paasid, nonce) ? "随机数重复"
            : null;
    }

    /// <summary>Lower hex SHA-256 of timestamp, token, nonce, timestamp in one piece.</summary>
    public static string Of(string timestamp, string token, string nonce) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(timestamp, token, nonce, timestamp))));

    private static bool IsRight(string timestamp, string token, string nonce, string signature) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(Of(timestamp, token, nonce)), Encoding.UTF8.GetBytes(signature));

    private bool IsTimely(string timestamp, TimeSpan clockShift) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(seconds - (double)(clock.GetUtcNow() + clockShift).ToUnixTimeSeconds()) <= clockSkew.TotalSeconds;
}
