using System.Globalization;
using ServiceHall.Gateway.Commands.Operators;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>The day as a table: the departments in two columns, so that it fits a terminal of 24 lines, and below them the platform.</summary>
internal static class DayTable
{
    /// <summary>From this width on there is room for the rarer verdicts.</summary>
    private const int Wide = 100;
    private const int NameWidth = 12;

    private static readonly (string Title, string Verdict)[] Narrow = [("收下", "accepted"), ("等待", "parked"), ("拒绝", "rejected")];
    private static readonly (string Title, string Verdict)[] All = [.. Narrow, ("重复", "duplicate"), ("冲突", "conflict"), ("旧版", "superseded")];

    public static IRenderable Of(DayView day, int width)
    {
        var verdicts = width < Wide ? Narrow : All;
        return new Rows(
            new Text(string.Create(CultureInfo.InvariantCulture, $"示例县 {day.HallTime:yyyy-MM-dd HH:mm} 报送 {day.Pushed}/{day.Pushes}"), new Style(decoration: Decoration.Bold)),
            Departments(day.Departments, verdicts),
            new Text(string.Create(CultureInfo.InvariantCulture, $"省平台 {day.Platform} 在途 {day.Deliveries.Moving} 已确认 {day.Deliveries.Confirmed} 被退 {day.Deliveries.Refused} 不明 {day.Deliveries.Unknown}")),
            Faults(day.Faults),
            new Text(TextTable.Fit(day.Deliveries.Stuck is var (why, count) ? string.Create(CultureInfo.InvariantCulture, $"卡住 {count} 件：{why}") : "卡住 无", width)),
            new Text(TextTable.Fit($"刚才 {day.News}", width)));
    }

    private static Table Departments(IReadOnlyList<DepartmentLine> departments, (string Title, string Verdict)[] verdicts)
    {
        var table = new Table().Border(TableBorder.None);
        for (var half = 0; half < 2; half++)
        {
            table.AddColumn(new TableColumn(new Text("部门")).NoWrap().Padding(0, 0, 1, 0).Width(NameWidth));
            foreach (var title in verdicts.Select(verdict => verdict.Title).Prepend("报送"))
            {
                table.AddColumn(new TableColumn(new Text(title)).RightAligned().NoWrap().Padding(0, 0, 1, 0).Width(4));
            }
        }

        var lines = (departments.Count + 1) / 2;
        for (var line = 0; line < lines; line++)
        {
            table.AddRow([.. Cells(departments[line], verdicts), .. line + lines < departments.Count ? Cells(departments[line + lines], verdicts) : []]);
        }

        return table;
    }

    // A zero says nothing that an empty cell does not.
    private static IEnumerable<IRenderable> Cells(DepartmentLine department, (string Title, string Verdict)[] verdicts) =>
    [
        new Text(TextTable.Fit(ShortName(department.Name), NameWidth)),
        Number(department.Sent, Style.Plain),
        .. verdicts.Select(verdict => Number(department.Verdicts.GetValueOrDefault(verdict.Verdict), verdict.Verdict == "accepted" ? new Style(Color.Green) : new Style(Color.Yellow))),
    ];

    private static Text Number(int count, Style style) => new(count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture), style);

    // Faults that have struck, the one of the moment, and those to come.
    private static Paragraph Faults(IReadOnlyList<(string Name, long Times, bool IsNow)> faults)
    {
        var text = new Paragraph("故障");
        foreach (var (name, times, isNow) in faults)
        {
            text.Append(times > 0 ? string.Create(CultureInfo.InvariantCulture, $" {name}{times}") : $" {name}-", isNow ? new Style(Color.Red, decoration: Decoration.Bold) : times > 0 ? new Style(Color.Green) : new Style(Color.Grey));
        }

        return text;
    }

    private static string ShortName(string name) => name.IndexOf('县', StringComparison.Ordinal) is >= 0 and var at && at + 1 < name.Length ? name[(at + 1)..] : name;
}
