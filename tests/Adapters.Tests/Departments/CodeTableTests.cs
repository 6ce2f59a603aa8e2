using System.Globalization;
using System.Text.Json;
using ServiceHall.Adapters.Departments;
using ServiceHall.Adapters.Departments.Mapping;
using ServiceHall.Model.Rules;

namespace ServiceHall.Adapters.Tests.Departments;

/// <summary>Code tables: their dates, their versions, and what they do not cover.</summary>
public sealed class CodeTableTests
{
    private const string Dated = "code,word,validFrom,validTo\n1,window,,2026-06-30\n1,web,2026-07-02,2026-07-31\n2,post,,\n";
    private static readonly DateTimeOffset Receipt = DateTimeOffset.Parse("2026-07-20T08:00:00+08:00", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("2026-06-30T23:59:59+08:00", "window")]
    [InlineData("2026-06-30T16:30:00Z", null)]
    [InlineData("2026-07-01T00:00:00+08:00", null)]
    [InlineData("2026-07-01T23:59:59+08:00", null)]
    [InlineData("2026-07-02T00:00:00+08:00", "web")]
    [InlineData("2026-07-01T16:00:00Z", "web")]
    [InlineData("2026-07-31T23:59:59+08:00", "web")]
    [InlineData("2026-08-01T00:00:00+08:00", null)]
    [InlineData("0001-01-02T00:00:00+08:00", "window")]
    public void A_code_means_what_its_table_says_for_the_day_it_happened_both_ends_included(string at, string? word)
    {
        var mapped = Map(Mapping(Dated), $$"""{"at":"{{at}}","x":"1"}""");

        Assert.Equal(word ?? "1", Value(mapped));
        Assert.Equal(word is null ? [RuleBook.CodeUnknown.Id] : [], mapped.Findings.Select(finding => finding.Rule.Id));
    }

    [Theory]
    [InlineData("""{"x":"1"}""")]
    [InlineData("""{"at":"1st of June","x":"1"}""")]
    [InlineData("""{"at":["2026-06-01T00:00:00+08:00"],"x":"1"}""")]
    public void Where_the_department_tells_no_readable_time_the_day_of_receipt_counts(string sent) => Assert.Equal("web", Value(Map(Mapping(Dated), sent)));

    [Fact]
    public void What_is_not_in_the_departments_own_format_is_no_time_even_where_it_looks_like_one()
    {
        var mapping = Mapping(Dated, "{path: at, time: yyyyMMddHHmmss}");

        Assert.Equal("web", Value(Map(mapping, """{"at":"2026-06-01T00:00:00+08:00","x":"1"}""")));
        Assert.Equal("window", Value(Map(mapping, """{"at":"20260601000000","x":"1"}""")));
    }

    [Fact]
    public void The_departments_own_code_goes_by_the_same_day()
    {
        var mapping = Mappings.Load(
            """
            format: json
            department: {path: x, table: t}
            key: id
            content: $
            tables: {t: {"1": [{word: mz, validTo: 2026-06-30}, {word: rs, validFrom: 2026-07-01}]}}
            kinds: [{kind: case.step, occurredAt: at}]
            """);

        Assert.Equal("mz", Map(mapping, """{"at":"2026-06-30T23:00:00+08:00","x":"1"}""").Department);
        Assert.Equal("rs", Map(mapping, """{"at":"2026-07-01T00:00:00+08:00","x":"1"}""").Department);
    }

    [Fact]
    public void The_message_tells_a_code_of_another_day_from_an_unknown_one_and_never_the_value()
    {
        var outdated = Assert.Single(Map(Mapping(Dated), """{"at":"2026-08-01T00:00:00+08:00","x":"1"}""").Findings);
        var unknown = Assert.Single(Map(Mapping(Dated), """{"at":"2026-08-01T00:00:00+08:00","x":"990001197001010014"}""").Findings);

        Assert.Equal(("code.unknown", "data.a", "码表“t”中的这个代码在事情发生当日无效"), (outdated.Rule.Id, outdated.Field, outdated.Message));
        Assert.Equal(("code.unknown", "码表“t”中没有这个代码"), (unknown.Rule.Id, unknown.Message));
    }

