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

    // One set of tools a thread: a native context can't be shared while it works, and costs more to make than to use.
    private readonly ThreadLocal<Tools> _tools = new(() => new Tools(keys), trackAllValues: true);

    /// <summary>Seals; <paramref name="boundTo"/> must be given again to open.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> boundTo)
    {
        var sealed_ = new byte[HeaderLength + NonceLength + TagLength + plain.Length];
        sealed_[0] = Format;
        sealed_[1] = Aes256Gcm;
        BinaryPrimitives.WriteUInt16BigEndian(sealed_.AsSpan(2), (ushort)keys.Current);
        var nonce = sealed_.AsSpan(HeaderLength, NonceLength);
        var tools = _tools.Value!;
        tools.FillNonce(nonce);
        var tag = sealed_.AsSpan(HeaderLength + NonceLength, TagLength);
        tools.Cipher(keys.Current).Encrypt(nonce, plain, sealed_.AsSpan(HeaderLength + NonceLength + TagLength), tag, boundTo);
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
        _tools.Value!.Cipher(BinaryPrimitives.ReadUInt16BigEndian(sealed_[2..])).Decrypt(body[..NonceLength], body[(NonceLength + TagLength)..], body.Slice(NonceLength, TagLength), plain, boundTo);
        return plain;
    }

    /// <summary>A keyed digest of 16 bytes: the same for the same content, worthless for guessing what it was without the key.</summary>
    public byte[] Digest(string purpose, ReadOnlySpan<byte> content)
    {
        var hmac = _tools.Value!.Hmac;
        hmac.AppendData(Encoding.UTF8.GetBytes(purpose));
        hmac.AppendData([0]);
        hmac.AppendData(content);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hmac.GetHashAndReset(digest);
        return digest[..16].ToArray();
    }

    public void Dispose()
    {
        foreach (var tools in _tools.Values)
        {
            tools.Dispose();
        }

        _tools.Dispose();
    }

    /// <summary>What one thread seals with.</summary>
    private sealed class Tools(DataKeys keys) : IDisposable
    {
        private readonly Dictionary<int, AesGcm> _ciphers = [];
        private readonly byte[] _random = new byte[256 * NonceLength];
        private int _unused;

        public IncrementalHash Hmac { get; } = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, keys.DigestKey);

        // Random bytes are dear by the call: many nonces are had at once, and each is given away once.
        public void FillNonce(Span<byte> nonce)
        {
            if (_unused == 0)
            {
                RandomNumberGenerator.Fill(_random);
                _unused = _random.Length;
            }

            _unused -= NonceLength;
            _random.AsSpan(_unused, NonceLength).CopyTo(nonce);
        }

        public AesGcm Cipher(int version)
        {
            if (!_ciphers.TryGetValue(version, out var cipher))
            {
                _ciphers[version] = cipher = new AesGcm(keys.Key(version), TagLength);
            }

            return cipher;
        }

        public void Dispose()
        {
            Hmac.Dispose();
            foreach (var cipher in _ciphers.Values)
            {
                cipher.Dispose();
            }
        }
    }
}
