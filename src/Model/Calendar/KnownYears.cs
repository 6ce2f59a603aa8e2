namespace ServiceHall.Model.Calendar;

/// <summary>
/// A run of known years without a gap. Every workday in it is listed and every day knows how many came before,
/// so that no question costs more than two array reads.
/// </summary>
internal sealed class KnownYears
{
    private readonly int first;
    private readonly int[] before;
    private readonly int[] workdays;

    public KnownYears(int firstYear, int lastYear, IReadOnlyDictionary<DateOnly, DayKind> rows)
    {
        first = new DateOnly(firstYear, 1, 1).DayNumber;
        before = new int[new DateOnly(lastYear, 12, 31).DayNumber - first + 2];
        var found = new List<int>();
        for (var index = 0; index < before.Length - 1; index++)
        {
            if (IsWorkday(DateOnly.FromDayNumber(first + index), rows))
            {
                found.Add(first + index);
            }

            before[index + 1] = found.Count;
        }

        workdays = [.. found];
    }

    public bool Holds(DateOnly day) => day.DayNumber >= first && day.DayNumber < first + before.Length - 1;

    public bool IsWorkday(DateOnly day) => Count(day, until: day.DayNumber + 1) == 1;

    /// <summary>Workdays from a day of this run up to, and without, a day number of this run or the one right after it.</summary>
    public int Count(DateOnly from, int until) => before[until - first] - before[from.DayNumber - first];

    /// <summary>The n-th workday after a day of this run or the one right before it; null where the run ends before.</summary>
    public DateOnly? After(DateOnly start, int n) => At(before[start.DayNumber + 1 - first] + (long)n - 1);

    public DateOnly? LastOnOrBefore(DateOnly day) => At(before[day.DayNumber + 1 - first] - 1);

    private DateOnly? At(long index) => index >= 0 && index < workdays.Length ? DateOnly.FromDayNumber(workdays[index]) : null;

    private static bool IsWorkday(DateOnly day, IReadOnlyDictionary<DateOnly, DayKind> rows) => rows.TryGetValue(day, out var kind)
        ? kind == DayKind.Workday
        : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
