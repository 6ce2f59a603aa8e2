using System.Collections.Immutable;

namespace ServiceHall.Model.Tests.Cases;

/// <summary>What a clock shows, in plain values of hall time.</summary>
internal sealed record Shown(DateTime? DueAt, DateTime? YellowAt, bool Running, string Light, int? Used, int? Left, int? Paused, bool Deemed)
{
    public static Shown Nothing { get; } = new(null, null, Running: false, "None", null, null, null, Deemed: false);
}

/// <summary>
/// Contract section 4 and docs/decisions/0003 once more, as slowly as they read: every count is a walk from day to day, from midnight to midnight or
/// from hour to hour, and whatever needs a day of an unknown year is unknown. It shares nothing with the code that it is compared with.
/// </summary>
internal sealed class ClockReference(PaperCalendar calendar)
{
    /// <summary>The clock of the whole case.</summary>
    public Shown Case(ClockHistory history, (int Value, string Unit)? limit, DateTime now)
    {
        DateTime?[] stops = [history.Closed?.At, history.RefusedAt, history.WithdrawnAt];
        var end = stops.FirstOrDefault(stop => stop is not null);
        bool? deemed = history.SubmittedAt is { } submitted ? WasSilent(history.ReceivedAt ?? submitted, FirstAnswer(history) ?? now) : false;
        var start = deemed == true ? history.ReceivedAt ?? history.SubmittedAt : history.AcceptedAt;
        if (deemed is null || start is null || limit is null)
        {
            return Shown.Nothing;
        }

        var days = history.Extensions.Sum(extension => extension.Days);
        return Read(history.Pauses, start.Value, end, limit.Value, days, now) with { Deemed = deemed.Value };
    }

    /// <summary>The clocks of the steps that have a limit.</summary>
    public IEnumerable<Shown> Steps(ClockHistory history, DateTime now) => history.Steps
        .Where(step => step.Unit is "workingDay" or "naturalDay" or "hour" or "month")
        .Select(step => Read(history.Pauses, step.Start, step.End ?? history.Closed?.At ?? history.WithdrawnAt, (step.Value, step.Unit), 0, now));

    private static DateTime? FirstAnswer(ClockHistory history)
    {
        DateTime?[] answers = [history.AcceptedAt, history.RefusedAt, history.WithdrawnAt, .. history.NoticedAt.Select(at => (DateTime?)at)];
        return answers.Min();
    }

    // Five whole working days went by between the day of the receipt and that of the answer.
    private bool? WasSilent(DateTime receivedAt, DateTime answeredAt)
    {
        var workdays = 0;
        for (var day = receivedAt.Date.AddDays(1); day < answeredAt.Date; day = day.AddDays(1))
        {
            switch (calendar.Works(day))
            {
                case null:
                    // Five working days are no fewer than five days.
                    return answeredAt.Date <= receivedAt.Date.AddDays(5) ? false : null;
                case true when ++workdays == 5:
                    return true;
            }
        }

        return false;
    }

    private Shown Read(
        ImmutableArray<(DateTime Start, DateTime? End)> pauses, DateTime start, DateTime? end, (int Value, string Unit) limit, int extendedDays, DateTime now)
    {
        // 1. What stopped it: for good, or until the first open procedure ends.
        var stop = end ?? pauses.Where(pause => pause.End is null).Min(pause => (DateTime?)pause.Start);
        var at = stop ?? now;
        at = at < start ? start : at;

        // 2. What is not counted, and the due instant.
        var paused = limit.Unit == "hour" ? PausedHours(pauses, start, stop) : PausedDays(pauses, start, stop, limit.Unit == "workingDay");
        var more = limit.Unit == "hour" ? 24 * extendedDays : extendedDays;
        if (paused is null || Due(start, limit, paused.Value + more) is not { } due)
        {
            return Shown.Nothing;
        }

        // 3. What is left and used, and the light.
        var yellow = LastWorkdayUntil(due);
        var over = limit.Unit == "hour" ? at > due : at.Date > due.Date;
        var left = over ? -Over(limit.Unit, due, at) : Ahead(limit.Unit, at, due);
        var used = over && limit.Unit == "workingDay" ? limit.Value + more - left : Ahead(limit.Unit, start, at, begun: true) - paused;
        var light = over ? "Red" : yellow is null ? "None" : at >= yellow ? "Yellow" : "Green";
        return new Shown(due, yellow, stop is null, light, used < 0 ? 0 : used, left, paused, Deemed: false);
    }

