using System.Buffers.Text;
using System.Text;

namespace ServiceHall.MockPlatforms.OneWindow.Rows;

internal enum ColumnKind
{
    Text,
    Int,
    Datetime,
}

/// <summary>A column of the province's specification. Lengths are in code points, as databases in UTF-8 count them.</summary>
internal sealed class Column(string name, ColumnKind kind, int length, bool required, IReadOnlyList<string> codes)
{
    private readonly byte[] utf8Name = Encoding.UTF8.GetBytes(name);
    private readonly byte[][] codes = [.. codes.Select(Encoding.UTF8.GetBytes)];

    public string Name => name;

    public ReadOnlySpan<byte> Utf8Name => utf8Name;

    public ColumnKind Kind => kind;

    public bool Required => required;

    /// <summary>Says how the row travelled, not what it says: no part of its content.</summary>
    public bool IsStamp { get; } = name is "cd_operation" or "cd_time" or "cd_batch";

    /// <summary>What is wrong with the value (E0204), or null.</summary>
    public Defect? Check(ReadOnlySpan<byte> value) => kind switch
    {
        ColumnKind.Int when !IsInteger(value) => Defect.Unfit(name, "应为整数"),
        ColumnKind.Datetime when !HallTime.TryParse(value, out _) => Defect.Unfit(name, "时间格式应为 yyyy-MM-dd HH:mm:ss"),
        _ when value.Length > length && CodePoints(value) > length => Defect.Unfit(name, $"超过长度 {length}"),
        _ when codes.Length > 0 && !IsCode(value) => Defect.Unfit(name, "代码值不在字典中"),
        _ => null,
    };

    private static bool IsInteger(ReadOnlySpan<byte> value) =>
        !value.ContainsAnyExceptInRange((byte)'0', (byte)'9') && Utf8Parser.TryParse(value, out int _, out var read) && read == value.Length;

    private bool IsCode(ReadOnlySpan<byte> value)
    {
        foreach (var code in codes)
        {
            if (value.SequenceEqual(code))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every byte but the continuation bytes 10xxxxxx begins a code point.</summary>
    private static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
        {
            count += (b & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }
}
