using System.Text.Json;
using ServiceHall.Adapters.Departments;
using ServiceHall.Adapters.Departments.Mapping;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Adapters.Tests.Departments;

/// <summary>A department's record on its way to the judge: mapped, read, held against the rules that need no case.</summary>
internal static class Reading
{
    public static ReadRecord Of(DepartmentMapping mapping, JsonElement sent, HallRules rules, DateTimeOffset receivedAt)
    {
        var mapped = mapping.Map(SourceNode.Of(sent), receivedAt);
        using var canonical = JsonDocument.Parse(mapped.Canonical);
        var read = Of(canonical.RootElement, mapped.Department ?? "", rules, receivedAt);
        read.Findings.AddRange(mapped.Findings);
        return read;
    }

    public static ReadRecord Of(JsonElement canonical, string department, HallRules rules, DateTimeOffset receivedAt)
    {
        var read = RecordReader.Read(canonical, department, receivedAt);
        TextRules.Check(canonical, read.Findings);
        if (read.Record is { } record)
        {
            new StatelessRules(rules).Check(record, read.Findings);
        }

        return read;
    }

    /// <summary>The rules that block, first in order first, each once.</summary>
    public static string[] Blocking(this ReadRecord read, RuleProfile profile) =>
        [.. read.Findings.OrderBy(finding => finding.Rule.Order).Where(finding => profile.SeverityOf(finding.Rule) == Severity.Block).Select(finding => finding.Rule.Id).Distinct()];
}
