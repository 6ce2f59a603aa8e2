using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Tests;
using Xunit.Abstractions;

namespace ServiceHall.Model.Tests.Cases;

/// <summary>The clock against a reference that walks through every day and every minute.</summary>
public sealed class CaseClockPropertyTests(ITestOutputHelper output)
{
    private const int Calendars = 12;
    private const int Questions = 200;

    private static readonly string[] Units = ["workingDay", "naturalDay", "month", "hour"];

    [Fact]
    public void Every_reading_is_that_of_walking_day_by_day()
    {
        var seeded = Seeded.Start(output);
        for (var round = 0; round < Calendars; round++)
        {
            var days = AnyDays(seeded.Random);
            var (calendar, walker) = (WorkCalendar.Of(days.Select(day => (day.Key, day.Value))), new Walker(days));
            for (var question = 0; question < Questions; question++)
            {
                Compare(seeded, calendar, walker);
            }
        }
    }

    private static void Compare(Seeded seeded, WorkCalendar calendar, Walker walker)
    {
        var random = seeded.Random;
        var acceptedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, HallTime.Offset).AddMinutes(random.Next(60 * 24 * 365 * 2));
        var (pauses, last) = AnyPauses(random, acceptedAt);
        var now = last.AddMinutes(random.Next(random.Next(2) == 0 ? 60 * 24 * 3 : 60 * 24 * 40));
        var limit = new Limit(random.Next(random.Next(2) == 0 ? 3 : 30), Units[random.Next(Units.Length)]);
        var what = $"{limit} accepted {acceptedAt:O} now {now:O} pauses {string.Join(" ", pauses.Select(pause => $"{pause.Start:O}/{pause.End:O}"))}";

        var reading = CaseClock.Read(Clocks.Case(acceptedAt, pauses), limit, calendar, now);
        var expected = walker.Read(acceptedAt, pauses, limit, now);

