using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Intake;

/// <summary>What judging inside the transaction needs: the configuration in force, the hall's own code, the platforms, the seal.</summary>
internal sealed class Hall(Configuration first, string division, Platforms platforms, Sealer sealer, HallClock clock, Func<long> nextCaseId)
{
    private volatile Configuration _current = first;

    /// <summary>The configuration in force. Whoever needs it twice for one thing takes it once.</summary>
    public Configuration Current => _current;

    public HallRules Rules => _current.Rules;

    public string Division => division;

    public Platforms Platforms => platforms;

    public Sealer Sealer => sealer;

    public HallClock Clock => clock;

    /// <summary>Who goes along with what becomes of cases.</summary>
    public ICaseFollower? Follower { get; init; }

    /// <summary>From now on records are prepared under this one, whose row must be durable. What is prepared already keeps its own.</summary>
    public void PutInForce(Configuration next) => _current = next;

    /// <summary>The number of a new subject that is no case; null where no platform would ever look for it.</summary>
    public long? TakeSubject() => platforms.Enabled.Count > 0 ? nextCaseId() : null;

    /// <summary>The number of a request that our window collected and gave none.</summary>
    public string NewRequestNo(DateTimeOffset receivedAt) => "KS" + GatewayNumber.Of(division, receivedAt, nextCaseId());

    /// <summary>A case that begins now. Its number is division, day and the serial number in ten digits, by which it is found again without an index.</summary>
    public Case NewCase(string department, string caseNo, DateTimeOffset receivedAt)
    {
        var id = nextCaseId();
        return new Case { Id = id, Department = department, CaseNo = caseNo, GatewayNo = GatewayNumber.Of(division, receivedAt, id) };
    }
}
