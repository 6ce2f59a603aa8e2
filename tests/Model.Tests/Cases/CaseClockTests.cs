using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using static ServiceHall.Model.Tests.Cases.Clocks;

namespace ServiceHall.Model.Tests.Cases;

/// <summary>The rules of contract section 4, counted by hand on the calendar of 2026.</summary>
public sealed class CaseClockTests
{
    [Theory]
    [InlineData("11-02 10:00", 5, "workingDay", "2026-11-09 23:59:59")]
    [InlineData("11-02 23:59", 1, "workingDay", "2026-11-03 23:59:59")]
    [InlineData("11-07 10:00", 1, "workingDay", "2026-11-09 23:59:59")] // accepted on a Saturday
    [InlineData("11-07 10:00", 0, "workingDay", "2026-11-07 23:59:59")]
    [InlineData("09-18 10:00", 1, "workingDay", "2026-09-20 23:59:59")] // a Sunday made a workday
    [InlineData("09-30 10:00", 3, "workingDay", "2026-10-10 23:59:59")] // over National Day, to a Saturday made a workday
    [InlineData("12-28 10:00", 3, "workingDay", "2026-12-31 23:59:59")]
    [InlineData("09-28 10:00", 10, "naturalDay", "2026-10-08 23:59:59")]
    [InlineData("12-28 10:00", 10, "naturalDay", "2027-01-07 23:59:59")]
    [InlineData("01-31 10:00", 1, "month", "2026-02-28 23:59:59")]
    [InlineData("11-30 10:00", 3, "month", "2027-02-28 23:59:59")]
    [InlineData("11-02 10:30", 4, "hour", "2026-11-02 14:30:00")]
    [InlineData("11-02 22:30", 4, "hour", "2026-11-03 02:30:00")]
    public void The_acceptance_day_is_day_0(string acceptedAt, int value, string unit, string due) =>
        Assert.Equal(At(due), CaseClock.DueWithoutPauses(At(acceptedAt), new Limit(value, unit), Notices));