    [Fact]
    public void What_no_row_covers_is_named_once_a_record_and_prints_nothing()
    {
        var mapping = Mappings.WithData(
            "materials: {each: list, fields: {form: {path: f, fold: trim, table: t}}}\nb: {path: y, table: t}", "tables: {t: {\"1\": paper}}");

        var unmapped = mapping.Map("""{"list":[{"f":"7"},{"f":" 7 "},{"f":"1"}],"y":"示例甲"}""").Unmapped;

        Assert.Equal([("t", "7"), ("t", "示例甲")], unmapped.Select(one => (one.Table, one.Value)));
        Assert.DoesNotContain("示例甲", string.Join(' ', unmapped), StringComparison.Ordinal);
        Assert.Empty(mapping.Map("""{"list":[{"f":"1"}],"y":"1"}""").Unmapped);
    }

    [Fact]
    public void Without_any_day_only_what_always_holds_is_known()
    {
        Assert.Equal("1", Value(Mapping(Dated).Map("""{"x":"1"}""")));
        Assert.Equal("post", Value(Mapping(Dated).Map("""{"x":"2"}""")));
    }

    [Fact]
    public void A_table_in_the_mapping_may_have_dates_and_a_version_too()
    {
        var mapping = Mappings.WithData(
            "a: {path: x, table: t}",
            """
            tables:
              t: {version: "3", codes: {"1": [{word: window, validTo: 2026-07-19}, {word: web, validFrom: 2026-07-20}], "2": "", codes: post}}
              plain: {version: "3", codes: post}
            """);

        Assert.Equal("web", Value(Map(mapping, """{"x":"1"}""")));
        Assert.Equal("post", Value(Map(mapping, """{"x":"codes"}""")));
        Assert.Equal("{}", Data(Map(mapping, """{"x":"2"}""")));
        Assert.Equal(("3", 3), (mapping.Table("t")!.Version, mapping.Table("t")!.Codes));
        Assert.Equal("post", mapping.Table("plain")!.Find("codes", null));
    }

    [Fact]
    public void A_version_is_what_the_file_says_or_a_digest_of_its_rows()
    {
        Assert.Equal("2026-07", Mapping($"# version: 2026-07\n{Dated}").Table("t")!.Version);
        var digest = Mapping(Dated).Table("t")!.Version;
        Assert.Matches("^[0-9a-f]{12}$", digest);
        Assert.Equal(digest, Mapping("code,word,remark,validTo,validFrom\n2,post\n1,window,old,2026-06-30\n1,web,,2026-07-31,2026-07-02\n").Table("t")!.Version);
        Assert.NotEqual(digest, Mapping(Dated.Replace("07-31", "07-30", StringComparison.Ordinal)).Table("t")!.Version);
    }

    [Fact]
    public void A_file_out_of_a_spreadsheet_is_read_with_its_mark_and_its_line_ends()
    {
        var table = Mapping("\uFEFF# version: 5\r\ncode,word,validFrom,validTo\r\n1,window,,2026-07-20\r\n2,web,,\r\n").Table("t")!;

        Assert.Equal("5", table.Version);
        Assert.Equal(("window", null), (table.Find("1", new DateOnly(2026, 7, 20)), table.Find("1", new DateOnly(2026, 7, 21))));
        Assert.Equal("web", table.Find("2", null));
    }

