namespace ServiceHall.MockPlatforms.OneWindow.Rows;

/// <summary>Times as the rows carry them, <c>yyyy-MM-dd HH:mm:ss</c> without a zone: all of them are hall time, +08:00.</summary>
internal static class HallTime
{
    public static TimeSpan Offset { get; } = TimeSpan.FromHours(8);

    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime time)
    {
        time = default;
        if (text.Length != 19 || text[4] != '-' || text[7] != '-' || text[10] != ' ' || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        int year = Digits(text[..4]), month = Digits(text[5..7]), day = Digits(text[8..10]);
        int hour = Digits(text[11..13]), minute = Digits(text[14..16]), second = Digits(text[17..]);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        time = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified);
        return true;
    }

    /// <summary>True where the first is later than the second by more than the one second of grace. An absent time is never later.</summary>
    public static bool IsLater(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        TryParse(first, out var a) && TryParse(second, out var b) && a - b > TimeSpan.FromSeconds(1);

    /// <summary>The number, or -1 where there is anything but digits.</summary>
    private static int Digits(ReadOnlySpan<byte> text)
    {
        var number = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit((char)c))
            {
                return -1;
            }

            number = (number * 10) + (c - '0');
        }

        return number;
    }
}