    [Fact]
    public void Nothing_is_guessed_of_a_year_without_a_notice()
    {
        var facts = Case(At("12-28 10:00"), []);

        var reading = CaseClock.Read(facts, new Limit(4, "workingDay"), Notices, At("12-29 10:00"));

        Assert.Equal((null, Light.None, null), (reading.DueAt, reading.Light, reading.Left));
        Assert.Contains("放假通知", reading.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_due_day_in_an_unknown_year_has_no_yellow_but_a_red()
    {
        var facts = Case(At("12-28 10:00"), []);

        Assert.Equal(Light.None, CaseClock.Read(facts, new Limit(10, "naturalDay"), Notices, At("12-29 10:00")).Light);
        Assert.Equal(Light.Red, CaseClock.Read(facts, new Limit(10, "naturalDay"), Notices, At("2027-01-08 00:00")).Light);
    }

    [Fact]
    public void Overdue_into_an_unknown_year_is_red_without_a_number()
    {
        var reading = CaseClock.Read(Case(At("12-28 10:00"), []), new Limit(1, "workingDay"), Notices, At("2027-01-08 00:00"));

        Assert.Equal((Light.Red, null, null), (reading.Light, reading.Left, reading.Used));
        Assert.DoesNotContain("  ", reading.Why, StringComparison.Ordinal);
        Assert.EndsWith("已超期", reading.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("workingDay", 5, "11-04 11:00", "11-09 09:00", 3, "11-12 23:59:59")]
    [InlineData("workingDay", 5, "11-04 11:00", "11-04 17:00", 0, "11-09 23:59:59")]
    [InlineData("workingDay", 5, "11-07 11:00", "11-09 17:00", 0, "11-09 23:59:59")] // over a weekend
    [InlineData("naturalDay", 5, "11-04 11:00", "11-09 09:00", 5, "11-12 23:59:59")]
    [InlineData("month", 1, "11-04 11:00", "11-07 09:00", 3, "12-05 23:59:59")]
    [InlineData("hour", 4, "11-02 11:00", "11-02 11:10", 1, "11-02 15:00:00")]
    [InlineData("hour", 4, "11-02 11:00", "11-02 12:00", 1, "11-02 15:00:00")]
    [InlineData("hour", 4, "11-02 11:00", "11-02 12:01", 2, "11-02 16:00:00")]
    public void A_procedure_moves_the_due_day(string unit, int value, string start, string end, int paused, string due)
    {
        var reading = CaseClock.Read(Case(At("11-02 10:00"), [(At(start), At(end))]), new Limit(value, unit), Notices, At("11-09 18:00"));

        Assert.Equal((paused, At(due)), (reading.Paused, reading.DueAt));
    }

    [Fact]
    public void A_day_in_two_procedures_counts_once()
    {
        var facts = Case(At("11-02 10:00"), [(At("11-04 10:00"), At("11-06 10:00")), (At("11-03 10:00"), At("11-05 10:00")), (At("11-10 10:00"), At("11-11 10:00"))]);

        var reading = CaseClock.Read(facts, new Limit(5, "workingDay"), Notices, At("11-11 12:00"));

        Assert.Equal((4, At("11-13 23:59:59")), (reading.Paused, reading.DueAt));
    }

    [Theory]
    [InlineData("11-04 11:00", "11-06 12:00", Light.Green, 2, 3)]
    [InlineData("11-04 11:00", "11-30 12:00", Light.Green, 2, 3)]
    [InlineData("11-09 11:00", "11-30 12:00", Light.Yellow, 5, 0)]
    [InlineData("11-10 11:00", "11-30 12:00", Light.Red, 6, -1)]
    public void While_a_procedure_is_open_everything_stands(string start, string now, Light light, int used, int left)
    {
        var reading = CaseClock.Read(Case(At("11-02 10:00"), [(At(start), null)]), new Limit(5, "workingDay"), Notices, At(now));

        Assert.Equal((0, At("11-09 23:59:59"), light, used, left, false), (reading.Paused, reading.DueAt, reading.Light, reading.Used, reading.Left, reading.Running));
    }

    [Fact]
    public void Stopped_on_the_day_of_acceptance_nothing_is_used()
    {
        var reading = CaseClock.Read(Case(At("11-06 10:00"), [(At("11-06 11:00"), null)]), new Limit(5, "workingDay"), Notices, At("11-07 12:00"));

        Assert.Equal(0, reading.Used);
    }

    [Theory]
    [InlineData("11-04 10:00", Light.Green, 2, 3)]
    [InlineData("11-06 23:59:59", Light.Green, 4, 1)]
    [InlineData("11-08 10:00", Light.Green, 4, 1)] // a Sunday
    [InlineData("11-09 00:00", Light.Yellow, 5, 0)]
    [InlineData("2026-11-09 23:59:59.9", Light.Yellow, 5, 0)]
    [InlineData("11-10 00:00", Light.Red, 6, -1)]
    public void The_light_turns_with_the_days(string now, Light light, int used, int left)
    {
        var reading = CaseClock.Read(Case(At("11-02 10:00"), []), new Limit(5, "workingDay"), Notices, At(now));

        Assert.Equal((light, used, left, true), (reading.Light, reading.Used, reading.Left, reading.Running));
        Assert.Equal(At("11-09 00:00"), reading.YellowAt);
    }

    [Theory]
    [InlineData("11-12 23:59:59", Light.Green)]
    [InlineData("11-13 00:00", Light.Yellow)]
    [InlineData("11-14 12:00", Light.Yellow)]
    [InlineData("11-15 00:00", Light.Red)]
    public void A_limit_that_ends_on_a_Saturday_is_yellow_from_Friday(string now, Light light) =>
        Assert.Equal(light, CaseClock.Read(Case(At("11-04 10:00"), []), new Limit(10, "naturalDay"), Notices, At(now)).Light);

    [Theory]
    [InlineData("11-02 14:30:00", Light.Yellow, 0)]
    [InlineData("2026-11-02 14:30:00.1", Light.Red, -1)]
    [InlineData("11-02 13:29:00", Light.Yellow, 1)]
    public void A_limit_in_hours_ends_at_its_instant(string now, Light light, int left)
    {
        var reading = CaseClock.Read(Case(At("11-02 10:30"), []), new Limit(4, "hour"), Notices, At(now));

        Assert.Equal((light, left), (reading.Light, reading.Left));
    }

    [Theory]
    [InlineData("11-09 23:59:59", Light.Yellow, 0)]
    [InlineData("11-10 00:00", Light.Red, -1)]
    public void The_result_stops_the_clock_for_good(string closedAt, Light light, int left)
    {
        var reading = CaseClock.Read(Case(At("11-02 10:00"), [], At(closedAt)), new Limit(5, "workingDay"), Notices, At("12-30 10:00"));

        Assert.Equal((light, left, false), (reading.Light, reading.Left, reading.Running));
    }

    [Fact]
    public void There_is_no_clock_before_the_acceptance_and_without_a_limit()
    {
        Assert.Equal(Light.None, CaseClock.Read(CaseFacts.Of([]), new Limit(5, "workingDay"), Notices, At("11-02 10:00")).Light);
        Assert.Equal(Light.None, CaseClock.Read(Case(At("11-02 10:00"), []), null, Notices, At("11-02 10:00")).Light);
    }

    [Fact]
    public void Days_are_days_in_the_hall_whatever_the_offset_sent()
    {
        var acceptedAt = At("11-03 01:00").ToOffset(TimeSpan.Zero);

        Assert.Equal(2, acceptedAt.Day);
        Assert.Equal(HallTime.EndOf(new DateOnly(2026, 11, 4)), CaseClock.DueWithoutPauses(acceptedAt, new Limit(1, "workingDay"), Notices));
    }
}
