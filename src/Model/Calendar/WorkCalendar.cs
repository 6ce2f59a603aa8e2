using System.Globalization;
using System.Text;
using ServiceHall.Model.DataFiles;

namespace ServiceHall.Model.Calendar;

/// <summary>
/// The workdays (行政许可法, article 82: no statutory holidays) by the State Council's yearly notices. A year is known once there is a row for it.
/// Of an unknown year nothing is guessed: what needs one of its days is null. Loaded once, read by all threads; every answer takes constant time.
/// </summary>
public sealed class WorkCalendar
{
    private readonly KnownYears?[] years = new KnownYears?[DateOnly.MaxValue.Year + 1];

    private WorkCalendar(IReadOnlyDictionary<DateOnly, DayKind> days, string version)
    {
        Version = version;
        var known = days.Keys.Select(day => day.Year).ToHashSet();
        foreach (var first in known.Where(year => !known.Contains(year - 1)))
        {
            var last = first;
            while (known.Contains(last + 1))
            {
                last++;
            }

            years.AsSpan(first, last - first + 1).Fill(new KnownYears(first, last, days));
        }
    }

    /// <summary>Twelve hexadecimal digits that change with any byte of the files loaded.</summary>
    public string Version { get; }

    /// <summary>Reads every <c>*.csv</c> of a folder in ordinal order of their names; a later file extends an earlier one and overrides its days.</summary>
    /// <exception cref="InvalidDataException">
    /// A line is malformed or a date stands twice in a file, and the message begins with file and line; or the folder has no such file.
    /// </exception>
    /// <exception cref="IOException">The folder or a file is missing or cannot be read.</exception>
    public static WorkCalendar Load(string folder)
    {
        var files = Directory.GetFiles(folder, "*.csv");
        if (files.Length == 0)
        {
            throw new InvalidDataException($"{folder}: there is no holiday file (*.csv)");
        }

        Array.Sort(files, StringComparer.Ordinal);
        var reader = new HolidayReader();
        Array.ForEach(files, reader.Read);
        return new WorkCalendar(reader.Days, reader.Version);
    }

    /// <summary>A calendar of just these days; a day given twice is what it was given last.</summary>
    public static WorkCalendar Of(IEnumerable<(DateOnly Day, DayKind Kind)> days)
    {
        var last = new SortedDictionary<DateOnly, DayKind>();
        foreach (var (day, kind) in days)
        {
            last[day] = kind;
        }

        var lines = last.Select(row => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{row.Key:yyyy-MM-dd},{row.Value}\n")));
        return new WorkCalendar(last, Fingerprint.Of(lines));
    }

    /// <summary>Whether there is a row for this year; false for what no calendar has.</summary>
    public bool Knows(int year) => year > 0 && year < years.Length && years[year] is not null;

    /// <summary>Null for a day of an unknown year.</summary>
    public bool? IsWorkday(DateOnly day) => years[day.Year]?.IsWorkday(day);

    /// <summary>
    /// The last day of a limit: the day after <paramref name="start"/> is the first that counts, and 0 is the start itself, workday or not.
    /// Null as soon as a day of an unknown year would be needed; the start itself need not be known.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 0 workdays.</exception>
    public DateOnly? AddWorkdays(DateOnly start, int workdays)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workdays);
        if (workdays == 0 || start == DateOnly.MaxValue)
        {
            return workdays == 0 ? start : null;
        }

        return years[start.AddDays(1).Year]?.After(start, workdays);
    }

    /// <summary>Workdays in [from, to): 0 where to is not after from, else null if a day of it is of an unknown year.</summary>
    public int? CountWorkdays(DateOnly from, DateOnly to)
    {
        if (to <= from)
        {
            return 0;
        }

        var run = years[from.Year];
        return run is not null && run.Holds(to.AddDays(-1)) ? run.Count(from, until: to.DayNumber) : null;
    }

    /// <summary>The day itself or the nearest workday before it; null as soon as a day of an unknown year would be needed.</summary>
    public DateOnly? LastWorkdayOnOrBefore(DateOnly day) => years[day.Year]?.LastOnOrBefore(day);
}
