using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Judging;

/// <summary>
/// 补正 and 容缺. While a notice is open the case is suspended by it, accepted or not: the only result is 补正不来. What an acceptance deferred comes
/// as a supplement too, without a notice.
/// </summary>
internal static class SupplementGuards
{
    public static void Check(Record record, CaseFacts facts, List<Finding> findings)
    {
        var open = facts.OpenSupplement;
        switch (record.Data)
        {
            case SupplementRequested when !facts.Supplements.IsEmpty:
                findings.Add(Finding.Of(RuleBook.SupplementRepeated));
                break;
            case SupplementReceived when open is null && !facts.AwaitsDeferred:
                findings.Add(Finding.Of(RuleBook.SupplementNotOpen));
                break;
            case SupplementReceived when open?.Notice.OccurredAt > record.OccurredAt:
                findings.Add(new Finding(RuleBook.TimeOutOfOrder, "occurredAt", "补正受理时间早于补正告知时间"));
                break;
            case Closed { Result: "supplementLapsed" } when open is null:
                findings.Add(Finding.Of(RuleBook.SupplementNotOpen, "data.result"));
                break;
            case Closed { Result: not "supplementLapsed" } when open is not null:
                findings.Add(Finding.Of(RuleBook.SupplementStillOpen));
                break;
            case Closed { Result: "licensed" or "completed" } when facts.AwaitsDeferred:
                findings.Add(Finding.Of(RuleBook.DeferredNotReceived));
                break;
        }
    }
}
