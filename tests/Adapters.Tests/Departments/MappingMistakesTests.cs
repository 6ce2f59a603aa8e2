using ServiceHall.Adapters.Departments;
using ServiceHall.Adapters.Departments.Mapping;
using ServiceHall.Tests;

namespace ServiceHall.Adapters.Tests.Departments;

public sealed class MappingMistakesTests
{
    [Fact]
    public void Eleven_mistakes_are_told_at_once_each_with_its_line()
    {
        var mistakes = Mappings.Mistakes("""
            format: xml
            encoding: gbk
            department: dept
            key: {path: id, fold: shout}
            content: [a..b]
            tables: {t: {"1": one}}
            kinds:
              - kind: case.opened
                when: {path: kind}
                occurredAt: {path: at, time: ISO8601}
                data:
                  a: {path: x, table: nowhere}
                  b: {path: x, const: y}
                  c: {default: z}
                  d: {path: x, lenght: 3}
            """);

        Assert.Equal([1, 2, 4, 5, 8, 9, 10, 12, 13, 14, 15], mistakes.Select(LineOf).Order());
        Assert.All(mistakes, mistake => Assert.StartsWith("rs/mapping.yaml:", mistake, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("department: a\nkey: b", new[] { "'format' is missing", "'content' is missing", "'kinds' must be a list" })]
    [InlineData("- a", new[] { "expected a mapping" })]
    [InlineData("a: [", new[] { "rs/mapping.yaml:" })]
    [InlineData("", new[] { "expected one document" })]
    [InlineData("format: json\nformat: json", new[] { "rs/mapping.yaml:2" })]
    public void What_is_not_even_a_mapping_is_told_too(string yaml, string[] expected)
    {
        var mistakes = string.Join('\n', Mappings.Mistakes(yaml));

        Assert.All(expected, part => Assert.Contains(part, mistakes, StringComparison.Ordinal));
    }

    [Fact]
    public void A_parameters_value_must_be_a_format_or_a_table_before_any_record_comes()
    {
        var mistakes = Mappings.Mistakes(
            """
            format: json
            department: dept
            key: id
            content: $
            parameters: {by: dept, file: departments.jsonl, rows: {A: {time: rfc3339}, B: {table: t}}}
            tables: {t: {"1": one}}
            kinds:
              - kind: case.step
                data:
                  a: {path: x, time: ["${time}"]}
                  b: {path: x, time: ["${tiem}"]}
                  c: {path: x, table: "${table}"}
            """,
            ("departments.jsonl", """
                {"dept":"C","time":"rfc3339|yesterday","table":"t"}
                {"department":"D"}
                not json
                """));

        Assert.Contains(mistakes, mistake => LineOf(mistake) == 10 && mistake.Contains("'rfc3339|yesterday'", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => LineOf(mistake) == 10 && mistake.Contains("''", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => LineOf(mistake) == 11);
        Assert.Contains(mistakes, mistake => LineOf(mistake) == 12 && mistake.Contains("''", StringComparison.Ordinal));
        Assert.Equal(["rs/departments.jsonl:2", "rs/departments.jsonl:3"], mistakes.Where(mistake => mistake.Contains(".jsonl:", StringComparison.Ordinal)).Select(mistake => mistake[..mistake.LastIndexOf(": ", StringComparison.Ordinal)]));
    }

    [Fact]
    public void A_table_file_is_read_strictly()
    {
        var mistakes = Mappings.Mistakes(
            "format: json\ndepartment: d\nkey: k\ncontent: $\ntables: {both: {\"1\": one}}\nkinds: [{kind: case.step}]",
            ("tables/colours.csv", "code,word\n1,red\n1,blue\n2\n"),
            ("tables/both.csv", "code,word\n1,one\n"));

        Assert.Equal(["rs/tables/both.csv:1", "rs/tables/colours.csv:3", "rs/tables/colours.csv:4"], mistakes.Select(mistake => mistake[..mistake.IndexOf(": ", StringComparison.Ordinal)]).Order());
    }

    [Fact]
    public void Every_folder_is_read_and_all_their_mistakes_come_together()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a/mapping.yaml", "format: json");
        folder.Write("b/mapping.yaml", "format: json");

        var mistakes = Assert.Throws<MappingException>(() => DepartmentFolders.Load(folder.Root)).Mistakes;

        Assert.Equal(["a", "b"], mistakes.Select(mistake => mistake.Split('/')[0]).Distinct());
    }

    [Fact]
    public void The_shipped_mappings_have_none()
    {
        var folders = DepartmentFolders.Load(Path.Combine(Repository.Data, "departments"));

        Assert.Equal(["hall-sample", "rs", "sj", "zj"], folders.Names);
        Assert.Equal((BodyShape.One, BodyShape.Array), (folders.Find("rs")!.Body, folders.Find("sj")!.Body));
        Assert.Null(folders.Find("mz"));
        Assert.Empty(DepartmentFolders.Load(Path.Combine(Repository.Data, "nowhere")).Names);
    }

    private static int LineOf(string mistake) => int.Parse(mistake.Split(':')[1]);
}
