using System.Text;

namespace ServiceHall.Model.DataFiles;

/// <summary>
/// A CSV file of data/: UTF-8 with or without BOM, a header, one row a line, fields quoted as in RFC 4180 but without line breaks.
/// Empty lines are skipped. Whatever is wrong is an <see cref="InvalidDataException"/> that begins with file and line.
/// </summary>
internal sealed class CsvFile(string path)
{
    // A hall's own file often comes out of a spreadsheet as GBK: better refused than read as other characters.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes as they lie on the disk, for the version of what was loaded.</summary>
    public byte[] Bytes { get; } = File.ReadAllBytes(path);

    /// <summary>The rows below a header that begins with these columns. Each row has at least these fields and at most the header's.</summary>
    public IReadOnlyList<CsvRow> Rows(params string[] columns)
    {
        var lines = Lines();
        if (lines.Count == 0 || !lines[0].Fields.Take(columns.Length).SequenceEqual(columns))
        {
            throw new InvalidDataException($"{path}:1: the header must begin with {string.Join(',', columns)}");
        }

        var odd = lines.Find(row => row.Fields.Count < columns.Length || row.Fields.Count > lines[0].Fields.Count);
        return odd is null ? lines[1..] : throw odd.Fault($"{odd.Fields.Count} fields; the header has {lines[0].Fields.Count}");
    }

    private List<CsvRow> Lines()
    {
        var rows = new List<CsvRow>();
        var rest = Bytes.AsSpan();
        rest = rest.StartsWith("\uFEFF"u8) ? rest[3..] : rest;
        for (var line = 1; rest.Length > 0; line++)
        {
            var end = rest.IndexOf((byte)'\n');
            var text = Decode(end < 0 ? rest : rest[..end], line);
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (text.Length > 0)
            {
                rows.Add(new CsvRow(path, line, text));
            }
        }

        return rows;
    }

    private string Decode(ReadOnlySpan<byte> bytes, int line)
    {
        try
        {
            return Utf8.GetString(bytes.TrimEnd((byte)'\r'));
        }
        catch (DecoderFallbackException inner)
        {
            throw new InvalidDataException($"{path}:{line}: not UTF-8; save it as \"CSV UTF-8\"", inner);
        }
    }
}