    [Theory]
    [InlineData("code,word,validFrom,validTo\n1,a,,2026-06-30\n1,b,2026-06-30,\n", 3, "stands there twice for the same day")]
    [InlineData("code,word,validFrom,validTo\n1,a,2026-06-30,\n2,a\n1,b,,2026-06-30\n", 4, "stands there twice for the same day")]
    [InlineData("code,word,validFrom,validTo\n1,a\n1,b,2026-06-30\n", 3, "stands there twice for the same day")]
    [InlineData("code,word,validFrom,validTo\n1,a,2026-01-01,2026-12-31\n1,b,2026-02-01,2026-02-01\n", 3, "stands there twice for the same day")]
    [InlineData("code,word,validFrom,validTo\n1,a,2026-07-02,2026-07-01\n", 2, "ends before it begins")]
    [InlineData("code,word,validFrom\n1,a,2026-02-29\n", 2, "'2026-02-29' is no date")]
    [InlineData("code,word,validTo\n\n1,a,2026/06/30\n", 3, "'2026/06/30' is no date")]
    [InlineData("code,word,validTo\n1,a, 2026-06-30\n", 2, "is no date")]
    [InlineData("code,word,validto\n1,a,2026-06-30\n", 1, "'validto' is no column")]
    [InlineData("code,word, validTo\n1,a,2026-06-30\n", 1, "is no column")]
    [InlineData("code,word\n1,a,2026-06-30\n", 2, "expected 'code,word'")]
    [InlineData("# Version 2\ncode,word\n1,a\n", 1, "expected '# version: …'")]
    [InlineData("# version:\ncode,word\n1,a\n", 1, "expected '# version: …'")]
    public void A_mistake_in_a_file_is_told_with_its_line(string csv, int line, string what)
    {
        var mistake = Assert.Single(Mappings.Mistakes(Yaml("at"), ("tables/t.csv", csv)));

        Assert.StartsWith($"rs/tables/t.csv:{line}: ", mistake, StringComparison.Ordinal);
        Assert.Contains(what, mistake, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"1": [{word: a, validTo: 2026-06-30}, {word: b, validFrom: 2026-06-30}]}""", "stands there twice for the same day")]
    [InlineData("""{"1": [{word: a, validFrom: 2026-07-02, validTo: 2026-07-01}]}""", "ends before it begins")]
    [InlineData("""{"1": [{word: a, validFrom: soon}]}""", "'soon' is no date")]
    [InlineData("""{"1": [{validFrom: 2026-07-02}]}""", "'word' is missing")]
    [InlineData("""{"1": [{word: a, from: 2026-07-02}]}""", "'from' is not known here")]
    [InlineData("""{"1": [a]}""", "expected a mapping")]
    [InlineData("""{"1": {word: a}}""", "expected a single value")]
    [InlineData("""{version: "1", codes: {"1": a}, "2": b}""", "'2' is not known here")]
    public void So_is_one_in_the_mapping(string table, string what)
    {
        var mistakes = Mappings.Mistakes($"format: json\ndepartment: d\nkey: k\ncontent: $\ntables:\n  t: {table}\nkinds: [{{kind: case.step}}]");

        Assert.All(mistakes, mistake => Assert.StartsWith("rs/mapping.yaml:6: ", mistake, StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.Contains(what, StringComparison.Ordinal));
    }

    private static string Yaml(string occurredAt) =>
        $"format: json\ndepartment: dept\nkey: id\ncontent: $\nkinds:\n  - kind: case.step\n    occurredAt: {occurredAt}\n    data: {{a: {{path: x, table: t}}}}\n";

    private static DepartmentMapping Mapping(string csv, string occurredAt = "at") => Mappings.Load(Yaml(occurredAt), ("tables/t.csv", csv));

    private static MappedRecord Map(DepartmentMapping mapping, string json)
    {
        using var document = JsonDocument.Parse(json);
        return mapping.Map(SourceNode.Of(document.RootElement), Receipt);
    }

    private static string Data(MappedRecord mapped)
    {
        using var canonical = JsonDocument.Parse(mapped.Canonical);
        return canonical.RootElement.GetProperty("data").GetRawText();
    }

    private static string? Value(MappedRecord mapped)
    {
        using var canonical = JsonDocument.Parse(mapped.Canonical);
        return canonical.RootElement.GetProperty("data").GetProperty("a").GetString();
    }
}
