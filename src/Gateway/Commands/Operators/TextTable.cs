using System.Text;

namespace ServiceHall.Gateway.Commands.Operators;

/// <summary>A table on a terminal, where a Chinese character is two columns wide.</summary>
internal static class TextTable
{
    private const int Gap = 2;

    public static string Of(IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string?>> rows)
    {
        var widths = head.Select((title, column) => rows.Select(row => Width(row[column])).Append(Width(title)).Max()).ToList();
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(head))
        {
            var line = string.Concat(row.Select((cell, column) => cell + new string(' ', widths[column] - Width(cell) + Gap)));
            text.AppendLine(line.TrimEnd());
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>How many columns a text takes.</summary>
    public static int Width(string? cell) => cell?.EnumerateRunes().Sum(rune => IsWide(rune.Value) ? 2 : 1) ?? 0;

    /// <summary>As much of a text as fits, with an ellipsis where something is left out.</summary>
    public static string Fit(string text, int columns)
    {
        if (Width(text) <= columns)
        {
            return text;
        }

        var (kept, taken) = (new StringBuilder(), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            taken += IsWide(rune.Value) ? 2 : 1;
            if (taken >= columns)
            {
                break;
            }

            kept.Append(rune);
        }

        return kept.Append('…').ToString();
    }

    // CJK, its punctuation and full-width forms.
    private static bool IsWide(int rune) => rune is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFE30 and <= 0xFE4F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x20000 and <= 0x3FFFD);
}
