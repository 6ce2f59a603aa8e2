using System.Globalization;
using ServiceHall.Model.Calendar;

namespace ServiceHall.Gateway.Settings;

/// <summary>
/// When a platform takes calls, in hall time by the machine's clock. As text: a list's item that does not bind would be left out without a word, and
/// the platform would be open when it is not.
/// </summary>
internal sealed class HoursSettings
{
    /// <summary>When it is open; none: always, or on workdays all day.</summary>
    public List<OpenSettings> Open { get; set; } = [];

    /// <summary>Whether it is closed on days that the holiday calendar does not count as workdays.</summary>
    public bool WorkdaysOnly { get; set; }

    /// <summary>When it is closed though it would be open.</summary>
    public List<MaintenanceSettings> Maintenance { get; set; } = [];
}

internal sealed class OpenSettings
{
    /// <summary><c>Monday</c> to <c>Sunday</c>; none: every day.</summary>
    public List<string> Weekdays { get; set; } = [];

    /// <summary><c>HH:mm</c>.</summary>
    public string? From { get; set; }

    /// <summary><c>HH:mm</c>, of the next day where it is not after <see cref="From"/>.</summary>
    public string? To { get; set; }

    public static bool TryTime(string? text, out TimeOnly time) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    public static bool TryDay(string? text, out DayOfWeek day) => Enum.TryParse(text, ignoreCase: true, out day) && Enum.GetNames<DayOfWeek>().Contains(text, StringComparer.OrdinalIgnoreCase);
}

internal sealed class MaintenanceSettings
{
    /// <summary>RFC 3339.</summary>
    public string? From { get; set; }

    /// <summary>RFC 3339.</summary>
    public string? To { get; set; }

    public static bool TryInstant(string? text, out DateTimeOffset instant) => HallTime.TryParseRfc3339(text ?? "", out instant);
}