        seeded.AssertEqual(expected.DueAt, reading.DueAt, $"due, {what}");
        seeded.AssertEqual(expected.Paused, reading.Paused, $"paused, {what}");
        seeded.AssertEqual(expected.Left, reading.Left, $"left, {what}");
        seeded.AssertEqual(expected.Light, reading.Light, $"light, {what}");
    }

    // Procedures may overlap and touch; the last may still be open.
    private static (List<(DateTimeOffset Start, DateTimeOffset? End)> Pauses, DateTimeOffset Last) AnyPauses(Random random, DateTimeOffset acceptedAt)
    {
        var (pauses, last) = (new List<(DateTimeOffset Start, DateTimeOffset? End)>(), acceptedAt);
        for (var count = random.Next(4); count > 0; count--)
        {
            var start = acceptedAt.AddMinutes(random.Next(60 * 24 * 12));
            var end = count == 1 && random.Next(2) == 0 ? (DateTimeOffset?)null : start.AddMinutes(random.Next(random.Next(2) == 0 ? 600 : 60 * 24 * 9));
            pauses.Add((start, end));
            last = new[] { last, start, end ?? start }.Max();
        }

        return (pauses, last);
    }

    // 2025 and 2026 are known, 2024 and 2027 are not.
    private static Dictionary<DateOnly, DayKind> AnyDays(Random random)
    {
        var days = new Dictionary<DateOnly, DayKind> { [new DateOnly(2025, 1, 1)] = DayKind.Holiday, [new DateOnly(2026, 1, 1)] = DayKind.Holiday };
        for (var count = 0; count < 80; count++)
        {
            days[new DateOnly(2025, 1, 1).AddDays(random.Next(730))] = random.Next(3) == 0 ? DayKind.Workday : DayKind.Holiday;
        }

        return days;
    }

    /// <summary>Knows nothing of the code it is compared with: every count is a loop, every unknown day makes the whole count unknown.</summary>
    private sealed class Walker(Dictionary<DateOnly, DayKind> days)
    {
        public (DateTimeOffset? DueAt, int? Paused, int? Left, Light Light) Read(DateTimeOffset acceptedAt, List<(DateTimeOffset Start, DateTimeOffset? End)> pauses, Limit limit, DateTimeOffset now)
        {
            DateTimeOffset? open = pauses.Where(pause => pause.End is null).Select(pause => (DateTimeOffset?)pause.Start).Order().FirstOrDefault();
            var at = open ?? now;
            var ended = pauses.Where(pause => pause.End is not null && pause.Start < (open ?? DateTimeOffset.MaxValue))
                .Select(pause => (pause.Start, End: open is { } stop && pause.End > stop ? stop : pause.End!.Value)).ToList();
            return Stopped(ended, limit.Unit) is { } paused && Due(acceptedAt, limit, paused) is { } due
                ? (due, paused, Left(at, due, limit.Unit), LightAt(at, due, limit.Unit))
                : (null, null, null, Light.None);
        }

        private Light LightAt(DateTimeOffset at, DateTimeOffset due, string unit)
        {
            if (unit == "hour" ? at > due : Day(at) > Day(due))
            {
                return Light.Red;
            }

            for (var day = Day(due); ; day = day.AddDays(-1))
            {
                if (Works(day) is not { } works)
                {
                    return Light.None;
                }

                if (works)
                {
                    return Day(at) >= day ? Light.Yellow : Light.Green;
                }
            }
        }

        private int? Stopped(List<(DateTimeOffset Start, DateTimeOffset End)> pauses, string unit)
        {
            if (unit == "hour")
            {
                return StoppedHours(pauses);
            }

            var stopped = new HashSet<DateOnly>();
            foreach (var (start, end) in pauses)
            {
                for (var day = Day(start); day < Day(end); day = day.AddDays(1))
                {
                    stopped.Add(day);
                }
            }

            return unit != "workingDay" ? stopped.Count : stopped.Any(day => Works(day) is null) ? null : stopped.Count(day => Works(day) == true);
        }

        // A run of stopped minutes gives back every hour it began.
        private static int StoppedHours(List<(DateTimeOffset Start, DateTimeOffset End)> pauses)
        {
            var minutes = pauses.SelectMany(pause => Enumerable.Range(0, (int)(pause.End - pause.Start).TotalMinutes).Select(minute => pause.Start.AddMinutes(minute))).ToHashSet();
            var hours = 0;
            foreach (var first in minutes.Where(minute => !minutes.Contains(minute.AddMinutes(-1))))
            {
                var length = 0;
                while (minutes.Contains(first.AddMinutes(length)))
                {
                    length++;
                }

                hours += (length + 59) / 60;
            }

            return hours;
        }

        private DateTimeOffset? Due(DateTimeOffset acceptedAt, Limit limit, int paused)
        {
            var day = Day(acceptedAt);
            switch (limit.Unit)
            {
                case "hour":
                    return acceptedAt.AddMinutes(60 * (limit.Value + paused));
                case "month":
                    var (year, month) = (day.Year, day.Month);
                    for (var left = limit.Value; left > 0; left--)
                    {
                        (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1);
                    }

                    return End(new DateOnly(year, month, Math.Min(day.Day, DateTime.DaysInMonth(year, month))).AddDays(paused));
                case "naturalDay":
                    return End(day.AddDays(limit.Value).AddDays(paused));
            }

            for (var left = limit.Value + paused; left > 0;)
            {
                day = day.AddDays(1);
                if (Works(day) is not { } works)
                {
                    return null;
                }

                left -= works ? 1 : 0;
            }

            return End(day);
        }

        private int? Left(DateTimeOffset now, DateTimeOffset due, string unit)
        {
            if (unit == "hour")
            {
                var minutes = (int)(due - now).TotalMinutes;
                return minutes >= 0 ? minutes / 60 : -((-minutes + 59) / 60);
            }

            var (first, last, sign) = Day(now) <= Day(due) ? (Day(now), Day(due), 1) : (Day(due), Day(now), -1);
            int? count = 0;
            for (var day = first.AddDays(1); day <= last; day = day.AddDays(1))
            {
                count += unit != "workingDay" ? 1 : Works(day) is { } works ? (works ? 1 : 0) : null;
            }

            // Over is over, even when no working day has passed since.
            return sign < 0 && unit == "workingDay" && count == 0 ? -1 : count * sign;
        }

        private bool? Works(DateOnly day) => day.Year is < 2025 or > 2026
            ? null
            : days.TryGetValue(day, out var kind) ? kind == DayKind.Workday : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

        private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.DateTime);

        private static DateTimeOffset End(DateOnly day) => new(day.Year, day.Month, day.Day, 23, 59, 59, HallTime.Offset);
    }
}
