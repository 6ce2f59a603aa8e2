using System.Text.Json;
using ServiceHall.Adapters.Departments;
using ServiceHall.Adapters.Departments.Mapping;
using ServiceHall.Model.Rules;

namespace ServiceHall.Adapters.Tests.Departments;

public sealed class DepartmentRulesTests
{
    [Fact]
    public void A_channel_may_be_stricter_than_the_product()
    {
        var rules = Mappings.WithData("step: a", "rules: {matter.name-differs: block, case.not-yet-accepted: park, mostEvaluations: 2}").Rules;

        Assert.Equal(2, rules.MostEvaluations);
        Assert.Equal([("case.not-yet-accepted", Severity.Park), ("matter.name-differs", Severity.Block)], rules.Severities.Select(pair => (pair.Key, pair.Value)).Order());
    }

    [Fact]
    public void Without_the_section_a_channel_is_as_strict_as_the_product() => Assert.Equal(DepartmentRules.Product, Mappings.WithData("step: a").Rules);

    [Theory]
    [InlineData("matter.nobody: block", "there is no rule 'matter.nobody'")]
    [InlineData("matter.name-differs: stop", "'stop' is none of warn, block")]
    [InlineData("matter.name-differs: park", "'park' is none of warn, block")]
    [InlineData("pause.not-open: warn", "'warn' is none of block")]
    [InlineData("case.not-yet-accepted: warn", "'warn' is none of park, block")]
    [InlineData("mostEvaluations: 0", "'0' is no whole number from 1")]
    [InlineData("mostEvaluations: two", "'two' is no whole number from 1")]
    public void What_is_no_rule_or_no_severity_is_a_mistake(string rule, string mistake) =>
        Assert.EndsWith(mistake, Assert.Single(Assert.Throws<MappingException>(() => Mappings.WithData("step: a", $"rules: {{{rule}}}")).Mistakes), StringComparison.Ordinal);

    [Fact]
    public void The_moment_of_receipt_stands_for_a_time_that_nobody_says()
    {
        var mapping = Mappings.WithData("startedAt: {received: true}");
        using var sent = JsonDocument.Parse("""{"dept":"rs","id":"1"}""");

        using var canonical = JsonDocument.Parse(mapping.Map(SourceNode.Of(sent.RootElement), new DateTimeOffset(2026, 11, 2, 2, 0, 0, TimeSpan.Zero)).Canonical);

        Assert.Equal("2026-11-02T10:00:00+08:00", canonical.RootElement.GetProperty("data").GetProperty("startedAt").GetString());
    }
}
