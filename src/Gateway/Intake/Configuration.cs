using ServiceHall.Adapters.Departments;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.Intake;

/// <summary>One part of a configuration and which state of it.</summary>
internal sealed record ConfigurationPart(string Name, string Version);

/// <summary>What a configuration is made of. Only the departments' folders may change while the gateway runs.</summary>
/// <param name="Rules">Calendar, divisions and matters.</param>
/// <param name="Departments">Mappings and code tables.</param>
/// <param name="Profiles">The enabled platforms' profiles.</param>
internal sealed record ConfigurationParts(HallRules Rules, DepartmentFolders Departments, IReadOnlyList<ConfigurationPart> Profiles)
{
    public IReadOnlyList<ConfigurationPart> Named =>
    [
        new("calendar", Rules.Calendar.Version),
        new("divisions", Rules.Divisions.Version),
        new("matters", Rules.Matters.Version),
        new("departments", Departments.Version),
        .. Profiles,
    ];

    /// <summary>By which its row is found: the same parts have the same id, whenever they are in force.</summary>
    public string Fingerprint => string.Join(' ', Named.Select(part => $"{part.Name} {part.Version}"));
}

/// <summary>
/// Everything a record is mapped, judged and stored under. Never changes: another state of the departments' folders is another configuration, and a
/// record keeps the one it was prepared under, whatever comes into force meanwhile.
/// </summary>
internal sealed class Configuration
{
    private readonly Judge _judge;
    private readonly Dictionary<string, (Judge Judge, RuleProfile Profile)> _ofAdapters;

    /// <summary>A configuration whose row is durable.</summary>
    /// <param name="parts">What it is made of.</param>
    /// <param name="id">The row's id, which every record judged under it names.</param>
    /// <param name="since">When it came into force here, by the machine's clock.</param>
    public Configuration(ConfigurationParts parts, long id, DateTimeOffset since)
    {
        (Parts, Id, Since) = (parts, id, since);
        _judge = new Judge(parts.Rules);
        _ofAdapters = parts.Departments.Names.ToDictionary(adapter => adapter, Own, StringComparer.Ordinal);
    }

    public ConfigurationParts Parts { get; }

    public long Id { get; }

    public DateTimeOffset Since { get; }

    public HallRules Rules => Parts.Rules;

    public DepartmentFolders Departments => Parts.Departments;

    /// <summary>The judge of records that came in this format, under its own profile, and the profile itself.</summary>
    public (Judge Judge, RuleProfile Profile) JudgeOf(string? adapter) =>
        adapter is not null && _ofAdapters.TryGetValue(adapter, out var own) ? own : (_judge, Rules.Profile);

    /// <inheritdoc/>
    public override string ToString() => $"configuration {Id}";

    private (Judge Judge, RuleProfile Profile) Own(string adapter)
    {
        var own = Departments.Find(adapter)!.Rules;
        var profile = new RuleProfile(own.Severities);
        return (new Judge(Rules with { Profile = profile, MostEvaluations = own.MostEvaluations ?? Rules.MostEvaluations }), profile);
    }
}
