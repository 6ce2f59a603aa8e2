using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServiceHall.Adapters.Departments.Mapping;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;
using ServiceHall.Tests;

namespace ServiceHall.Adapters.Tests.Departments;

/// <summary><c>docs/adding-a-department.md</c>: its example is mapped as it says, and it names all that a mapping may hold.</summary>
public sealed partial class AddingADepartmentTests
{
    private static readonly DateTimeOffset Received = DateTimeOffset.Parse("2026-06-15T18:00:00+08:00", CultureInfo.InvariantCulture);
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "adding-a-department.md"));
    private static readonly Dictionary<string, string> Blocks = Block().Matches(Page).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["text"].Value);

    [Fact]
    public void The_example_becomes_the_record_beside_it()
    {
        var mapped = Example().Map(Blocks["sent"]);

        var expected = JsonNode.Parse(Blocks["record"]);
        var actual = JsonNode.Parse(mapped.Canonical);
        Assert.True(JsonNode.DeepEquals(expected, actual), actual!.ToJsonString());
        Assert.Equal("jt", mapped.Department);
        Assert.Empty(mapped.Findings);
    }

    [Fact]
    public void The_record_of_the_example_is_one_the_gateway_takes()
    {
        using var canonical = JsonDocument.Parse(Blocks["record"]);

        var read = RecordReader.Read(canonical.RootElement, "jt", Received);

        Assert.DoesNotContain(read.Findings, finding => finding.Rule.Severity != Severity.Warn);
    }

    [Fact]
    public void Another_system_of_the_example_goes_by_its_own_row()
    {
        const string step = """{"system":"JT02","type":"CHECK","number":"1","time":1781487000000,"clerk":"示例甲","message":{"id":"2"},"body":{"step":"审查","answer":"20","text":"补材料"}}""";

        var mapped = Example().Map(step);

        var record = JsonNode.Parse(mapped.Canonical)!;
        Assert.Equal("returned", (string?)record["data"]!["action"]);
        Assert.Equal("2026-06-15T09:30:00+08:00", (string?)record["occurredAt"]);
        Assert.Empty(mapped.Findings);
    }

    [Theory]
    [InlineData("20260630235959", "20", "returned")]
    [InlineData("20260701000000", "20", "approved")]
    [InlineData("20260630235959", "10", "approved")]
    [InlineData("20260701000000", "10", "10")]
    public void A_code_of_the_example_means_what_it_meant_on_the_day(string at, string answer, string action)
    {
        var mapped = Example().Map($$"""{"system":"JT01","type":"REVIEW","number":"1","time":"{{at}}","message":{"id":"3"},"body":{"step":"复核","answer":"{{answer}}"} }""");

        Assert.Equal(action, (string?)JsonNode.Parse(mapped.Canonical)!["data"]!["action"]);
        Assert.Equal(action == answer ? ["code.unknown"] : [], mapped.Findings.Select(finding => finding.Rule.Id));
    }

    [Fact]
    public void A_cancelled_record_of_the_example_withdraws_what_it_was()
    {
        var mapped = Example().Map("""{"system":"JT01","type":"STEP","number":"1","message":{"id":"3","version":2,"state":"cancelled"}}""");

        Assert.Equal("""{"department":"jt","key":"3","version":2,"deleted":true,"kind":"case.step","caseNo":"1"}""", JsonNode.Parse(mapped.Canonical)!.ToJsonString());
        Assert.Empty(mapped.Findings);
    }

    [Fact]
    public void Every_key_the_reader_knows_is_on_the_page()
    {
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, "src", "Adapters", "Departments", "Mapping"), "*.cs").Select(File.ReadAllText);
        var keys = sources
            .SelectMany(source => Known().Matches(source))
            .SelectMany(match => Quoted().Matches(match.Value))
            .Select(match => match.Groups["word"].Value)
            .Concat(TimeFormat.Names)
            .ToHashSet(StringComparer.Ordinal);

        Assert.True(keys.Count > 30, string.Join(' ', keys));
        Assert.Equal([], keys.Where(key => !Page.Contains($"`{key}`", StringComparison.Ordinal)));
    }

    private static DepartmentMapping Example() => Mappings.Load(
        Blocks["mapping.yaml"], [.. Blocks.Where(block => block.Key.Contains('.', StringComparison.Ordinal) && block.Key != "mapping.yaml").Select(block => (block.Key, block.Value))]);

    [GeneratedRegex("^```\\w+ test (?<name>\\S+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Block();

    // The reader's lists of names: OnlyThese(node, "a", "b") and Word(…, "a", "b").
    [GeneratedRegex("(?<call>OnlyThese|Word)\\([^;]*;", RegexOptions.None, 1000)]
    private static partial Regex Known();

    [GeneratedRegex("\"(?<word>\\w+)\"", RegexOptions.None, 1000)]
    private static partial Regex Quoted();
}
