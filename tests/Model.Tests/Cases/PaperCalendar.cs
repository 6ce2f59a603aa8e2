using ServiceHall.Model.Calendar;

namespace ServiceHall.Model.Tests.Cases;

/// <summary>A calendar as it hangs on the wall: for each year with a notice the days off and the weekends worked. It shares nothing with the one it stands for.</summary>
internal sealed class PaperCalendar
{
    private readonly Dictionary<DateTime, bool> noticed = [];
    private readonly HashSet<int> years = [];

    /// <summary>Some of the years 2024 to 2028 (a year may be missing), with runs of days off and 调休.</summary>
    public static PaperCalendar Any(Random random)
    {
        var paper = new PaperCalendar();
        foreach (var year in Enumerable.Range(2024, 5).Where(_ => random.Next(4) > 0).Append(2026))
        {
            paper.years.Add(year);
            paper.noticed[new DateTime(year, 1, 1)] = random.Next(8) == 0;
            for (var runs = random.Next(12); runs > 0; runs--)
            {
                paper.Holidays(new DateTime(year, 1, 1).AddDays(random.Next(365)), length: random.Next(1, 10), random);
            }
        }

        return paper;
    }

    /// <summary>The same notices for the code under test.</summary>
    public WorkCalendar Calendar() => WorkCalendar.Of(noticed.Select(row => (DateOnly.FromDateTime(row.Key), row.Value ? DayKind.Workday : DayKind.Holiday)));

    /// <summary>Null in a year without a notice.</summary>
    public bool? Works(DateTime day)
    {
        if (!years.Contains(day.Year))
        {
            return null;
        }

        // 1 January 2024 was a Monday.
        var weekday = (((day - new DateTime(2024, 1, 1)).Days % 7) + 7) % 7;
        return noticed.TryGetValue(day, out var works) ? works : weekday < 5;
    }

    // A run of days off, and around it weekends that make up for it.
    private void Holidays(DateTime first, int length, Random random)
    {
        for (var day = first.AddDays(-7); day < first.AddDays(length + 7); day = day.AddDays(1))
        {
            var off = day >= first && day < first.AddDays(length);
            if (years.Contains(day.Year) && day.Year == first.Year && (off || (Works(day) == false && random.Next(3) == 0)))
            {
                noticed[day] = !off;
            }
        }
    }
}
