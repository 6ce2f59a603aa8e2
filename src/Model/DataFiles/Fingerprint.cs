using System.Security.Cryptography;

namespace ServiceHall.Model.DataFiles;

/// <summary>Names a state of the data by its bytes, so that a record can say under which table it was judged.</summary>
public static class Fingerprint
{
    /// <summary>The first twelve hexadecimal digits, lower case, of the SHA-256 of all parts in their order.</summary>
    public static string Of(IEnumerable<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(part);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
