namespace ServiceHall.Gateway.Security;

/// <summary>The nonce of a call whose signature was right.</summary>
/// <param name="Digest">Of the caller's key and the nonce.</param>
/// <param name="SignedAt">The call's own timestamp.</param>
internal sealed record CallNonce(byte[] Digest, DateTimeOffset SignedAt);
