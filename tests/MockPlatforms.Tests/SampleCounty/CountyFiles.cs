using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty;

namespace ServiceHall.MockPlatforms.Tests.SampleCounty;

/// <summary>A county as somebody would read it from its files, knowing nothing of how they are made.</summary>
internal sealed class CountyFiles(IReadOnlyDictionary<string, string> files)
{
    public static CountyFiles Make(ulong seed, int cases = 300) => new(SampleCountyCommand.Files(seed, cases));

    public string Text(string name) => files[name];

    public JsonNode Manifest { get; } = JsonNode.Parse(files["manifest.json"])!;

    public IReadOnlyList<JsonNode> Departments { get; } = [.. JsonNode.Parse(files["departments.json"])!.AsArray().Select(one => one!)];

    public IReadOnlyList<JsonNode> Matters { get; } = Lines(files["matters.jsonl"]);

    public IReadOnlyList<JsonNode> Day { get; } = Lines(files["day.jsonl"]);

    /// <summary>Every event of the day in order, each department's shape read by the table of the README.</summary>
    public IReadOnlyList<Told> Events => [.. Day.Index().SelectMany(line => Told.Read(line.Index + 1, line.Item, Labels))];

    private IReadOnlyDictionary<(int Line, string Key), string> Labels => Manifest["byLabel"]!.AsObject()
        .SelectMany(label => label.Value!["records"]!.AsArray().Select(one => (Where: ((int)one!["line"]!, (string)one["key"]!), label.Key)))
        .ToDictionary(one => one.Where, one => one.Key);

    private static IReadOnlyList<JsonNode> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}
