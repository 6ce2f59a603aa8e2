using ServiceHall.Model.Calendar;

namespace ServiceHall.Model.Cases;

/// <summary>How one unit of a limit counts. Everything is null as soon as a year without a holiday notice would be needed, or one after 9999.</summary>
internal abstract class LimitUnits(WorkCalendar calendar)
{
    /// <summary>The unit in Chinese, as in "时限 5 个工作日".</summary>
    public abstract string Name { get; }

    /// <summary>What used and left units are counted in, in Chinese.</summary>
    public virtual string CountName => Name;

    protected WorkCalendar Calendar => calendar;

    /// <summary>The unit of that canonical word.</summary>
    public static LimitUnits Of(string unit, WorkCalendar calendar) => unit switch
    {
        "workingDay" => new WorkingDays(calendar),
        "naturalDay" => new NaturalDays(calendar),
        "hour" => new Hours(calendar),
        "month" => new Months(calendar),
        _ => throw new InvalidOperationException($"No limit is counted in '{unit}'."),
    };

    /// <summary>When a limit that began then is due, with so many units not counted.</summary>
    public abstract DateTimeOffset? Due(DateTimeOffset acceptedAt, int value, int paused);

    /// <summary>Units from an instant to the due instant, negative when it is over.</summary>
    public abstract int? Left(DateTimeOffset at, DateTimeOffset dueAt);

    /// <summary>Whether the limit is exceeded: by days on the day after, so that the fraction of the last second still counts.</summary>
    public virtual bool IsOver(DateTimeOffset at, DateTimeOffset dueAt) => HallTime.DayOf(at) > HallTime.DayOf(dueAt);

    /// <summary>All units of a limit that began then.</summary>
    public virtual int? Total(DateTimeOffset acceptedAt, int value) => value;

    /// <summary>So many days more, in what used and left units are counted in.</summary>
    public virtual int OfDays(int days) => days;

    /// <summary>Units in the union of these half-open intervals.</summary>
    public virtual int? Between(IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> intervals)
    {
        int? sum = 0;
        foreach (var (from, to) in Union(intervals.Select(interval => (HallTime.DayOf(interval.Start), HallTime.DayOf(interval.End)))))
        {
            sum += Count(from, to);
        }

        return sum;
    }

    /// <summary>The start of the last working day that ends no later than the due day.</summary>
    public DateTimeOffset? YellowAt(DateTimeOffset dueAt) =>
        Calendar.LastWorkdayOnOrBefore(HallTime.DayOf(dueAt)) is { } day ? HallTime.StartOf(day) : null;

    protected abstract int? Count(DateOnly from, DateOnly to);

    protected static DateTimeOffset? EndOf(DateOnly day, long later) =>
        day.DayNumber + later <= DateOnly.MaxValue.DayNumber ? HallTime.EndOf(day.AddDays((int)later)) : null;

    protected static IEnumerable<(T From, T To)> Union<T>(IEnumerable<(T From, T To)> intervals)
        where T : struct, IComparable<T>
    {
        (T From, T To)? open = null;
        foreach (var next in intervals.OrderBy(interval => interval.From))
        {
            if (open is { } current && next.From.CompareTo(current.To) <= 0)
            {
                open = (current.From, next.To.CompareTo(current.To) > 0 ? next.To : current.To);
                continue;
            }

            if (open is { } done)
            {
                yield return done;
            }

            open = next;
        }

        if (open is { } last)
        {
            yield return last;
        }
    }

    private sealed class WorkingDays(WorkCalendar calendar) : LimitUnits(calendar)
    {
        public override string Name => "个工作日";

        public override DateTimeOffset? Due(DateTimeOffset acceptedAt, int value, int paused) =>
            Calendar.AddWorkdays(HallTime.DayOf(acceptedAt), value + paused) is { } day ? HallTime.EndOf(day) : null;

        public override int? Left(DateTimeOffset at, DateTimeOffset dueAt)
        {
            var (today, due) = (HallTime.DayOf(at), HallTime.DayOf(dueAt));
            if (today <= due)
            {
                return Calendar.CountWorkdays(today.AddDays(1), due.AddDays(1));
            }

            // Over is over: at least one day, also on the weekend after a Friday.
            return Calendar.CountWorkdays(due.AddDays(1), today.AddDays(1)) is { } over ? -Math.Max(1, over) : null;
        }

        protected override int? Count(DateOnly from, DateOnly to) => Calendar.CountWorkdays(from, to);
    }

    private sealed class NaturalDays(WorkCalendar calendar) : LimitUnits(calendar)
    {
        public override string Name => "个自然日";

        public override DateTimeOffset? Due(DateTimeOffset acceptedAt, int value, int paused) => EndOf(HallTime.DayOf(acceptedAt), (long)value + paused);

        public override int? Left(DateTimeOffset at, DateTimeOffset dueAt) => HallTime.DayOf(dueAt).DayNumber - HallTime.DayOf(at).DayNumber;

        protected override int? Count(DateOnly from, DateOnly to) => to.DayNumber - from.DayNumber;
    }

    private sealed class Months(WorkCalendar calendar) : LimitUnits(calendar)
    {
        public override string Name => "个月";

        public override string CountName => "个自然日";

        public override DateTimeOffset? Due(DateTimeOffset acceptedAt, int value, int paused) =>
            Later(acceptedAt, value) is { } day ? EndOf(day, paused) : null;

        public override int? Left(DateTimeOffset at, DateTimeOffset dueAt) => HallTime.DayOf(dueAt).DayNumber - HallTime.DayOf(at).DayNumber;

        public override int? Total(DateTimeOffset acceptedAt, int value) => Later(acceptedAt, value)?.DayNumber - HallTime.DayOf(acceptedAt).DayNumber;

        protected override int? Count(DateOnly from, DateOnly to) => to.DayNumber - from.DayNumber;

        private static DateOnly? Later(DateTimeOffset acceptedAt, int months) =>
            HallTime.DayOf(acceptedAt) is var day && ((day.Year * 12L) + day.Month + months - 1) / 12 <= DateOnly.MaxValue.Year ? day.AddMonths(months) : null;
    }

    private sealed class Hours(WorkCalendar calendar) : LimitUnits(calendar)
    {
        public override string Name => "小时";

        // A limit in hours has no due day, it has a due instant.
        public override DateTimeOffset? Due(DateTimeOffset acceptedAt, int value, int paused) =>
            (DateTimeOffset.MaxValue - acceptedAt).TotalHours - HallTime.Offset.TotalHours > (double)value + paused ? acceptedAt.AddHours((double)value + paused) : null;

        public override bool IsOver(DateTimeOffset at, DateTimeOffset dueAt) => at > dueAt;

        public override int OfDays(int days) => days * 24;

        public override int? Left(DateTimeOffset at, DateTimeOffset dueAt) => (int)Math.Floor((dueAt - at).TotalHours);

        // Rounded up: a procedure of ten minutes gives the department its hour back.
        public override int? Between(IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> intervals) =>
            Union(intervals).Sum(interval => (int)Math.Ceiling((interval.To - interval.From).TotalHours));

        protected override int? Count(DateOnly from, DateOnly to) => throw new InvalidOperationException("Hours are not counted by days.");
    }
}
