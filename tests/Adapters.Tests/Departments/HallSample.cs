using System.Globalization;
using System.Text.Json;
using ServiceHall.Adapters.Departments;
using ServiceHall.Adapters.Departments.Mapping;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Divisions;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Matters;
using ServiceHall.Model.Rules;
using ServiceHall.Tests;

namespace ServiceHall.Adapters.Tests.Departments;

/// <summary>The hall sample: its mapping, its hall and its files.</summary>
internal static class HallSample
{
    public static DepartmentMapping MappingWith(bool departments)
    {
        using var folder = new TemporaryFolder();
        folder.Write("hall-sample/mapping.yaml", File.ReadAllText(Path.Combine(Repository.Data, "departments", "hall-sample", "mapping.yaml")));
        if (departments)
        {
            folder.Write("hall-sample/departments.jsonl", File.ReadAllText(ReferenceData.File("hall-sample", "departments.jsonl")));
        }

        return DepartmentFolders.Load(folder.Root).Find("hall-sample")!;
    }

    public static HallRules Rules(DepartmentMapping mapping) => new()
    {
        Matters = new MatterCatalogue(Lines("matters.jsonl").Select(MatterOf), "sample"),
        Divisions = DivisionTable.Load(Path.Combine(Repository.Data, "divisions")),
        Calendar = WorkCalendar.Load(Path.Combine(Repository.Data, "holidays")),
        Widths = OneWindowProfile.Load(Path.Combine(Repository.Data, "platforms", "one-window")).Widths(),
        Profile = ProfileOf(mapping),
        MostEvaluations = mapping.Rules.MostEvaluations,
    };

    public static RuleProfile ProfileOf(DepartmentMapping mapping) => new(mapping.Rules.Severities);

    // The sample knows matters by their local codes; the national ones are made up as those of the sample province are.
    private static Matter MatterOf(JsonElement line) => new()
    {
        Code = $"{Text(line, "dept_code")}4{line.GetProperty("matter_no").GetInt32():D12}",
        LocalCode = Text(line, "task_code"),
        CatalogCode = $"{line.GetProperty("matter_no").GetInt32():D12}",
        Name = Text(line, "task_name"),
        Version = 1,
        Department = "sample",
        CaseType = Text(line, "project_type") == "1" ? "immediate" : "promised",
        CrossRegion = line.GetProperty("cross").GetBoolean(),
        Promised = new Limit(line.GetProperty("promise_days").GetInt32(), "workingDay"),
    };

    public static List<JsonElement> Lines(string file) =>
        [.. File.ReadLines(ReferenceData.File("hall-sample", file)).Select(line => JsonDocument.Parse(line).RootElement)];

    public static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    public static DateTimeOffset ReceivedAt(JsonElement sent) => DateTimeOffset.Parse(Text(sent, "received_at"), CultureInfo.InvariantCulture);
}
