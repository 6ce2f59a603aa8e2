namespace ServiceHall.MockPlatforms.SampleCounty;

/// <summary>The recorded day, Monday 15 June 2026, in hall time (a fixed +08:00).</summary>
internal static class HallDay
{
    private static readonly DateOnly Date = new(2026, 6, 15);
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The one public holiday on a weekday that a due date of this day can pass: 端午节.</summary>
    private static readonly DateOnly DragonBoat = new(2026, 6, 19);

    public static DateTimeOffset Closing { get; } = At(17, 30);

    public static DateTimeOffset At(int hour, int minute) => new(Date, new TimeOnly(hour, minute), Offset);

    /// <summary>Working time goes on: what falls into the noon break comes after it.</summary>
    public static DateTimeOffset Later(DateTimeOffset from, TimeSpan by)
    {
        var then = from + by;
        return then >= At(12, 0) && then < At(13, 30) ? then + TimeSpan.FromMinutes(90) : then;
    }

    /// <summary>The end of the due day; the day of acceptance is day 0.</summary>
    public static DateTimeOffset Due(int days, bool working)
    {
        var day = Date;
        for (var left = days; left > 0;)
        {
            day = day.AddDays(1);
            left -= !working || IsWorking(day) ? 1 : 0;
        }

        return new(day, new TimeOnly(23, 59, 59), Offset);
    }

    /// <summary>A working hour of the Friday before, when some people posted their application.</summary>
    public static DateTimeOffset FridayBefore(Dice dice) => At(9, 0).AddDays(-3) + dice.Seconds(0, 7200);

    /// <summary>The evening of Saturday or Sunday, when people ask from home.</summary>
    public static DateTimeOffset Weekend(Dice dice) => At(19, 0).AddDays(-dice.Between(1, 2)) + dice.Seconds(0, 10_000);

    /// <summary>An evening hour of the day itself.</summary>
    public static DateTimeOffset Evening(Dice dice) => At(18, 30) + dice.Seconds(0, 10_000);

    public static string Today => $"{Date:yyyy-MM-dd}";

    public static string LastDayOf(int years) => $"{Date.AddYears(years).AddDays(-1):yyyy-MM-dd}";

    public static string Write(DateTimeOffset at) => $"{at:yyyy-MM-dd'T'HH:mm:sszzz}";

    /// <summary>Reads what <see cref="Write"/> wrote, and a bare date as the first moment of that day.</summary>
    public static DateTimeOffset Read(string text) => DateOnly.TryParse(text, out var date)
        ? new(date, TimeOnly.MinValue, Offset)
        : DateTimeOffset.Parse(text);

    private static bool IsWorking(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && day != DragonBoat;
}
