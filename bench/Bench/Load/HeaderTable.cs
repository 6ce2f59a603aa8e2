using System.Text;

namespace ServiceHall.Bench.Load;

/// <summary>
/// Headers of one connection's calls as HPACK has them (RFC 7541), as any client sends them: what was said before is named by its number, and of what changes with
/// each call only the name. No Huffman coding; no value is longer than 126 bytes, and all that is kept fits into the table's usual 4,096 bytes.
/// </summary>
internal sealed class HeaderTable
{
    // The last of the static table (appendix A), and those of it that need no table of ours.
    private const int LastStatic = 61;
    private const int Post = 3;
    private const int Http = 6;

    private const byte Indexed = 0x80, Kept = 0x40, NotKept = 0;
    private const int ShortName = 0x0F;

    private readonly List<(string Name, string Value)> _kept = [];

    /// <summary>The block of a call's headers; blocks go to the server in the order in which they were made.</summary>
    public byte[] Block(IEnumerable<(string Name, string Value)> headers)
    {
        using var block = new MemoryStream();
        block.Write([Indexed | Post, Indexed | Http]);
        foreach (var (name, value) in headers)
        {
            var known = _kept.FindIndex(one => one.Name == name);
            if (known < 0)
            {
                block.Write([Kept, .. Text(name), .. Text(value)]);
                _kept.Add((name, value));
            }
            else if (_kept[known].Value == value)
            {
                block.WriteByte((byte)(Indexed | NumberOf(known)));
            }
            else
            {
                block.Write([NotKept | ShortName, (byte)(NumberOf(known) - ShortName), .. Text(value)]);
            }
        }

        return block.ToArray();
    }

    // The newest is the first.
    private int NumberOf(int known) => LastStatic + _kept.Count - known;

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
