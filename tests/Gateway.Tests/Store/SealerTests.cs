using System.Security.Cryptography;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Tests.Store;

public sealed class SealerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sealer-");
    private readonly Sealer _sealer;

    public SealerTests() => _sealer = new Sealer(DataKeys.Make(Path.Combine(_folder.FullName, "keys.json")));

    public void Dispose()
    {
        _sealer.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void What_was_sealed_opens_again_under_its_own_id_only()
    {
        var sealed_ = _sealer.Seal("示例"u8, [1]);

        Assert.Equal("示例"u8.ToArray(), _sealer.Open(sealed_, [1]));
        Assert.ThrowsAny<CryptographicException>(() => _sealer.Open(sealed_, [2]));
    }

    [Fact]
    public void A_change_of_any_byte_is_noticed()
    {
        var sealed_ = _sealer.Seal("示例"u8, [1]);

        for (var i = 0; i < sealed_.Length; i++)
        {
            var changed = (byte[])sealed_.Clone();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => _sealer.Open(changed, [1]));
        }

        Assert.ThrowsAny<CryptographicException>(() => _sealer.Open(sealed_.AsSpan(0, 10), [1]));
    }

    [Fact]
    public void The_same_text_is_sealed_differently_every_time_and_says_how()
    {
        var (one, two) = (_sealer.Seal("示例"u8, [1]), _sealer.Seal("示例"u8, [1]));

        Assert.NotEqual(one, two);
        Assert.Equal([1, 1, 0, 1], one[..4]);
    }

    [Fact]
    public void Digests_are_the_same_for_the_same_and_another_under_another_purpose_or_key()
    {
        using var other = new Sealer(DataKeys.Make(Path.Combine(_folder.FullName, "other.json")));

        Assert.Equal(_sealer.Digest("a", "x"u8), _sealer.Digest("a", "x"u8));
        Assert.NotEqual(_sealer.Digest("a", "x"u8), _sealer.Digest("b", "x"u8));
        Assert.NotEqual(_sealer.Digest("a", "x"u8), other.Digest("a", "x"u8));
    }

    [Fact]
    public void Many_threads_may_seal_at_once()
    {
        Parallel.For(0, 2000, i =>
        {
            var id = BitConverter.GetBytes(i);
            Assert.Equal(id, _sealer.Open(_sealer.Seal(id, id), id));
        });
    }
}
