using System.Security.Cryptography;

namespace ServiceHall.MockPlatforms.CrossRegion;

/// <summary>
/// The counties' files on disk, each county's in its own folder: a part grows until it is whole and has its digest, and is renamed then. Nobody learns from another's
/// part what that one is sending.
/// </summary>
internal sealed class FileShelf(string folder)
{
    /// <summary>20 MiB: what a file may have in all.</summary>
    public const long Largest = 20 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly HashSet<string> busy = [];

    public string PathOf(string county, string digest) => Path.Combine(folder, "files", county, digest);

    public bool Has(string county, string digest) => File.Exists(PathOf(county, digest));

    /// <summary>How many bytes are held of a part.</summary>
    public long Held(string county, string digest) => new FileInfo(PartOf(county, digest)) is { Exists: true } part ? part.Length : 0;

    /// <summary>Appends to a part for one caller at a time; null where another is at it, or where the offset is not what is held.</summary>
    public async Task<Grown?> GrowAsync(string county, string digest, Piece piece, Stream from, CancellationToken cancellationToken)
    {
        var path = PartOf(county, digest);
        if (!Enter(path))
        {
            return null;
        }

        try
        {
            return Held(county, digest) == piece.Offset ? await AppendAsync(county, digest, piece, from, cancellationToken) : null;
        }
        finally
        {
            Leave(path);
        }
    }

    private async Task<Grown> AppendAsync(string county, string digest, Piece piece, Stream from, CancellationToken cancellationToken)
    {
        var path = PartOf(county, digest);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using (var part = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0))
        {
            // What arrives of a call that is cut off stays: the sender asks how much, and goes on there.
            if (await CopyAsync(from, part, piece, cancellationToken) is { } mistake)
            {
                part.SetLength(piece.Offset);
                return mistake;
            }
        }

        return piece.Total is { } total && Held(county, digest) < total ? Grown.Partly : Finish(path, PathOf(county, digest), digest);
    }

    private static async Task<Grown?> CopyAsync(Stream from, FileStream part, Piece piece, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (part.Position + read > Largest)
            {
                return Grown.TooLarge;
            }

            await part.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return piece.Length is { } length && part.Position != piece.Offset + length ? Grown.OtherLength : null;
    }

    private static Grown Finish(string part, string whole, string digest)
    {
        using (var read = File.OpenRead(part))
        {
            if (Convert.ToHexStringLower(SHA256.HashData(read)) == digest)
            {
                File.Move(part, whole, overwrite: true);
                return Grown.Whole;
            }
        }

        File.Delete(part);
        return Grown.WrongDigest;
    }

    private string PartOf(string county, string digest) => $"{PathOf(county, digest)}.part";

    private bool Enter(string path)
    {
        lock (gate)
        {
            return busy.Add(path);
        }
    }

    private void Leave(string path)
    {
        lock (gate)
        {
            busy.Remove(path);
        }
    }
}

/// <summary>What a call says that it brings: where it begins, how much it is, and how much there is in all; null where it did not say.</summary>
internal sealed record Piece(long Offset, long? Length, long? Total);

/// <summary>What became of a piece.</summary>
internal enum Grown
{
    Partly,
    Whole,
    WrongDigest,
    TooLarge,

    /// <summary>More or fewer bytes than the call said; none of them are held.</summary>
    OtherLength,
}
