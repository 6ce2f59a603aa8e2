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

/// <summary>Every event of the hall sample through its mapping, against the verdict its author expects.</summary>
public sealed class HallSampleTests
{
    // What each label breaks that can be seen without a case. All other labels concern the case, the key, or kinds that are not read yet.
    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["missing_required"] = "field.required",
        ["control_char"] = "text.control-character",
        ["mojibake"] = "matter.name-differs",
        ["bad_id_check"] = "citizen-id.check-digit",
        ["bad_uscc_check"] = "uscc.check-digit",
        ["future_time"] = "time.in-future",
        ["unknown_task_code"] = "matter.unknown",
        ["overlong_name"] = "field.too-long",
        ["overlong_opinion"] = "field.too-long",
        ["task_of_other_dept"] = "matter.other-department",
        ["eval_out_of_range"] = "code.unknown",
    };

    // The sample is stricter than the product in two rules.
    private static readonly RuleProfile SampleProfile = new(new Dictionary<string, Severity>
    {
        ["matter.other-department"] = Severity.Block,
        ["matter.name-differs"] = Severity.Block,
    });

    [ReferenceDataFact]
    public void Every_event_breaks_exactly_what_its_label_says()
    {
        var mapping = MappingWith(departments: true);
        var rules = Rules();

        var wrong = Lines("events.jsonl").Zip(Lines("expected.jsonl")).Select(pair => Judged(mapping, rules, pair.First, pair.Second)).OfType<string>().ToList();

        Assert.Empty(wrong.Take(20));
    }

    [ReferenceDataFact]
    public void Warnings_of_a_single_record_are_those_expected()
    {
        var mapping = MappingWith(departments: true);
        var rules = Rules();

        var labelled = Lines("events.jsonl").Zip(Lines("expected.jsonl")).Where(pair => pair.Second.GetProperty("label").GetString() is "fullwidth_id" or "lowercase_x" or "result_late").ToList();

        Assert.Equal(20, labelled.Count);
        Assert.All(labelled, pair =>
        {
            var warning = pair.Second.GetProperty("label").GetString() == "result_late" ? "record.late" : "identifier.normalised";
            Assert.Contains(Reading.Of(mapping, pair.First, rules, ReceivedAt(pair.First)).Findings, finding => finding.Rule.Id == warning);
        });
    }

    [ReferenceDataFact]
    public void Without_the_departments_file_times_are_read_all_the_same()
    {
        var (with, without) = (MappingWith(departments: true), MappingWith(departments: false));

        var differing = Lines("events.jsonl").Where(sent => sent.GetProperty("kind").GetString() != "eval").Count(sent =>
            !with.Map(SourceNode.Of(sent)).Canonical.AsSpan().SequenceEqual(without.Map(SourceNode.Of(sent)).Canonical));

        Assert.Equal(0, differing);
    }

    [ReferenceDataFact]
    public void Satisfaction_counts_the_way_the_department_counts_it()
    {
        var mapping = MappingWith(departments: true);
        var scale = Lines("departments.jsonl").ToDictionary(line => Text(line, "source_system"), line => Text(line, "satisfaction_scale"));

        Assert.All(Lines("events.jsonl").Where(sent => Text(sent, "kind") == "eval" && Text(sent.GetProperty("payload"), "satisfaction") == "1"), sent =>
        {
            using var canonical = JsonDocument.Parse(mapping.Map(SourceNode.Of(sent)).Canonical);
            var best = scale[Text(sent, "source_system")] == "gbt39046";
            Assert.Equal(best ? "verySatisfied" : "veryDissatisfied", Text(canonical.RootElement.GetProperty("data"), "level"));
        });
    }

    private static string? Judged(DepartmentMapping mapping, HallRules rules, JsonElement sent, JsonElement expected)
    {
        var read = Reading.Of(mapping, sent, rules, ReceivedAt(sent));
        var blocking = read.Blocking(SampleProfile).Where(rule => rule != RuleBook.KindNotYet.Id).ToArray();
        string[] due = Expected.TryGetValue(expected.GetProperty("label").GetString() ?? "", out var rule) ? [rule] : [];
        return blocking.SequenceEqual(due) && read.Record is not null ? null : $"{sent.GetProperty("seq")}: expected {string.Join(' ', due)}, was {string.Join(' ', blocking)}";
    }

    private static DepartmentMapping MappingWith(bool departments)
    {
        using var folder = new TemporaryFolder();
        folder.Write("hall-sample/mapping.yaml", File.ReadAllText(Path.Combine(Repository.Data, "departments", "hall-sample", "mapping.yaml")));
        if (departments)
        {
            folder.Write("hall-sample/departments.jsonl", File.ReadAllText(ReferenceData.File("hall-sample", "departments.jsonl")));
        }

        return DepartmentFolders.Load(folder.Root).Find("hall-sample")!;
    }

    private static HallRules Rules() => new()
    {
        Matters = new MatterCatalogue(Lines("matters.jsonl").Select(MatterOf), "sample"),
        Divisions = DivisionTable.Load(Path.Combine(Repository.Data, "divisions")),
        Calendar = WorkCalendar.Load(Path.Combine(Repository.Data, "holidays")),
        Widths = OneWindowProfile.Load(Path.Combine(Repository.Data, "platforms", "one-window")).Widths(),
    };

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
        Promised = new Limit(line.GetProperty("promise_days").GetInt32(), "workingDay"),
    };

    private static List<JsonElement> Lines(string file) =>
        [.. File.ReadLines(ReferenceData.File("hall-sample", file)).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static DateTimeOffset ReceivedAt(JsonElement sent) => DateTimeOffset.Parse(Text(sent, "received_at"), CultureInfo.InvariantCulture);
}
