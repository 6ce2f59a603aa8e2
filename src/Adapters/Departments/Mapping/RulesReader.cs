using System.Globalization;
using ServiceHall.Model.Rules;
using YamlDotNet.RepresentationModel;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>Reads the section <c>rules</c>: rule ids with <c>warn</c>, <c>park</c> or <c>block</c>, and <c>mostEvaluations</c>.</summary>
internal static class RulesReader
{
    private const string MostEvaluations = "mostEvaluations";

    public static DepartmentRules Read(YamlReading yaml, YamlNode? node)
    {
        if (node is null)
        {
            return DepartmentRules.Product;
        }

        var severities = new Dictionary<string, Severity>(StringComparer.Ordinal);
        foreach (var (name, key, value) in yaml.Members(node).Where(member => member.Name != MostEvaluations))
        {
            if (RuleBook.Find(name) is not { } rule)
            {
                yaml.Mistake(key, $"there is no rule '{name}'");
            }
            else if (SeverityOf(yaml, rule, value) is { } severity)
            {
                severities[name] = severity;
            }
        }

        return new DepartmentRules(severities, Count(yaml, YamlReading.Member(node, MostEvaluations)));
    }

    private static Severity? SeverityOf(YamlReading yaml, Rule rule, YamlNode value)
    {
        // Cases are folded from what was let through: what blocks in the product may not be let through here. And nothing but the missing acceptance
        // ever comes by itself: a record parked for anything else would wait for ever.
        string[] words = rule.Severity == Severity.Warn ? ["warn", "block"] : rule == RuleBook.CaseNotYetAccepted ? ["park", "block"] : ["block"];
        return yaml.Word(value, words) is { } word ? Enum.Parse<Severity>(word, ignoreCase: true) : null;
    }

    private static int? Count(YamlReading yaml, YamlNode? node)
    {
        if (yaml.Text(node) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            return count;
        }

        yaml.Mistake(node!, $"'{text}' is no whole number from 1");
        return null;
    }
}
