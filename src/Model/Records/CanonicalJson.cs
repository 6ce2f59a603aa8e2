using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ServiceHall.Model.Records;

/// <summary>
/// RFC 8785 (JCS): one form for the same content, whatever the order of members or the way numbers and escapes were written. Where the RFC
/// gives up (a lone surrogate), the code unit is written as an escape, so that different contents stay different.
/// </summary>
public static class CanonicalJson
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.$ ");

    /// <summary>Appends the value in canonical form.</summary>
    public static void Write(JsonElement value, IBufferWriter<byte> to)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value.EnumerateObject().Select(member => (JsonText.NameOf(member), member.Value)), to);
                break;
            case JsonValueKind.Array:
                WriteArray(value, to);
                break;
            case JsonValueKind.String:
                WriteText(value, to);
                break;
            case JsonValueKind.Number:
                WriteNumber(value, to);
                break;
            default:
                to.Write(JsonMarshal.GetRawUtf8Value(value));
                break;
        }
    }

    /// <summary>Appends an object of these members, sorted by their UTF-16 code units.</summary>
    public static void WriteObject(IEnumerable<(string Name, JsonElement Value)> members, IBufferWriter<byte> to)
    {
        var sorted = members.ToArray();
        Sort(sorted);
        to.Write("{"u8);
        for (var i = 0; i < sorted.Length; i++)
        {
            to.Write(i == 0 ? ""u8 : ","u8);
            WriteName(sorted[i].Name, to);
            to.Write(":"u8);
            Write(sorted[i].Value, to);
        }

        to.Write("}"u8);
    }

    /// <summary>A number in its one form; true, false and null as they are. A number past the doubles stays as written.</summary>
    public static string Literal(string raw) =>
        double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? Number(number) : raw;

    /// <summary>A text in quotes, with the RFC's escapes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                quoted.Append(text[i]).Append(text[++i]);
            }
            else
            {
                Append(quoted, text[i]);
            }
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A number as ECMAScript writes it (RFC 8785 section 3.2.2.3).</summary>
    public static string Number(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        var (digits, point) = Split(value.ToString("R", CultureInfo.InvariantCulture));
        return (value < 0 ? "-" : "") + Place(digits, point);
    }

    private static (string Digits, int Exponent) Split(string round)
    {
        var text = round.TrimStart('-');
        var at = text.IndexOf('E');
        var exponent = at < 0 ? 0 : int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = at < 0 ? text : text[..at];
        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa.Length : point;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), exponent + whole - leading);
    }

    // n is the place of the point counted from the first digit, as in ECMAScript's Number::toString.
    private static string Place(string digits, int n)
    {
        var k = digits.Length;
        if (k <= n && n <= 21)
        {
            return digits + new string('0', n - k);
        }

        if (n is > 0 and <= 21)
        {
            return digits[..n] + "." + digits[n..];
        }

        if (n is > -6 and <= 0)
        {
            return "0." + new string('0', -n) + digits;
        }

        var exponent = (n - 1 < 0 ? "-" : "+") + Math.Abs(n - 1).ToString(CultureInfo.InvariantCulture);
        return k == 1 ? digits + "e" + exponent : digits[..1] + "." + digits[1..] + "e" + exponent;
    }

    // Objects of records have a dozen members, often nearly in order already; a stable sort, should a name stand there twice.
    private static void Sort((string Name, JsonElement Value)[] members)
    {
        if (members.Length > 32)
        {
            members.OrderBy(member => member.Name, StringComparer.Ordinal).ToArray().CopyTo(members, 0);
            return;
        }

        for (var i = 1; i < members.Length; i++)
        {
            var member = members[i];
            var at = i;
            for (; at > 0 && string.CompareOrdinal(members[at - 1].Name, member.Name) > 0; at--)
            {
                members[at] = members[at - 1];
            }

            members[at] = member;
        }
    }

    private static void WriteArray(JsonElement array, IBufferWriter<byte> to)
    {
        to.Write("["u8);
        var first = true;
        foreach (var item in array.EnumerateArray())
        {
            to.Write(first ? ""u8 : ","u8);
            Write(item, to);
            first = false;
        }

        to.Write("]"u8);
    }

    // A text that was written without an escape, in valid UTF-8, is in its one form already.
    private static void WriteText(JsonElement text, IBufferWriter<byte> to)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text);
        if (!raw.Contains((byte)'\\') && Utf8.IsValid(raw))
        {
            to.Write(raw);
        }
        else
        {
            Encoding.UTF8.GetBytes(Quote(JsonText.Of(text)), to);
        }
    }

    private static void WriteName(string name, IBufferWriter<byte> to)
    {
        if (name.AsSpan().ContainsAnyExcept(Plain))
        {
            Encoding.UTF8.GetBytes(Quote(name), to);
            return;
        }

        var quoted = to.GetSpan(name.Length + 2);
        quoted[0] = (byte)'"';
        Encoding.ASCII.GetBytes(name, quoted[1..]);
        quoted[name.Length + 1] = (byte)'"';
        to.Advance(name.Length + 2);
    }

    // Fifteen digits are whole in a double and written as they are; of longer ones and of others the double decides.
    private static void WriteNumber(JsonElement number, IBufferWriter<byte> to)
    {
        var raw = JsonMarshal.GetRawUtf8Value(number);
        if (raw.Length <= 15 && !raw.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            to.Write(raw);
        }
        else
        {
            Encoding.UTF8.GetBytes(Literal(number.GetRawText()), to);
        }
    }

    private static void Append(StringBuilder quoted, char c)
    {
        _ = c switch
        {
            '"' => quoted.Append("\\\""),
            '\\' => quoted.Append("\\\\"),
            '\b' => quoted.Append("\\b"),
            '\f' => quoted.Append("\\f"),
            '\n' => quoted.Append("\\n"),
            '\r' => quoted.Append("\\r"),
            '\t' => quoted.Append("\\t"),
            < ' ' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            _ when char.IsSurrogate(c) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            _ => quoted.Append(c),
        };
    }
}
