using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ServiceHall.Model.Records;

/// <summary>
/// Strings of a parsed document as they were sent. <see cref="JsonElement.GetString"/> throws on a lone surrogate, which a department may well
/// send (a name cut in the middle of a character); such a record must be kept and judged, not answered with an exception.
/// </summary>
public static class JsonText
{
    /// <summary>The string, with lone surrogates left in it.</summary>
    public static string Of(JsonElement text) => Unescape(JsonMarshal.GetRawUtf8Value(text)[1..^1]);

    /// <summary>The member's name, with lone surrogates left in it.</summary>
    public static string NameOf(JsonProperty member) => Unescape(JsonMarshal.GetRawUtf8PropertyName(member));

    /// <summary>
    /// The member of that name, or null. (<see cref="JsonElement.TryGetProperty(string, out JsonElement)"/> throws where it meets another member with
    /// a lone surrogate in its name.)
    /// </summary>
    public static JsonElement? Find(JsonElement members, string name)
    {
        foreach (var member in members.EnumerateObject())
        {
            if (NameOf(member) == name)
            {
                return member.Value;
            }
        }

        return null;
    }

    private static string Unescape(ReadOnlySpan<byte> raw)
    {
        if (!raw.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(raw);
        }

        var text = new StringBuilder(raw.Length);
        while (raw.IndexOf((byte)'\\') is var at and >= 0)
        {
            text.Append(Encoding.UTF8.GetString(raw[..at]));
            var isUnicode = raw[at + 1] == (byte)'u';
            text.Append(isUnicode ? Unicode(raw.Slice(at + 2, 4)) : Simple(raw[at + 1]));
            raw = raw[(at + (isUnicode ? 6 : 2))..];
        }

        return text.Append(Encoding.UTF8.GetString(raw)).ToString();
    }

    private static char Unicode(ReadOnlySpan<byte> hex) => (char)ushort.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static char Simple(byte escape) => (char)escape switch
    {
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        var other => other,
    };
}
