using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Model.Calendar;
using ServiceHall.Tests;

namespace ServiceHall.Gateway.Tests.Dispatch;

public sealed class OpeningHoursTests
{
    private static readonly WorkCalendar Calendar = WorkCalendar.Load(Path.Combine(Repository.Data, "holidays"));

    // 2026: the fifth of June is a Friday; the 19th is 端午, a Friday; the tenth of October is a Saturday that is worked.
    [Theory]
    [InlineData("2026-06-05 08:30", true, "2026-06-05 17:30")]
    [InlineData("2026-06-05 17:29", true, "2026-06-05 17:30")]
    [InlineData("2026-06-05 17:30", false, "2026-06-08 08:30")]
    [InlineData("2026-06-07 12:00", false, "2026-06-08 08:30")]
    [InlineData("2026-06-08 08:29", false, "2026-06-08 08:30")]
    public void Office_hours_hold_over_the_night_and_the_weekend(string at, bool isOpen, string until)
    {
        var span = Hours(OnWeekdays("08:30", "17:30")).At(Hall(at));

        Assert.Equal((isOpen, Hall(until)), (span.IsOpen, span.To));
    }

    [Theory]
    [InlineData("2026-06-18 17:30", false, "2026-06-22 08:30")]
    [InlineData("2026-06-19 12:00", false, "2026-06-22 08:30")]
    [InlineData("2026-10-10 12:00", true, "2026-10-10 17:30")]
    [InlineData("2031-06-07 12:00", false, "2031-06-09 08:30")]
    public void Workdays_are_the_calendars_and_where_it_knows_none_the_weeks(string at, bool isOpen, string until)
    {
        var settings = new HoursSettings { WorkdaysOnly = true, Open = [new OpenSettings { From = "08:30", To = "17:30" }] };

        var span = Hours(settings).At(Hall(at));

        Assert.Equal((isOpen, Hall(until)), (span.IsOpen, span.To));
    }

    [Theory]
    [InlineData("2026-06-05 21:59", false, "2026-06-05 22:00")]
    [InlineData("2026-06-05 22:00", true, "2026-06-06 06:00")]
    [InlineData("2026-06-06 05:59", true, "2026-06-06 06:00")]
    [InlineData("2026-06-06 06:00", false, "2026-06-08 22:00")]
    [InlineData("2026-06-08 03:00", false, "2026-06-08 22:00")]
    public void A_window_over_midnight_belongs_to_the_day_it_begins_on(string at, bool isOpen, string until)
    {
        var span = Hours(OnWeekdays("22:00", "06:00")).At(Hall(at));

        Assert.Equal((isOpen, Hall(until)), (span.IsOpen, span.To));
    }

    [Fact]
    public void Midnight_is_no_closing_where_the_next_day_begins_with_it()
    {
        var span = Hours(OnWeekdays("00:00", "00:00")).At(Hall("2026-06-01 12:00"));

        Assert.Equal((true, Hall("2026-06-01 00:00"), Hall("2026-06-06 00:00")), (span.IsOpen, span.From, span.To));
    }

    [Fact]
    public void Without_hours_it_is_open_always()
    {
        var span = Hours(new HoursSettings()).At(Hall("2026-06-07 03:00"));

        Assert.Equal((true, null, null), (span.IsOpen, span.From, span.To));
    }

    [Fact]
    public void Maintenance_closes_it_and_joins_the_night_it_reaches_into()
    {
        var settings = OnWeekdays("08:30", "17:30");
        settings.Maintenance.Add(new MaintenanceSettings { From = "2026-06-04T08:00:00Z", To = "2026-06-05T10:00:00+08:00" });

        var span = Hours(settings).At(Hall("2026-06-04 20:00"));

        Assert.Equal((false, Hall("2026-06-04 16:00"), Hall("2026-06-05 10:00")), (span.IsOpen, span.From, span.To));
        Assert.Equal("平台未开放（维护）：2026-06-04 16:00 至 2026-06-05 10:00", span.Why);
    }

    [Fact]
    public void Hours_that_never_come_have_no_opening()
    {
        var settings = new HoursSettings { Maintenance = [new MaintenanceSettings { From = "2026-01-01T00:00:00Z", To = "2099-01-01T00:00:00Z" }] };

        Assert.Equal(Hall("2099-01-01 08:00"), Hours(settings).At(Hall("2026-06-05 12:00")).To);
        settings = new HoursSettings { WorkdaysOnly = true, Open = [new OpenSettings { Weekdays = ["sunday"], From = "01:00", To = "02:00" }] };
        var span = Hours(settings).At(Hall("2028-06-05 12:00"));
        Assert.Equal((false, null), (span.IsOpen, span.To));
        Assert.StartsWith("平台未开放：", span.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_says_is_the_same_whether_it_was_asked_before_or_not()
    {
        var settings = OnWeekdays("08:30", "17:30");
        settings.Maintenance.Add(new MaintenanceSettings { From = "2026-06-04T16:00:00+08:00", To = "2026-06-05T10:00:00+08:00" });
        var asked = Hours(settings);
        var random = new Random(20260605);
        for (var i = 0; i < 200; i++)
        {
            var at = Hall("2026-06-03 00:00").AddMinutes(random.Next(7 * 24 * 60));

            Assert.Equal(Hours(settings).At(at), asked.At(at));
        }
    }

    [Fact]
    public async Task A_gate_holds_calls_over_a_holiday_and_opens_to_the_minute()
    {
        var settings = OnWeekdays("08:30", "17:30");
        settings.WorkdaysOnly = true;
        var time = new ManualTime(Hall("2026-06-18 17:31"));
        var gate = new PlatformGate(time, Hours(settings));
        var passing = gate.PassAsync(CancellationToken.None);
        gate.Start();

        // It looks up the time and then waits: no minute goes by in between.
        for (; time.GetUtcNow() < Hall("2026-06-22 08:29"); time.Advance(TimeSpan.FromMinutes(1)))
        {
            Assert.True(gate.IsHeld);
            await Soon.ItHoldsAsync(() => time.Waiting > 0);
        }

        Assert.False(passing.IsCompleted);
        await Soon.ItHoldsAsync(() => time.Waiting > 0);
        time.Advance(TimeSpan.FromMinutes(1));
        await passing.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(gate.IsHeld);
    }

    [Fact]
    public void A_platform_that_is_away_when_it_opens_is_still_away()
    {
        var time = new ManualTime(Hall("2026-06-05 17:29"));
        var gate = new PlatformGate(time, Hours(OnWeekdays("08:30", "17:30")));

        gate.Saw(new Outcome.Away("", TimeSpan.FromDays(3)), Lanes.Platform, NullLogger.Instance);
        time.Advance(Hall("2026-06-08 08:31") - time.GetUtcNow());

        Assert.False(gate.IsHeld);
        Assert.False(gate.PassAsync(CancellationToken.None).IsCompleted);
    }

    private static OpeningHours Hours(HoursSettings settings) => new(settings, Calendar);

    private static HoursSettings OnWeekdays(string from, string to) => new() { Open = [new OpenSettings { Weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], From = from, To = to }] };

    private static DateTimeOffset Hall(string at) => new(DateTime.ParseExact(at, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), HallTime.Offset);
}
