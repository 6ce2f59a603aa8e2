using System.Text.Json;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>A department of the sample county.</summary>
internal sealed record CountyDepartment(string Code, string Name);

/// <summary>What a record should be answered; a rule where the county's makers named one.</summary>
internal sealed record ExpectedVerdict(string Verdict, string? Rule);

/// <summary>The sample county's files: who pushes, what, and what its makers say must become of it.</summary>
internal sealed class SampleCounty
{
    private static readonly ExpectedVerdict Clean = new("accepted", Rule: null);

    private readonly string _folder;
    private readonly Dictionary<int, ExpectedVerdict> _dirt = [];

    public SampleCounty(string folder)
    {
        _folder = folder;
        using var departments = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "departments.json")));
        Departments = [.. departments.RootElement.EnumerateArray().Select(one => new CountyDepartment(one.GetProperty("code").GetString()!, one.GetProperty("name").GetString()!))];
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
        States = Counts(manifest.RootElement.GetProperty("states"));
        foreach (var label in manifest.RootElement.GetProperty("byLabel").EnumerateObject())
        {
            var expected = new ExpectedVerdict(label.Value.GetProperty("verdict").GetString()!, label.Value.TryGetProperty("rule", out var rule) ? rule.GetString() : null);
            label.Value.GetProperty("records").EnumerateArray().ToList().ForEach(record => _dirt[record.GetProperty("line").GetInt32()] = expected);
        }
    }

    public IReadOnlyList<CountyDepartment> Departments { get; }

    /// <summary>How many kept records must be in each state at the end of the day.</summary>
    public IReadOnlyDictionary<string, long> States { get; }

    public string Matters => Path.GetFullPath(Path.Combine(_folder, "matters.jsonl"));

    public IReadOnlyList<RecordedPush> Day() => [.. File.ReadLines(Path.Combine(_folder, "day.jsonl")).Select((line, index) => RecordedPush.Read(index + 1, line))];

    /// <summary>What the records of one line must be answered; whatever is not as it should be stands alone in its line.</summary>
    public ExpectedVerdict Expected(int line) => _dirt.GetValueOrDefault(line, Clean);

    private static Dictionary<string, long> Counts(JsonElement counts) =>
        counts.EnumerateObject().ToDictionary(count => count.Name, count => count.Value.GetInt64(), StringComparer.Ordinal);
}
