using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Security;

/// <summary>The signature of a call (contract section 1) and who made it. Uses the machine's clock, never the hall's.</summary>
internal sealed class SignedCalls(GatewaySettings settings, TimeProvider machine)
{
    public const string KeyHeader = "X-ServiceHall-Key";
    public const string TimestampHeader = "X-ServiceHall-Timestamp";
    public const string NonceHeader = "X-ServiceHall-Nonce";
    public const string SignatureHeader = "X-ServiceHall-Signature";

    /// <summary>The fifth line of an upload that is read while it is sent: nothing vouches for its bytes but the connection.</summary>
    public const string Stream = "STREAM";

    /// <summary>The fifth line of a gRPC call, likewise.</summary>
    public const string Grpc = "GRPC";

    private static readonly string OfNothing = Convert.ToHexStringLower(SHA256.HashData([]));
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    // An unknown key is checked against a secret too, so that it takes as long and is answered alike.
    private static readonly byte[] NobodysSecret = RandomNumberGenerator.GetBytes(32);

    private readonly FrozenDictionary<string, Caller> _callers = settings.Clients.Select(client => new Caller(client)).ToFrozenDictionary(caller => caller.Key, StringComparer.Ordinal);
    private readonly NonceMemory _nonces = new(Window);

    public bool HasClients => _callers.Count > 0;

    /// <summary>What can be said before the body is read, or null.</summary>
    public ProblemCode? CheckHeaders(IHeaderDictionary headers)
    {
        if (!HasClients || One(headers, KeyHeader) is null || One(headers, SignatureHeader) is null || Timestamp(headers) is not { } timestamp || !IsNonce(One(headers, NonceHeader)))
        {
            return ProblemCodes.NotSigned;
        }

        return (machine.GetUtcNow() - timestamp).Duration() > Window ? ProblemCodes.ClockOff : null;
    }

    /// <summary>The fifth line for a body that was read whole: the digest of its bytes as sent.</summary>
    public static string Digest(ReadOnlySpan<byte> body) => body.IsEmpty ? OfNothing : Convert.ToHexStringLower(SHA256.HashData(body));

    /// <summary>Checks the signature; call it once, after <see cref="CheckHeaders"/>.</summary>
    /// <param name="request">The call.</param>
    /// <param name="rawTarget">Its path and query as sent.</param>
    /// <param name="fifthLine"><see cref="Digest"/> of the body, <see cref="Stream"/> or <see cref="Grpc"/>.</param>
    public (Caller? Caller, ProblemCode? Problem) Check(HttpRequest request, string rawTarget, string fifthLine)
    {
        var headers = request.Headers;
        var known = _callers.TryGetValue(One(headers, KeyHeader)!, out var caller);
        var expected = Signature(caller?.Secret ?? NobodysSecret, request.Method, rawTarget, One(headers, TimestampHeader)!, One(headers, NonceHeader)!, fifthLine);
        var given = Encoding.UTF8.GetBytes(One(headers, SignatureHeader)!);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), given) || !known)
        {
            return (null, ProblemCodes.SignatureWrong);
        }

        // Only a right signature uses up its nonce: nobody else can burn it.
        return _nonces.TryUse(caller!.Key, One(headers, NonceHeader)!, Timestamp(headers)!.Value, machine.GetUtcNow())
            ? (caller, null)
            : (null, ProblemCodes.NonceRepeated);
    }

    /// <summary>The nonce of a call that was checked.</summary>
    public static CallNonce NonceOf(IHeaderDictionary headers, Caller caller) => new(NonceMemory.Digest(caller.Key, One(headers, NonceHeader)!), Timestamp(headers)!.Value);

    /// <summary>Lower hex HMAC-SHA256 of the five lines.</summary>
    public static string Signature(byte[] secret, string method, string rawTarget, string timestamp, string nonce, string fifthLine) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{method.ToUpperInvariant()}\n{rawTarget}\n{timestamp}\n{nonce}\n{fifthLine}")));

    private static string? One(IHeaderDictionary headers, string name) => headers[name] is [{ Length: > 0 } value] ? value : null;

    private static DateTimeOffset? Timestamp(IHeaderDictionary headers) =>
        One(headers, TimestampHeader) is { Length: <= 14 } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    private static bool IsNonce(string? nonce) => nonce is { Length: >= 16 and <= 64 } && nonce.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
