using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Model.Tests.Tasks;

public sealed class TakingClockTests
{
    private static readonly DateTimeOffset Received = new(2026, 12, 30, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly WorkCalendar Until2026 = WorkCalendar.Of([(new DateOnly(2026, 1, 1), DayKind.Holiday)]);

    [Fact]
    public void Working_days_of_an_unknown_year_leave_the_limit_open()
    {
        var clock = TakingClock.Of(new Limit(5, "workingDay"), Until2026, Received);

        Assert.Equal(new TakingClock(null, null), clock);
        Assert.Equal(Light.None, clock.At(Received.AddYears(1)));
    }

    // As of a case: due is known, when it becomes urgent is not.
    [Fact]
    public void Natural_days_into_an_unknown_year_are_over_when_they_are_over_and_nothing_is_said_of_them_before()
    {
        var clock = TakingClock.Of(new Limit(5, "naturalDay"), Until2026, Received);

        Assert.NotNull(clock.TakeBy);
        Assert.Equal((Light.None, Light.None, Light.Red), (clock.At(Received), clock.At(clock.TakeBy.Value), clock.At(clock.TakeBy.Value.AddSeconds(1))));
    }

    [Fact]
    public void What_the_platform_asks_for_is_urgent_in_its_last_half()
    {
        var clock = TakingClock.Of(Received.AddHours(8), Received);

        Assert.Equal((Light.Green, Light.Yellow, Light.Yellow, Light.Red), (clock.At(Received), clock.At(Received.AddHours(4)), clock.At(Received.AddHours(8)), clock.At(Received.AddHours(9))));
    }
}
