using ServiceHall.Model.Rules;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>One record on its way through a mapping.</summary>
/// <param name="Root">The record as sent.</param>
/// <param name="Parameters">The department's row of the mapping's parameters (its time format, say).</param>
/// <param name="Findings">What the mapping found.</param>
/// <param name="ReceivedAt">When the gateway received it; null where nobody says.</param>
internal sealed record MappingRun(SourceNode Root, IReadOnlyDictionary<string, string> Parameters, List<Finding> Findings, DateTimeOffset? ReceivedAt = null)
{
    /// <summary>The day whose code tables count; null where nobody knows it.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>Values that no code table covered.</summary>
    public List<UnmappedCode> Unmapped { get; init; } = [];
}

/// <summary>A value of a mapping that may come from a parameter: <c>${name}</c>.</summary>
internal sealed class Setting(string text)
{
    /// <summary>The parameter's name, or null where the text stands for itself.</summary>
    public string? Parameter { get; } = text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}') ? text[2..^1] : null;

    public string Text => text;

    /// <summary>What it is for this record; null where the department has no such parameter.</summary>
    public string? For(MappingRun run) => Parameter is null ? text : run.Parameters.GetValueOrDefault(Parameter);

    /// <summary>What it may be for this record: a parameter may name several, with <c>|</c> between them.</summary>
    public IEnumerable<string> Alternatives(MappingRun run) => For(run)?.Split('|') ?? [];
}