    // A day is not counted when a procedure was running in the midnight that ended it, and the clock too.
    private int? PausedDays(ImmutableArray<(DateTime Start, DateTime? End)> pauses, DateTime start, DateTime? stop, bool onlyWorkdays)
    {
        int? paused = 0;
        var last = pauses.Max(pause => pause.End) ?? start;
        for (var midnight = start.Date.AddDays(1); midnight <= (stop ?? last); midnight = midnight.AddDays(1))
        {
            if (pauses.Any(pause => pause.Start < midnight && midnight <= (pause.End ?? stop)))
            {
                paused += !onlyWorkdays ? 1 : calendar.Works(midnight.AddDays(-1)) is { } works ? (works ? 1 : 0) : null;
            }
        }

        return paused;
    }

    // Between two of all their starts and ends procedures run or do not; a stretch on which some run gives back every hour that it began.
    private static int PausedHours(ImmutableArray<(DateTime Start, DateTime? End)> pauses, DateTime start, DateTime? stop)
    {
        var ends = pauses.SelectMany(pause => new[] { pause.Start, pause.End ?? stop!.Value });
        var turns = ends.Append(start).Append(stop ?? DateTime.MaxValue).Distinct().Order().ToList();
        var (hours, stretch) = (0, TimeSpan.Zero);
        foreach (var (from, to) in turns.Zip(turns.Skip(1)).Where(turn => turn.First >= start && !(turn.Second > stop)))
        {
            if (pauses.Any(pause => pause.Start <= from && to <= (pause.End ?? stop)))
            {
                stretch += to - from;
                continue;
            }

            hours += Begun(stretch);
            stretch = TimeSpan.Zero;
        }

        return hours + Begun(stretch);
    }

    private DateTime? Due(DateTime start, (int Value, string Unit) limit, int more)
    {
        var day = start.Date;
        switch (limit.Unit)
        {
            case "hour":
                return start.AddHours(limit.Value + more);
            case "naturalDay":
                return LastSecond(day.AddDays(limit.Value + more));
            case "month":
                var (year, month) = (day.Year, day.Month);
                for (var left = limit.Value; left > 0; left--)
                {
                    (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1);
                }

                return LastSecond(new DateTime(year, month, Math.Min(day.Day, DateTime.DaysInMonth(year, month))).AddDays(more));
        }

        for (var left = limit.Value + more; left > 0;)
        {
            day = day.AddDays(1);
            if (calendar.Works(day) is not { } works)
            {
                return null;
            }

            left -= works ? 1 : 0;
        }

        return LastSecond(day);
    }

    private DateTime? LastWorkdayUntil(DateTime due)
    {
        var day = due.Date;
        while (calendar.Works(day) == false)
        {
            day = day.AddDays(-1);
        }

        return calendar.Works(day) is null ? null : day;
    }

    // Who is over is over by one at least, also on the weekend after a Friday.
    private int? Over(string unit, DateTime due, DateTime at) => Ahead(unit, due, at, begun: true) is { } over ? Math.Max(1, over) : null;

    private int? Ahead(string unit, DateTime from, DateTime to, bool begun = false)
    {
        if (unit == "hour")
        {
            return begun ? Begun(to - from) : Whole(to - from);
        }

        int? count = 0;
        for (var day = from.Date.AddDays(1); day <= to.Date; day = day.AddDays(1))
        {
            count += unit != "workingDay" ? 1 : calendar.Works(day) is { } works ? (works ? 1 : 0) : null;
        }

        return count;
    }

    private static int Begun(TimeSpan span)
    {
        var hours = 0;
        while (TimeSpan.FromHours(hours) < span)
        {
            hours++;
        }

        return hours;
    }

    private static int Whole(TimeSpan span)
    {
        var hours = 0;
        while (TimeSpan.FromHours(hours + 1) <= span)
        {
            hours++;
        }

        return hours;
    }

    private static DateTime LastSecond(DateTime day) => day.Date.AddDays(1).AddSeconds(-1);
}
