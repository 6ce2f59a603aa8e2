using ServiceHall.Model.Calendar;

namespace ServiceHall.Model.Tests.Calendar;

public sealed class WorkCalendarFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_later_file_adds_a_year_and_overrides_a_day()
    {
        folder.Write("b.csv", "date,kind\n2027-01-01,holiday\n2026-05-01,workday\n");
        folder.Write("a.csv", "date,kind,name\n2026-05-01,holiday,劳动节\n2026-05-04,holiday,劳动节\n");
        folder.Write("c.txt", "date,kind\n2028-01-01,holiday\n");

        var calendar = WorkCalendar.Load(folder.Root);

        Assert.Equal((true, true, false), (calendar.Knows(2026), calendar.Knows(2027), calendar.Knows(2028)));
        Assert.True(calendar.IsWorkday(new DateOnly(2026, 5, 1)));
        Assert.False(calendar.IsWorkday(new DateOnly(2026, 5, 4)));
        Assert.Equal(new DateOnly(2027, 1, 4), calendar.AddWorkdays(new DateOnly(2026, 12, 31), 1));
    }

    [Fact]
    public void The_version_changes_with_the_bytes()
    {
        folder.Write("a.csv", "date,kind\n2026-05-01,holiday\n");
        var one = WorkCalendar.Load(folder.Root).Version;
        var again = WorkCalendar.Load(folder.Root).Version;
        folder.Write("b.csv", "date,kind\n2026-05-04,holiday\n");
        var other = WorkCalendar.Load(folder.Root).Version;

        Assert.Matches("^[0-9a-f]{12}$", one);
        Assert.Equal(one, again);
        Assert.NotEqual(one, other);
    }

    [Theory]
    [InlineData("date,kind\n2026-02-30,holiday\n", "2: the date is not like 2026-01-31")]
    [InlineData("date,kind\n2026/5/1,holiday\n", "2: the date is not like 2026-01-31")]
    [InlineData("date,kind\n2026-05-01,Holiday\n", "2: the kind is neither holiday nor workday")]
    [InlineData("date,kind\n2026-05-01,holiday\n2026-05-01,workday\n", "3: the date stands in this file twice")]
    [InlineData("2026-05-01,holiday\n", "1: the header must begin with date,kind")]
    public void A_malformed_file_fails_with_file_and_line(string text, string message)
    {
        var path = folder.Write("a.csv", text);

        var fault = Assert.Throws<InvalidDataException>(() => WorkCalendar.Load(folder.Root));

        Assert.Equal($"{path}:{message}", fault.Message);
    }

    [Fact]
    public void A_folder_without_a_calendar_fails() => Assert.Throws<InvalidDataException>(() => WorkCalendar.Load(folder.Root));
}
