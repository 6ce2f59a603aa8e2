using System.Globalization;
using ServiceHall.Model.Calendar;
using ServiceHall.Tests;

namespace ServiceHall.Model.Tests.Calendar;

public sealed class WorkCalendarTests
{
    private static readonly WorkCalendar Shipped = WorkCalendar.Load(Path.Combine(Repository.Data, "holidays"));

    [ReferenceDataFact]
    public void Every_due_day_is_the_reference_one()
    {
        foreach (var row in Vectors.Read("holidays", "workday_deadline_vectors.csv", "start_date", "workdays", "due_date", "start_is_workday"))
        {
            var (start, workdays, due) = (Day(row[0]), int.Parse(row[1], CultureInfo.InvariantCulture), Day(row[2]));

            Assert.Equal((start, workdays, due), (start, workdays, Shipped.AddWorkdays(start, workdays)));
            Assert.Equal(workdays, Shipped.CountWorkdays(start.AddDays(1), due.AddDays(1)));
            Assert.Equal(row[3] == "1", Shipped.IsWorkday(start));
        }
    }

    [ReferenceDataFact]
    public void Every_day_from_2004_on_agrees_with_the_merged_notices()
    {
        var notices = Vectors.Read("holidays", "cn_holidays_2000_2026.csv", "date", "kind").ToDictionary(row => Day(row[0]), row => row[1] == "workday");
        for (var day = new DateOnly(2004, 1, 1); day.Year < 2027; day = day.AddDays(1))
        {
            var weekday = day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
            Assert.Equal((day, notices.TryGetValue(day, out var works) ? works : weekday), (day, Shipped.IsWorkday(day)));
        }
    }

    [ReferenceDataFact]
    public void The_shipped_file_is_the_reference_file() =>
        Assert.Equal(
            File.ReadAllBytes(ReferenceData.File("holidays", "npm_only_2004_2026.csv")),
            File.ReadAllBytes(Path.Combine(Repository.Data, "holidays", "cn_2004_2026.csv")));

    [Theory]
    [InlineData("2026-02-14", true)]
    [InlineData("2026-02-16", false)]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-07-04", false)]
    [InlineData("2026-07-06", true)]
    public void Holidays_and_swapped_weekends_come_before_the_week(string day, bool works) => Assert.Equal(works, Shipped.IsWorkday(Day(day)));

    [Theory]
    [InlineData(2003, false)]
    [InlineData(2004, true)]
    [InlineData(2026, true)]
    [InlineData(2027, false)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(int.MinValue, false)]
    [InlineData(10000, false)]
    [InlineData(int.MaxValue, false)]
    public void A_year_is_known_if_there_is_a_row_for_it(int year, bool known) => Assert.Equal(known, Shipped.Knows(year));

    [Fact]
    public void Nothing_is_said_of_an_unknown_year()
    {
        Assert.Null(Shipped.IsWorkday(new DateOnly(2003, 12, 31)));
        Assert.Null(Shipped.IsWorkday(new DateOnly(2027, 1, 4)));
        Assert.Null(Shipped.LastWorkdayOnOrBefore(new DateOnly(2027, 1, 4)));
        Assert.Null(Shipped.LastWorkdayOnOrBefore(new DateOnly(2004, 1, 1)));
        Assert.Null(Shipped.CountWorkdays(new DateOnly(2003, 12, 31), new DateOnly(2004, 1, 5)));
    }

    [Fact]
    public void A_limit_that_ends_in_the_last_known_year_has_a_due_day_and_one_that_runs_over_it_has_none()
    {
        var lastFriday = new DateOnly(2026, 12, 25);

        Assert.Equal(new DateOnly(2026, 12, 31), Shipped.AddWorkdays(lastFriday, 4));
        Assert.Null(Shipped.AddWorkdays(lastFriday, 5));
        Assert.Null(Shipped.AddWorkdays(lastFriday, int.MaxValue));
        Assert.Equal(5, Shipped.CountWorkdays(lastFriday, new DateOnly(2027, 1, 1)));
        Assert.Null(Shipped.CountWorkdays(lastFriday, new DateOnly(2027, 1, 2)));
    }

    [Fact]
    public void The_start_itself_need_not_be_known()
    {
        Assert.Equal(new DateOnly(2004, 1, 2), Shipped.AddWorkdays(new DateOnly(2003, 12, 31), 1));
        Assert.Null(Shipped.AddWorkdays(new DateOnly(2003, 12, 30), 1));
        Assert.Equal(new DateOnly(2030, 1, 1), Shipped.AddWorkdays(new DateOnly(2030, 1, 1), 0));
        Assert.Null(Shipped.AddWorkdays(DateOnly.MaxValue, 1));
    }

    [Fact]
    public void Zero_workdays_end_on_the_start_even_if_it_is_a_holiday() =>
        Assert.Equal(new DateOnly(2026, 10, 1), Shipped.AddWorkdays(new DateOnly(2026, 10, 1), 0));

    [Fact]
    public void Fewer_than_zero_workdays_are_a_bug_of_the_caller() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Shipped.AddWorkdays(new DateOnly(2026, 10, 1), -1));

    [Fact]
    public void An_empty_span_has_no_workdays_whatever_the_year()
    {
        Assert.Equal(0, Shipped.CountWorkdays(new DateOnly(2030, 1, 1), new DateOnly(2030, 1, 1)));
        Assert.Equal(0, Shipped.CountWorkdays(new DateOnly(2030, 1, 2), new DateOnly(2026, 1, 1)));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
