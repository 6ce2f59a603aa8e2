using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ServiceHall.Gateway.Store;

/// <summary>
/// Seals what may hold personal data: AES-256-GCM under a header that names format, algorithm and key version, so that keys can be rotated and
/// another algorithm added without touching what is stored. What is sealed is bound to the id it is stored under.
/// </summary>
internal sealed class Sealer(DataKeys keys) : IDisposable
{
    private const byte Format = 1;
    private const byte Aes256Gcm = 1;
    private const int HeaderLength = 4;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    // One cipher a thread: the native context can't be shared while it works.
    private readonly ThreadLocal<Dictionary<int, AesGcm>> _ciphers = new(() => [], trackAllValues: true);

    /// <summary>Seals; <paramref name="boundTo"/> must be given again to open.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> boundTo)
    {
        var sealed_ = new byte[HeaderLength + NonceLength + TagLength + plain.Length];
        sealed_[0] = Format;
        sealed_[1] = Aes256Gcm;
        BinaryPrimitives.WriteUInt16BigEndian(sealed_.AsSpan(2), (ushort)keys.Current);
        var nonce = sealed_.AsSpan(HeaderLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        var tag = sealed_.AsSpan(HeaderLength + NonceLength, TagLength);
        Cipher(keys.Current).Encrypt(nonce, plain, sealed_.AsSpan(HeaderLength + NonceLength + TagLength), tag, boundTo);
        return sealed_;
    }

    /// <summary>Opens what was sealed.</summary>
    /// <exception cref="CryptographicException">It was changed, moved to another id, or sealed by a key that is not there.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealed_, ReadOnlySpan<byte> boundTo)
    {
        if (sealed_.Length < HeaderLength + NonceLength + TagLength || sealed_[0] != Format || sealed_[1] != Aes256Gcm)
        {
            throw new CryptographicException("This is not sealed in a way that this version knows.");
        }

        var plain = new byte[sealed_.Length - HeaderLength - NonceLength - TagLength];
        var body = sealed_[HeaderLength..];
        Cipher(BinaryPrimitives.ReadUInt16BigEndian(sealed_[2..])).Decrypt(body[..NonceLength], body[(NonceLength + TagLength)..], body.Slice(NonceLength, TagLength), plain, boundTo);
        return plain;
    }

    /// <summary>A keyed digest of 16 bytes: the same for the same content, worthless for guessing what it was without the key.</summary>
    public byte[] Digest(string purpose, ReadOnlySpan<byte> content)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, keys.DigestKey);
        hmac.AppendData(Encoding.UTF8.GetBytes(purpose));
        hmac.AppendData([0]);
        hmac.AppendData(content);
        return hmac.GetHashAndReset()[..16];
    }

    public void Dispose()
    {
        foreach (var cipher in _ciphers.Values.SelectMany(ciphers => ciphers.Values))
        {
            cipher.Dispose();
        }

        _ciphers.Dispose();
    }

    private AesGcm Cipher(int version)
    {
        var ciphers = _ciphers.Value!;
        if (!ciphers.TryGetValue(version, out var cipher))
        {
            ciphers[version] = cipher = new AesGcm(keys.Key(version), TagLength);
        }

        return cipher;
    }
}
