namespace ServiceHall.Model.Rules;

/// <summary>How strict one profile is: the product's severities and what it changes of them.</summary>
public sealed class RuleProfile(IReadOnlyDictionary<string, Severity> changed)
{
    /// <summary>The product's own severities.</summary>
    public static RuleProfile Product { get; } = new(new Dictionary<string, Severity>());

    /// <summary>What this rule does to a record under this profile.</summary>
    public Severity SeverityOf(Rule rule) => changed.TryGetValue(rule.Id, out var severity) ? severity : rule.Severity;

    /// <summary>Which of these findings decides, or null where none blocks or parks; the findings must be in rule order.</summary>
    public Finding? Decides(IEnumerable<Finding> inOrder) => inOrder.FirstOrDefault(finding => SeverityOf(finding.Rule) != Severity.Warn);
}
