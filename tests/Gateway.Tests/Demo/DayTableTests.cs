using System.Globalization;
using ServiceHall.Gateway.Commands.Demo;
using Spectre.Console;

namespace ServiceHall.Gateway.Tests.Demo;

/// <summary>The live table of the demo's day, as a terminal of that width gets it.</summary>
public sealed class DayTableTests
{
    private static readonly DateTimeOffset NineOClock = new(2026, 6, 15, 9, 5, 0, TimeSpan.FromHours(8));

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void It_fits_a_terminal_of_24_lines_where_a_Chinese_character_is_two_columns_wide(int width)
    {
        var lines = Render(Day(news: new string('长', 200), why: new string('堵', 200)), width);

        Assert.InRange(lines.Count, 16, 23);
        Assert.All(lines, line => Assert.True(Columns(line) <= width, line));
    }

    [Fact]
    public void The_columns_of_a_department_stand_under_their_headings()
    {
        var lines = Render(Day(), width: 80);
        var (heading, first) = (lines.First(line => line.Contains("部门", StringComparison.Ordinal)), lines.First(line => line.Contains("部门01", StringComparison.Ordinal)));

        Assert.Equal(EndOf(heading, "报送"), EndOf(first, "111"));
        Assert.Equal(EndOf(heading, "收下"), EndOf(first, "101"));
        Assert.Equal(EndOf(heading, "等待"), EndOf(first, " 6"));
        Assert.Equal(EndOf(heading, "拒绝"), EndOf(first, " 4"));
        Assert.Contains("部门11", first, StringComparison.Ordinal);
    }

    [Fact]
    public void A_narrow_terminal_leaves_out_the_rarer_verdicts_and_a_wide_one_has_them()
    {
        Assert.DoesNotContain(Render(Day(), 80), line => line.Contains("重复", StringComparison.Ordinal));
        Assert.Contains(Render(Day(), 120), line => line.Contains("重复", StringComparison.Ordinal) && line.Contains("冲突", StringComparison.Ordinal) && line.Contains("旧版", StringComparison.Ordinal));
    }

    [Fact]
    public void It_says_the_halls_time_how_the_platform_is_and_what_is_stuck_and_why()
    {
        var text = string.Join('\n', Render(Day(), 120));

        Assert.Contains("示例县 2026-06-15 09:05 报送 3/7", text, StringComparison.Ordinal);
        Assert.Contains("省平台 断路 在途 5 已确认 40 被退 2 不明 1", text, StringComparison.Ordinal);
        Assert.Contains("故障 缓慢3 限流-", text, StringComparison.Ordinal);
        Assert.Contains("卡住 2 件：平台退回", text, StringComparison.Ordinal);
        Assert.Contains("刚才 09:04 有事", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_stuck_it_says_so() =>
        Assert.Contains(Render(Day() with { Deliveries = new DeliveryCounts(0, 0, 0, 0, Stuck: null) }, 80), line => line.StartsWith("卡住 无", StringComparison.Ordinal));

    private static DayView Day(string news = "09:04 有事", string why = "平台退回") => new(
        NineOClock, 3, 7,
        [.. Enumerable.Range(1, 20).Select(one => new DepartmentLine(string.Create(CultureInfo.InvariantCulture, $"示例县部门{one:00}"), 110 + one, new Dictionary<string, int> { ["accepted"] = 100 + one, ["parked"] = 6, ["rejected"] = 4 }))],
        new DeliveryCounts(5, 40, 2, 1, (why, 2)), "断路", [("缓慢", 3, false), ("限流", 0, true)], news);

    private static List<string> Render(DayView day, int width)
    {
        using var written = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(written) });
        console.Profile.Width = width;
        console.Write(DayTable.Of(day, width));
        return [.. written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];
    }

    // The last column that the text takes, by a width of our own.
    private static int EndOf(string line, string text) => Columns(line[..(line.IndexOf(text, StringComparison.Ordinal) + text.Length)]);

    private static int Columns(string text) => text.EnumerateRunes().Sum(rune => rune.Value >= 0x2E80 ? 2 : 1);
}
