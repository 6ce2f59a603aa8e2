using ServiceHall.Model.Calendar;
using ServiceHall.Tests;
using Xunit.Abstractions;

namespace ServiceHall.Model.Tests.Calendar;

/// <summary>The calendar against day-by-day loops, on random years with gaps between them.</summary>
public sealed class WorkCalendarPropertyTests(ITestOutputHelper output)
{
    private const int Calendars = 60;
    private const int Questions = 150;

    [Fact]
    public void Every_answer_is_that_of_counting_day_by_day()
    {
        var seeded = Seeded.Start(output);
        for (var round = 0; round < Calendars; round++)
        {
            var days = AnyDays(seeded.Random);
            var (calendar, plain) = (WorkCalendar.Of(days.Select(day => (day.Key, day.Value))), new DayByDay(days));
            for (var question = 0; question < Questions; question++)
            {
                Compare(seeded, calendar, plain);
            }
        }
    }

    private static void Compare(Seeded seeded, WorkCalendar calendar, DayByDay plain)
    {
        var (day, other, workdays) = (AnyDay(seeded.Random), AnyDay(seeded.Random), seeded.Random.Next(seeded.Random.Next(2) == 0 ? 8 : 700));

        seeded.AssertEqual(plain.IsWorkday(day) is not null, calendar.Knows(day.Year), $"year {day.Year}");
        seeded.AssertEqual(plain.IsWorkday(day), calendar.IsWorkday(day), $"{day}");
        seeded.AssertEqual(plain.Add(day, workdays), calendar.AddWorkdays(day, workdays), $"{workdays} after {day}");
        seeded.AssertEqual(plain.Count(day, other), calendar.CountWorkdays(day, other), $"from {day} to {other}");
        seeded.AssertEqual(plain.LastOnOrBefore(day), calendar.LastWorkdayOnOrBefore(day), $"on or before {day}");
    }

    // Half of the days lie near a turn of the year, where the mistakes are.
    private static DateOnly AnyDay(Random random) => random.Next(2) == 0
        ? new DateOnly(1999, 1, 1).AddDays(random.Next(365 * 10))
        : new DateOnly(random.Next(2000, 2009), 1, 1).AddDays(random.Next(-4, 5));

    private static Dictionary<DateOnly, DayKind> AnyDays(Random random)
    {
        var days = new Dictionary<DateOnly, DayKind>();
        foreach (var year in Enumerable.Range(2000, 8).Where(_ => random.Next(3) > 0))
        {
            days[new DateOnly(year, 1, 1)] = DayKind.Holiday;
            for (var count = random.Next(150); count > 0; count--)
            {
                days[new DateOnly(year, 1, 1).AddDays(random.Next(365))] = random.Next(2) == 0 ? DayKind.Holiday : DayKind.Workday;
            }
        }

        return days;
    }

    private sealed class DayByDay(Dictionary<DateOnly, DayKind> days)
    {
        private readonly HashSet<int> years = [.. days.Keys.Select(day => day.Year)];

        public bool? IsWorkday(DateOnly day)
        {
            if (!years.Contains(day.Year))
            {
                return null;
            }

            return days.TryGetValue(day, out var kind) ? kind == DayKind.Workday : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
        }

        public DateOnly? Add(DateOnly day, int workdays)
        {
            while (workdays > 0)
            {
                day = day.AddDays(1);
                switch (IsWorkday(day))
                {
                    case null: return null;
                    case true: workdays--; break;
                }
            }

            return day;
        }

        public int? Count(DateOnly from, DateOnly to)
        {
            int? count = 0;
            for (var day = from; day < to; day = day.AddDays(1))
            {
                count += IsWorkday(day) switch { null => null, true => 1, false => 0 };
            }

            return count;
        }

        public DateOnly? LastOnOrBefore(DateOnly day)
        {
            while (IsWorkday(day) == false)
            {
                day = day.AddDays(-1);
            }

            return IsWorkday(day) is null ? null : day;
        }
    }
}
