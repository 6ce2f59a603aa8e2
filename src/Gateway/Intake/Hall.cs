using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.Intake;

/// <summary>What judging inside the transaction needs: the judge and its rules, the hall's own code, the platforms, the seal.</summary>
internal sealed class Hall(HallRules rules, string division, Platforms platforms, Sealer sealer, HallClock clock, Func<long> nextCaseId)
{
    private readonly Judge _judge = new(rules);

    /// <summary>The judge of records that came in this format, under its own profile, and the profile itself.</summary>
    public (Judge Judge, RuleProfile Profile) JudgeOf(string? adapter) => (_judge, rules.Profile);

    public HallRules Rules => rules;

    public string Division => division;

    public Platforms Platforms => platforms;

    public Sealer Sealer => sealer;

    public HallClock Clock => clock;

    public required long ConfigId { get; init; }

    /// <summary>A case that begins now. Its number is division, day and the serial number in ten digits, by which it is found again without an index.</summary>
    public Case NewCase(string department, string caseNo, DateTimeOffset receivedAt)
    {
        var id = nextCaseId();
        return new Case { Id = id, Department = department, CaseNo = caseNo, GatewayNo = GatewayNumber.Of(division, receivedAt, id) };
    }
}
