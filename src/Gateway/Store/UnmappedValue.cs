using System.Text;

namespace ServiceHall.Gateway.Store;

/// <summary>A value that a department's code table did not cover, and how often records came with it. It may be anything a department typed: sealed.</summary>
internal sealed record UnmappedRow(string Adapter, string Table, byte[] Digest, long Count, long FirstAt, long LastAt, byte[] Value);

/// <summary>Seals such values and opens them.</summary>
internal static class UnmappedValue
{
    // A code is short. Of what is none its beginning tells enough; the digest is of the whole.
    private const int Longest = 200;

    /// <summary>One record's meeting with that value.</summary>
    public static UnmappedRow Seal(Sealer sealer, string adapter, string table, string value, DateTimeOffset at)
    {
        var digest = sealer.Digest("unmapped", Encoding.UTF8.GetBytes($"{adapter}\0{table}\0{value}"));
        var now = at.ToUnixTimeMilliseconds();
        var shown = Encoding.UTF8.GetBytes(value.Length > Longest ? value[..Longest] : value);
        return new UnmappedRow(adapter, table, digest, 1, now, now, sealer.Seal(shown, digest));
    }

    public static string Open(Sealer sealer, UnmappedRow row) => Encoding.UTF8.GetString(sealer.Open(row.Value, row.Digest));
}
