using System.Text.Json.Nodes;

namespace ServiceHall.Adapters.Tests.Departments;

/// <summary>A department's own format withdraws a record.</summary>
public sealed class DeletedTests
{
    [Theory]
    [InlineData("{path: czlx, is: D}", """{"czlx":"D"}""", "true")]
    [InlineData("{path: czlx, in: [D, \"3\"]}", """{"czlx":3}""", "true")]
    [InlineData("{path: czlx, is: D}", """{"czlx":"U"}""", null)]
    [InlineData("{path: czlx, is: D}", "{}", null)]
    [InlineData("{path: zfsj, exists: true}", """{"zfsj":"20260601"}""", "true")]
    [InlineData("zf", """{"zf":"是"}""", "true")]
    [InlineData("zf", """{"zf":false}""", "false")]
    [InlineData("zf", "{}", null)]
    [InlineData("{path: zf, type: flag, when: {path: czlx, is: D}}", """{"zf":"1","czlx":"U"}""", null)]
    [InlineData("{path: czlx, table: operations, type: flag}", """{"czlx":"D"}""", "true")]
    [InlineData("{path: czlx, table: operations, type: flag}", """{"czlx":"I"}""", null)]
    [InlineData("zf", """{"zf":"maybe"}""", "\"maybe\"")]
    public void It_says_so_by_a_condition_or_a_flag(string deleted, string sent, string? expected)
    {
        var mapped = Mapping(deleted).Map(sent);

        Assert.Equal(expected, JsonNode.Parse(mapped.Canonical)!["deleted"]?.ToJsonString());
    }

    [Fact]
    public void Of_what_it_withdraws_nothing_counts_but_which_record_it_is()
    {
        var mapped = Mapping("{path: czlx, is: D}").Map("""{"dept":"rs","id":"7","v":2,"no":"A-1","czlx":"D","x":"no such code"}""");

        Assert.Equal("""{"department":"rs","key":"7","version":2,"deleted":true,"kind":"case.step","caseNo":"A-1"}""", JsonNode.Parse(mapped.Canonical)!.ToJsonString());
        Assert.Empty(mapped.Findings);
        Assert.Empty(mapped.Unmapped);
    }

    [Fact]
    public void An_operation_that_its_table_does_not_know_is_found_once()
    {
        var mapped = Mapping("{path: czlx, table: operations, type: flag}").Map("""{"czlx":"X","must":1}""");

        Assert.Equal(["code.unknown deleted"], mapped.Findings.Select(finding => $"{finding.Rule.Id} {finding.Field}"));
        Assert.Equal("X", Assert.Single(mapped.Unmapped).Value);
    }

    [Theory]
    [InlineData("{path: czlx, type: whole}", "expected a flag")]
    [InlineData("{path: czlx, is: D, table: operations}", "'table' is not known here")]
    [InlineData("{list: []}", "expected a single cell")]
    public void A_cell_that_can_be_no_flag_is_a_mistake(string deleted, string what)
    {
        var mistakes = Mappings.Mistakes(Yaml(deleted));

        Assert.Contains(mistakes, mistake => mistake.StartsWith("rs/mapping.yaml:5:", StringComparison.Ordinal) && mistake.Contains(what, StringComparison.Ordinal));
    }

    private static Adapters.Departments.Mapping.DepartmentMapping Mapping(string deleted) => Mappings.Load(Yaml(deleted));

    private static string Yaml(string deleted) => $$$"""
        format: json
        department: dept
        key: id
        version: {path: v, type: whole}
        deleted: {{{deleted}}}
        content: $
        tables: {operations: {I: "", U: "", D: "true"}, t: {"1": one}}
        kinds:
          - kind: case.step
            caseNo: no
            required: [must]
            data: {a: {path: x, table: t}}
        """;
}
