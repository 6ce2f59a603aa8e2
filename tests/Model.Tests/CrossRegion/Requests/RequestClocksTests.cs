using ServiceHall.Model.Calendar;
using ServiceHall.Model.CrossRegion.Requests;

namespace ServiceHall.Model.Tests.CrossRegion.Requests;

/// <summary>Monday to Sunday, 15 to 21 June 2026; the home division's calendar has Thursday off, as another region's holiday may be.</summary>
public sealed class RequestClocksTests
{
    private const string Window = "370102";
    private const string Home = "510104";

    private static readonly WorkCalendar Weekdays = WorkCalendar.Of([(Day(1), DayKind.Holiday)]);
    private static readonly WorkCalendar OffOnThursday = WorkCalendar.Of([(Day(1), DayKind.Holiday), (Day(18), DayKind.Holiday)]);

    [Fact]
    public void A_places_clock_runs_while_it_has_the_turn_and_nobodys_while_the_papers_are_in_the_post()
    {
        var log = Log("户口簿");
        Do(log, Window, new Deed.TakeIn(["户口簿"]), 15);
        Do(log, Window, new Deed.CheckForm(Passed: true), 15);
        Do(log, Window, new Deed.CheckIdentity(Passed: true), 15);
        Assert.Equal(new RequestClocks(1, 0, Turn.Receiving), At(log, 16));

        Do(log, Window, new Deed.Post(["户口簿"], Home, "EMS1"), 16);
        Do(log, Window, new Deed.Transfer(), 16);
        Assert.Equal(new RequestClocks(1, 0, Turn.Nobody), At(log, 17));

        Do(log, Home, new Deed.ReportLost(["户口簿"]), 17);
        Assert.Equal(new RequestClocks(1, 0, Turn.Nobody), At(log, 17));
        Do(log, Home, new Deed.Receive(["户口簿"]), 17);
        Assert.Equal(new RequestClocks(1, 1, Turn.Home), At(log, 18));
        Assert.Equal(new RequestClocks(1, 1, Turn.Home), At(log, 19));
        Assert.Equal(new RequestClocks(1, 2, Turn.Home), At(log, 21));

        Do(log, Home, new Deed.AskSupplement(), 22);
        Assert.Equal(new RequestClocks(2, 2, Turn.Receiving), At(log, 23));
    }

    [Fact]
    public void Once_it_is_over_neither_runs()
    {
        var log = Log();
        Do(log, Window, new Deed.Withdraw(), 17);

        Assert.Equal(new RequestClocks(2, 0, Turn.Nobody), At(log, 22));
    }

    [Fact]
    public void What_another_places_clock_puts_before_what_it_followed_counts_from_that()
    {
        var log = Log();
        Do(log, Window, new Deed.CheckForm(Passed: true), 15);
        Do(log, Window, new Deed.CheckIdentity(Passed: true), 15);
        Do(log, Window, new Deed.Transfer(), 17);
        Do(log, Home, new Deed.Accept(), 16);

        Assert.Equal(new RequestClocks(2, 1, Turn.Home), At(log, 18));
    }

    [Fact]
    public void A_year_without_a_notice_leaves_open_what_it_would_take()
    {
        var log = Log();
        var clocks = RequestClocks.At(log, WorkCalendar.Of([(new DateOnly(2025, 1, 1), DayKind.Holiday)]), Weekdays, "workingDay", Instant(17));

        Assert.Equal(new RequestClocks(null, 0, Turn.Receiving), clocks);
    }

    private static RequestLog Log(params string[] originals) => new(new Opening("collectedElsewhere", Window, Home, [], originals, Instant(15)));

    private static void Do(RequestLog log, string by, Deed deed, int day)
    {
        log.Take(log.Next(by, deed, Instant(day)));
        Assert.Null(log.Timeline[^1].Void);
    }

    private static RequestClocks At(RequestLog log, int day) => RequestClocks.At(log, Weekdays, OffOnThursday, "workingDay", Instant(day));

    private static DateOnly Day(int day) => new(2026, 6, day);

    private static DateTimeOffset Instant(int day) => new(2026, 6, day, 10, 0, 0, TimeSpan.FromHours(8));
}
