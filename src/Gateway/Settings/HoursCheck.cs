namespace ServiceHall.Gateway.Settings;

/// <summary>Whether opening hours can be understood: every mistake, each with its cure.</summary>
internal static class HoursCheck
{
    public static IEnumerable<string> Mistakes(string name, HoursSettings hours) =>
        [.. hours.Open.SelectMany((open, i) => Open($"{name}:Open:{i}", open)), .. hours.Maintenance.SelectMany((window, i) => Maintenance($"{name}:Maintenance:{i}", window))];

    private static IEnumerable<string> Open(string name, OpenSettings open)
    {
        foreach (var day in open.Weekdays.Where(day => !OpenSettings.TryDay(day, out _)))
        {
            yield return $"{name}:Weekdays '{day}' is none of {string.Join(", ", Enum.GetNames<DayOfWeek>())}.";
        }

        if (!OpenSettings.TryTime(open.From, out _) || !OpenSettings.TryTime(open.To, out _))
        {
            yield return $"{name} needs From and To like 08:30 and 17:30 (00:00 as To is midnight; a To that is not after From is of the next day).";
        }
    }

    private static IEnumerable<string> Maintenance(string name, MaintenanceSettings window)
    {
        if (!MaintenanceSettings.TryInstant(window.From, out var from) || !MaintenanceSettings.TryInstant(window.To, out var to))
        {
            yield return $"{name} needs From and To with date, time and offset, like 2026-10-01T22:00:00+08:00.";
        }
        else if (to <= from)
        {
            yield return $"{name}:To is not after From.";
        }
    }
}
