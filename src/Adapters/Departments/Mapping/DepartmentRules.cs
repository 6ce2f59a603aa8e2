using ServiceHall.Model.Rules;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>What a department's channel changes of the product's rules.</summary>
/// <param name="Severities">Rule id and what it does here; what is not named is as the product has it.</param>
/// <param name="MostEvaluations">How many ratings one case may have; null is no limit.</param>
public sealed record DepartmentRules(IReadOnlyDictionary<string, Severity> Severities, int? MostEvaluations)
{
    /// <summary>The product's own rules.</summary>
    public static DepartmentRules Product { get; } = new(new Dictionary<string, Severity>(StringComparer.Ordinal), MostEvaluations: null);
}
