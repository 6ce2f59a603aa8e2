using System.Globalization;

namespace ServiceHall.Model.Calendar;

/// <summary>The grammar of RFC 3339, section 5.6, without leap seconds.</summary>
internal static class Rfc3339
{
    private const int LengthToSeconds = 19;
    private const int DigitsOfTicks = 7;
    private const int MaxFraction = 9;

    /// <summary>Ticks of UTC, which may lie outside what .NET can show: offsets reach a day over both ends.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out long utcTicks)
    {
        utcTicks = 0;
        if (text.Length <= LengthToSeconds || text[10] is not ('T' or 't'))
        {
            return false;
        }

        if (!TryReadDay(text[..10], out var day) || !TryReadTime(text[11..LengthToSeconds], "HH:mm:ss", out var time))
        {
            return false;
        }

        var rest = text[LengthToSeconds..];
        if (!TryReadFraction(ref rest, out var fraction) || !TryReadOffset(rest, out var offset))
        {
            return false;
        }

        utcTicks = day.ToDateTime(time).Ticks + fraction - offset;
        return true;
    }

    private static bool TryReadDay(ReadOnlySpan<char> text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static bool TryReadTime(ReadOnlySpan<char> text, string format, out TimeOnly time)
    {
        time = default;
        return text.Length == format.Length && TimeOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    // No fraction is a fraction of zero; a point without digits is none.
    private static bool TryReadFraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest[0] != '.')
        {
            return true;
        }

        var end = rest[1..].IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? [] : rest.Slice(1, end);
        var unit = TimeSpan.TicksPerSecond;
        foreach (var digit in digits[..Math.Min(digits.Length, DigitsOfTicks)])
        {
            unit /= 10;
            ticks += unit * (digit - '0');
        }

        rest = end < 0 ? [] : rest[(end + 1)..];
        return digits.Length is > 0 and <= MaxFraction;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || !TryReadTime(text[1..], "HH:mm", out var offset))
        {
            return false;
        }

        ticks = text[0] == '-' ? -offset.Ticks : offset.Ticks;
        return true;
    }
}
