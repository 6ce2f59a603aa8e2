using System.Globalization;
using System.Text.Json;
using ServiceHall.Adapters.Departments;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.Divisions;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Matters;
using ServiceHall.Tests;
using Record = ServiceHall.Model.Records.Record;

namespace ServiceHall.Adapters.Tests.Departments;

/// <summary>The sample county's recorded day: twenty departments, six shapes, one meaning.</summary>
public sealed class SampleCountyTests
{
    // What the manifest's labels break that one record shows by itself; the other labels concern the key or the case.
    private static readonly HashSet<string> SeenAlone = 
    [
        "citizen-id.check-digit", "uscc.check-digit", "identifier.normalised", "identifier.format", "matter.unknown", "matter.name-differs", "matter.other-department", "field.required",
        "field.too-long", "time.in-future", "text.encoding", "text.control-character", "record.late", "division.unknown", "division.retired", "cross-region.matter-not-open", "kind.not-yet", "code.unknown",
    ];

    private static readonly string Folder = Path.Combine(Repository.Data, "sample-county");

    [Fact]
    public void Every_record_of_the_day_has_no_finding_but_its_label()
    {
        var day = Day().ToList();
        var labels = Labels();

        var wrong = day
            .Select(told => (told, Rules: told.Read.Findings.Select(finding => finding.Rule.Id).Distinct().Order().ToArray()))
            .Where(told => !told.Rules.SequenceEqual(labels.TryGetValue((told.told.Line, told.told.Read.Key!), out var rule) ? [rule] : []))
            .Select(told => $"line {told.told.Line} {told.told.Read.Key}: {string.Join(' ', told.told.Read.Findings.Select(finding => $"{finding.Rule.Id} {finding.Field}"))}")
            .ToList();

        Assert.Empty(wrong.Take(20));
        Assert.Equal(1439, day.Count);
        Assert.Equal(72, labels.Count);
    }

    [Fact]
    public void Every_kind_of_every_department_is_read()
    {
        var kinds = Day().GroupBy(told => told.To).ToDictionary(group => group.Key, group => group.Select(told => told.Read.Record?.Data?.GetType().Name).OfType<string>().ToHashSet());

        Assert.Equal(["/v1/intake/hall-sample", "/v1/intake/rs", "/v1/intake/sj", "/v1/intake/zj", "/v1/records"], kinds.Keys.Order());
        Assert.All(kinds.Values, kindsOfOne => Assert.Superset(new HashSet<string> { "Accepted", "Closed", "Paused", "Resumed", "Step" }, kindsOfOne));
        Assert.Superset(
            new HashSet<string> { "Submitted", "SupplementRequested", "SupplementReceived", "Refused", "Extended", "Delivered", "Withdrawn", "Evaluation", "CrossRegionRequest" }, kinds["/v1/records"]);
    }

    [Fact]
    public void Numbered_material_cells_become_a_list_without_gaps()
    {
        var materials = Day().Where(told => told.Department == "rs").Select(told => Application(told.Read.Record!)?.Materials?.Count ?? 0).ToList();

        Assert.Equal([0, 1, 2, 3, 4], materials.Distinct().Order());
    }

    private static Model.Cases.Submitted? Application(Record record) => record.Data as Model.Cases.Submitted ?? (record.Data as Model.Cases.Accepted)?.Submission;

    private static IEnumerable<Told> Day()
    {
        var folders = DepartmentFolders.Load(Path.Combine(Repository.Data, "departments"));
        var rules = Rules();
        foreach (var (text, line) in File.ReadLines(Path.Combine(Folder, "day.jsonl")).Select((text, index) => (text, index + 1)))
        {
            using var push = JsonDocument.Parse(text);
            var department = push.RootElement.GetProperty("department").GetString()!;
            var at = DateTimeOffset.Parse(push.RootElement.GetProperty("at").GetString()!, CultureInfo.InvariantCulture);
            foreach (var read in Read(push.RootElement, department, folders, rules, at))
            {
                yield return new Told(line, department, push.RootElement.GetProperty("to").GetString()!, read);
            }
        }
    }

    private static IEnumerable<Model.Records.ReadRecord> Read(JsonElement push, string department, DepartmentFolders folders, HallRules rules, DateTimeOffset at)
    {
        var body = push.GetProperty("body");
        var adapter = push.GetProperty("to").GetString()!.Split('/')[^1];
        return folders.Find(adapter) is { } mapping
            ? Records(body).Select(record => Reading.Of(mapping, record, rules, at))
            : (body.ValueKind == JsonValueKind.Object ? body.GetProperty("records").EnumerateArray() : Records(body)).Select(record => Reading.Of(record, department, rules, at));
    }

    // One, an array of them, or one a line; a line that was cut short is the stream's to refuse.
    private static IEnumerable<JsonElement> Records(JsonElement body) => body.ValueKind switch
    {
        JsonValueKind.String => body.GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.EndsWith('}')).Select(line => JsonSerializer.Deserialize<JsonElement>(line)),
        JsonValueKind.Array => body.EnumerateArray(),
        _ => [body],
    };

    private static Dictionary<(int Line, string Key), string> Labels()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "manifest.json")));
        return manifest.RootElement.GetProperty("byLabel").EnumerateObject()
            .Where(label => label.Value.TryGetProperty("rule", out _))
            .Select(label => (Rule: label.Value.GetProperty("rule").GetString()!, Records: label.Value.GetProperty("records")))
            .Where(label => SeenAlone.Contains(label.Rule))
            .SelectMany(label => label.Records.EnumerateArray().Select(record => (record.GetProperty("line").GetInt32(), record.GetProperty("key").GetString()!, label.Rule)))
            .ToDictionary(record => (record.Item1, record.Item2), record => record.Rule);
    }

    private static HallRules Rules()
    {
        return new HallRules
        {
            Matters = MatterFile.Load(Path.Combine(Folder, "matters.jsonl")),
            Divisions = DivisionTable.Load(Path.Combine(Repository.Data, "divisions"), Path.Combine(Repository.Data, "divisions", "site.csv")),
            Calendar = WorkCalendar.Load(Path.Combine(Repository.Data, "holidays")),
            Widths = OneWindowProfile.Load(Path.Combine(Repository.Data, "platforms", "one-window")).Widths(),
        };
    }

    private sealed record Told(int Line, string Department, string To, Model.Records.ReadRecord Read);
}
