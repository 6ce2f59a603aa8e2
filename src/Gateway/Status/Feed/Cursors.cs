using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Status.Feed;

/// <summary>
/// Places of the feed as readers keep them: the same for all, and nobody can make one up. A cursor also says what stood at its place, and is none of ours
/// where something else stands there: a back-up was put back, and other things have happened since.
/// </summary>
internal sealed class Cursors(Sealer sealer, Database database)
{
    private const int NumberLength = sizeof(long);
    private const int PlaceLength = NumberLength + sizeof(long) + 16;
    private const int DigestLength = 8;
    private const int TextLength = 22;

    public string Of(ChangePlace place)
    {
        Span<byte> cursor = stackalloc byte[NumberLength + DigestLength];
        Write(cursor, place);
        return Base64Url.EncodeToString(cursor);
    }

    /// <summary>The place of a cursor; null where it is none of ours.</summary>
    public long? PlaceOf(string cursor)
    {
        Span<byte> given = stackalloc byte[NumberLength + DigestLength];
        if (cursor.Length != TextLength || Base64Url.DecodeFromChars(cursor, given, out _, out var length) != OperationStatus.Done || length != given.Length
            || database.ReadPlace(BinaryPrimitives.ReadInt64BigEndian(given)) is not { } place)
        {
            return null;
        }

        Span<byte> ours = stackalloc byte[NumberLength + DigestLength];
        Write(ours, place);
        return CryptographicOperations.FixedTimeEquals(ours, given) ? place.Number : null;
    }

    private void Write(Span<byte> cursor, ChangePlace place)
    {
        Span<byte> stands = stackalloc byte[PlaceLength];
        BinaryPrimitives.WriteInt64BigEndian(stands, place.Number);
        BinaryPrimitives.WriteInt64BigEndian(stands[NumberLength..], place.At);
        place.RecordId.GetValueOrDefault().TryWriteBytes(stands[^16..]);
        stands[..NumberLength].CopyTo(cursor);
        sealer.Digest("changes.cursor", stands).AsSpan(0, DigestLength).CopyTo(cursor[NumberLength..]);
    }
}
