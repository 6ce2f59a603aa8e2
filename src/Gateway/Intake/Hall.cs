using ServiceHall.Adapters.Departments.Mapping;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.Intake;

/// <summary>What judging inside the transaction needs: the judges and their rules, the hall's own code, the platforms, the seal.</summary>
internal sealed class Hall(HallRules rules, string division, Platforms platforms, Sealer sealer, HallClock clock, Func<long> nextCaseId)
{
    private readonly Judge _judge = new(rules);
    private readonly Dictionary<string, (Judge Judge, RuleProfile Profile)> _ofAdapters = new(StringComparer.Ordinal);

    /// <summary>The judge of records that came in this format, under its own profile, and the profile itself.</summary>
    public (Judge Judge, RuleProfile Profile) JudgeOf(string? adapter) =>
        adapter is not null && _ofAdapters.TryGetValue(adapter, out var own) ? own : (_judge, rules.Profile);

    /// <summary>A department's format is judged by its own rules; before anything is judged.</summary>
    public void Add(string adapter, DepartmentRules own)
    {
        var profile = new RuleProfile(own.Severities);
        _ofAdapters[adapter] = (new Judge(rules with { Profile = profile, MostEvaluations = own.MostEvaluations ?? rules.MostEvaluations }), profile);
    }

    public HallRules Rules => rules;

    public string Division => division;

    public Platforms Platforms => platforms;

    public Sealer Sealer => sealer;

    public HallClock Clock => clock;

    public required long ConfigId { get; init; }

    /// <summary>The number of a new subject that is no case; null where no platform would ever look for it.</summary>
    public long? TakeSubject() => platforms.Enabled.Count > 0 ? nextCaseId() : null;

    /// <summary>A case that begins now. Its number is division, day and the serial number in ten digits, by which it is found again without an index.</summary>
    public Case NewCase(string department, string caseNo, DateTimeOffset receivedAt)
    {
        var id = nextCaseId();
        return new Case { Id = id, Department = department, CaseNo = caseNo, GatewayNo = GatewayNumber.Of(division, receivedAt, id) };
    }
}
