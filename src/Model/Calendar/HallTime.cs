namespace ServiceHall.Model.Calendar;

/// <summary>Hall time: a fixed +08:00, because China has one zone without summer time and a bare machine may lack the zone data.</summary>
public static class HallTime
{
    /// <summary>Eight hours ahead of UTC.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The same instant, shown in hall time.</summary>
    public static DateTimeOffset InHall(DateTimeOffset instant) => instant.ToOffset(Offset);

    /// <summary>The calendar day in the hall at this instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(InHall(instant).DateTime);

    /// <summary>00:00:00 of a day in the hall.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, Offset);

    /// <summary>23:59:59 of a day in the hall, the last second that platforms can write.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => new(day, new TimeOnly(23, 59, 59), Offset);

    /// <summary>
    /// Reads an RFC 3339 time strictly and shows it in hall time. <c>T</c> or <c>t</c> and an offset (<c>Z</c>, <c>z</c> or up to ±23:59) are required;
    /// of 1 to 9 digits of a second's fraction those below 100 ns are cut off. False for anything else: white space, seconds of 60 (.NET has no leap
    /// seconds), hour 24, year 0000, days that do not exist, and instants outside years 0001 to 9999 of UTC or of the hall.
    /// </summary>
    public static bool TryParseRfc3339(string text, out DateTimeOffset value)
    {
        var read = Rfc3339.TryRead(text, out var utcTicks);
        var hallTicks = utcTicks + Offset.Ticks;
        var exists = read && utcTicks >= 0 && hallTicks <= DateTime.MaxValue.Ticks;
        value = exists ? new DateTimeOffset(hallTicks, Offset) : default;
        return exists;
    }
}
