using ServiceHall.Model.Calendar;

namespace ServiceHall.Model.Tests.Calendar;

public sealed class HallTimeTests
{
    [Theory]
    [InlineData("2026-11-20T09:30:00+08:00", "2026-11-20T09:30:00.0000000+08:00")]
    [InlineData("2026-11-20t09:30:00z", "2026-11-20T17:30:00.0000000+08:00")]
    [InlineData("2026-11-20T16:00:00Z", "2026-11-21T00:00:00.0000000+08:00")]
    [InlineData("2026-11-20T09:30:00-00:00", "2026-11-20T17:30:00.0000000+08:00")]
    [InlineData("2026-11-20T09:30:00+23:59", "2026-11-19T17:31:00.0000000+08:00")]
    [InlineData("2026-11-20T09:30:00-23:59", "2026-11-21T17:29:00.0000000+08:00")]
    [InlineData("2026-11-20T09:30:00.5+08:00", "2026-11-20T09:30:00.5000000+08:00")]
    [InlineData("2026-11-20T09:30:00.0000001+08:00", "2026-11-20T09:30:00.0000001+08:00")]
    [InlineData("2026-11-20T09:30:59.999999999+08:00", "2026-11-20T09:30:59.9999999+08:00")]
    [InlineData("2024-02-29T00:00:00+08:00", "2024-02-29T00:00:00.0000000+08:00")]
    [InlineData("0001-01-01T08:00:00+08:00", "0001-01-01T08:00:00.0000000+08:00")]
    [InlineData("9999-12-31T23:59:59.9999999+08:00", "9999-12-31T23:59:59.9999999+08:00")]
    public void A_time_of_RFC_3339_is_read_and_shown_in_hall_time(string text, string shown)
    {
        Assert.True(HallTime.TryParseRfc3339(text, out var value));

        Assert.Equal(shown, value.ToString("O"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-20")]
    [InlineData("2026-11-20T09:30:00")]
    [InlineData("2026-11-20T09:30:00.")]
    [InlineData("2026-11-20T09:30:00.Z")]
    [InlineData("2026-11-20T09:30:00.123")]
    [InlineData("2026-11-20T09:30:00.1234567890Z")]
    [InlineData("2026-11-20T09:30:00,5Z")]
    [InlineData("2026-11-20T09:30Z")]
    [InlineData("2026-11-20 09:30:00Z")]
    [InlineData("2026-11-20_09:30:00Z")]
    [InlineData(" 2026-11-20T09:30:00Z")]
    [InlineData("2026-11-20T09:30:00Z ")]
    [InlineData("2026-11-20T09:30:00 Z")]
    [InlineData("2026-11-20T09:30:00ZZ")]
    [InlineData("2026-11-20T09:30:00Z+08:00")]
    [InlineData("2026-11-20T09:30:00+0800")]
    [InlineData("2026-11-20T09:30:00+08")]
    [InlineData("2026-11-20T09:30:00+8:00")]
    [InlineData("2026-11-20T09:30:00+08:0")]
    [InlineData("2026-11-20T09:30:00+24:00")]
    [InlineData("2026-11-20T09:30:00+08:60")]
    [InlineData("2026-11-20T09:30:00 08:00")]
    [InlineData("2026-11-20T09:30:00−08:00")]
    [InlineData("2026-11-20T9:30:000Z")]
    [InlineData("2026-1-020T09:30:00Z")]
    [InlineData("26-11-20T09:30:00Z")]
    [InlineData("12026-11-20T09:30:00Z")]
    [InlineData("2026/11/20T09:30:00Z")]
    [InlineData("20261120T093000Z")]
    [InlineData("2026-02-29T09:30:00Z")]
    [InlineData("2026-13-01T09:30:00Z")]
    [InlineData("2026-00-01T09:30:00Z")]
    [InlineData("2026-11-00T09:30:00Z")]
    [InlineData("2026-11-20T24:00:00Z")]
    [InlineData("2026-11-20T09:60:00Z")]
    [InlineData("2016-12-31T23:59:60Z")]
    [InlineData("0000-01-01T09:30:00Z")]
    [InlineData("0001-01-01T07:59:59+08:00")]
    [InlineData("9999-12-31T16:00:00Z")]
    [InlineData("9999-12-31T23:59:59-23:59")]
    [InlineData("２026-11-20T09:30:00Z")]
    [InlineData("2026-11-20T09:30:00.５Z")]
    [InlineData("2026-11-20T09:30:00\0Z")]
    [InlineData("2026-11-2\0T09:30:00Z")]
    public void What_is_not_RFC_3339_or_no_instant_of_the_calendar_is_refused(string text)
    {
        Assert.False(HallTime.TryParseRfc3339(text, out var value));
        Assert.Equal(default, value);
    }

    [Fact]
    public void A_day_in_the_hall_begins_at_sixteen_hours_of_universal_time()
    {
        var lastTick = new DateTimeOffset(2026, 11, 20, 16, 0, 0, TimeSpan.Zero).AddTicks(-1);

        Assert.Equal(new DateOnly(2026, 11, 20), HallTime.DayOf(lastTick));
        Assert.Equal(new DateOnly(2026, 11, 21), HallTime.DayOf(lastTick.AddTicks(1)));
        Assert.Equal(lastTick.AddTicks(1), HallTime.StartOf(new DateOnly(2026, 11, 21)));
    }

    [Fact]
    public void Hall_time_is_the_same_instant_eight_hours_ahead()
    {
        var instant = new DateTimeOffset(2026, 7, 1, 23, 0, 0, TimeSpan.FromHours(-5));

        Assert.Equal("2026-07-02T12:00:00.0000000+08:00", HallTime.InHall(instant).ToString("O"));
    }

    [Fact]
    public void A_day_ends_with_its_last_full_second()
    {
        var day = new DateOnly(2026, 11, 20);

        Assert.Equal("2026-11-20T00:00:00.0000000+08:00", HallTime.StartOf(day).ToString("O"));
        Assert.Equal("2026-11-20T23:59:59.0000000+08:00", HallTime.EndOf(day).ToString("O"));
    }
}
