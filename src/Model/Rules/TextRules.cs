using System.Runtime.InteropServices;
using System.Text.Json;
using ServiceHall.Model.Records;

namespace ServiceHall.Model.Rules;

/// <summary>What no text of a record may hold, wherever it stands in it.</summary>
public static class TextRules
{
    // What GB18030 bytes become when they are read as UTF-8 and written again: the replacement character, and its well-known double.
    private static readonly string[] Garbled = ["\uFFFD", "锟斤拷"];

    /// <summary>Looks through every string and every name of the record.</summary>
    public static void Check(JsonElement record, List<Finding> findings)
    {
        var raw = JsonMarshal.GetRawUtf8Value(record);
        if (raw.Contains((byte)'\\') || raw.IndexOf("\uFFFD"u8) >= 0 || raw.IndexOf("锟斤拷"u8) >= 0)
        {
            Walk(record, "", findings);
        }
    }

    /// <summary>A character below U+0020 other than CR, LF and TAB.</summary>
    public static bool HasControlCharacter(string text) => text.AsSpan().ContainsAnyInRange('\0', '\u001F') && text.Any(c => c < ' ' && c is not ('\r' or '\n' or '\t'));

    /// <summary>Half of a character cut in two.</summary>
    public static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Why a text can't be kept as it is beside the record, in a column of its own; null where it can.</summary>
    /// <param name="longest">In code points.</param>
    public static Rule? Unusable(string text, int longest) =>
        RecordReader.CodePoints(text) > longest ? RuleBook.FieldTooLong
        : HasControlCharacter(text) ? RuleBook.TextControlCharacter
        : HasLoneSurrogate(text) ? RuleBook.TextEncoding
        : null;

    private static void Walk(JsonElement value, string path, List<Finding> findings)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    var name = JsonText.NameOf(member);
                    Note(name, path, findings);
                    Walk(member.Value, path.Length == 0 ? Printable(name) : $"{path}.{Printable(name)}", findings);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Walk(item, $"{path}[{index++}]", findings);
                }

                break;
            case JsonValueKind.String:
                Note(JsonText.Of(value), path, findings);
                break;
        }
    }

    private static void Note(string text, string path, List<Finding> findings)
    {
        if (HasLoneSurrogate(text) || Garbled.Any(mark => text.Contains(mark, StringComparison.Ordinal)))
        {
            findings.Add(Finding.Of(RuleBook.TextEncoding, path));
        }

        if (HasControlCharacter(text))
        {
            findings.Add(Finding.Of(RuleBook.TextControlCharacter, path));
        }
    }

    private static string Printable(string name) => HasControlCharacter(name) || HasLoneSurrogate(name) ? "?" : name;
}
