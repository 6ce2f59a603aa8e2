using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Status.Feed;

/// <summary>Places of the feed as readers keep them: the same for all, and nobody can make one up.</summary>
internal sealed class Cursors(Sealer sealer)
{
    private const int PlaceLength = sizeof(long);
    private const int DigestLength = 8;
    private const int TextLength = 22;

    public string Of(long place)
    {
        Span<byte> cursor = stackalloc byte[PlaceLength + DigestLength];
        Write(cursor, place);
        return Base64Url.EncodeToString(cursor);
    }

    /// <summary>The place of a cursor; null where it is none of ours.</summary>
    public long? PlaceOf(string cursor)
    {
        Span<byte> given = stackalloc byte[PlaceLength + DigestLength];
        if (cursor.Length != TextLength || Base64Url.DecodeFromChars(cursor, given, out _, out var length) != OperationStatus.Done || length != given.Length)
        {
            return null;
        }

        var place = BinaryPrimitives.ReadInt64BigEndian(given);
        Span<byte> ours = stackalloc byte[PlaceLength + DigestLength];
        Write(ours, place);
        return place >= 0 && CryptographicOperations.FixedTimeEquals(ours, given) ? place : null;
    }

    private void Write(Span<byte> cursor, long place)
    {
        BinaryPrimitives.WriteInt64BigEndian(cursor, place);
        sealer.Digest("changes.cursor", cursor[..PlaceLength]).AsSpan(0, DigestLength).CopyTo(cursor[PlaceLength..]);
    }
}
