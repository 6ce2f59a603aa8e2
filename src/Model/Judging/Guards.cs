using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Judging;

/// <summary>Which event may come upon which state of a case (contract sections 2 to 4), acceptance and submission apart.</summary>
internal static class Guards
{
    /// <summary>Whether the case has ended without a result; then nothing comes after, not even another submission.</summary>
    public static Rule? Ended(CaseFacts? facts) => facts switch
    {
        { Withdrawal: not null } => RuleBook.CaseWithdrawn,
        { Refusal: not null } => RuleBook.CaseRefused,
        _ => null,
    };

    /// <summary>Adds what this event breaks.</summary>
    public static void Check(Record record, CaseFacts? facts, HallRules rules, List<Finding> findings)
    {
        if (Begun(record.Data!, facts) is { } notBegun)
        {
            findings.Add(Finding.Of(notBegun));
            return;
        }

        if (facts!.Closing is not null && record.Data is not (Delivered or Evaluation))
        {
            findings.Add(Finding.Of(RuleBook.CaseClosed));
        }

        InOrder(record, facts, rules, findings);
        Pauses(record, facts, findings);
        SupplementGuards.Check(record, facts, findings);
        switch (record.Data)
        {
            case Refused when facts.Acceptance is not null:
                findings.Add(Finding.Of(RuleBook.CaseAlreadyAccepted));
                break;
            case Extended extended:
                Extension(extended, facts, findings);
                break;
            case Delivered:
                Delivery(facts, findings);
                break;
            case Evaluation evaluation:
                EvaluationGuards.Check(evaluation, facts, rules, findings);
                break;
        }
    }

    // A case that ended in 补正不来 before any acceptance will never have one: nothing waits for it.
    private static Rule? Begun(EventData data, CaseFacts? facts) => data switch
    {
        SupplementRequested or SupplementReceived or Refused or Withdrawn or Closed { Result: "supplementLapsed" } => facts is null ? RuleBook.CaseNotSubmitted : null,
        _ => facts?.Acceptance is null && facts?.Closing is null ? RuleBook.CaseNotYetAccepted : null,
    };

    /// <summary>Whether this has a place only behind an acceptance.</summary>
    public static bool NeedsAcceptance(EventData? data) =>
        data is not (null or Submitted or Accepted or CrossRegionRequest or SupplementRequested or SupplementReceived or Refused or Withdrawn or Closed { Result: "supplementLapsed" });

    private static void InOrder(Record record, CaseFacts facts, HallRules rules, List<Finding> findings)
    {
        var (before, what) = facts.Acceptance is { } acceptance ? (acceptance, "时间早于受理时间") : (facts.Submission!, "时间早于收件时间");
        if (before.OccurredAt - record.OccurredAt > rules.OrderGrace)
        {
            findings.Add(new Finding(RuleBook.TimeOutOfOrder, "occurredAt", what));
        }
    }

    private static void Pauses(Record record, CaseFacts facts, List<Finding> findings)
    {
        switch (record.Data)
        {
            case Paused { Sequence: { } sequence } when facts.OpenPauseOf(sequence) is not null:
                findings.Add(Finding.Of(RuleBook.PauseAlreadyOpen, "data.sequence"));
                break;
            case Resumed { Sequence: { } sequence } when facts.OpenPauseOf(sequence) is null:
                findings.Add(Finding.Of(RuleBook.PauseNotOpen, "data.sequence"));
                break;
            case Resumed { Sequence: { } sequence } when facts.OpenPauseOf(sequence)!.Start.OccurredAt > record.OccurredAt:
                findings.Add(new Finding(RuleBook.TimeOutOfOrder, "occurredAt", "特别程序结束时间早于开始时间"));
                break;
            case Closed when facts.OpenPause is not null:
                findings.Add(Finding.Of(RuleBook.PauseStillOpen));
                break;
        }
    }

    // 行政许可法, article 42: ten working days more, once, with the approval of the head of the authority.
    private static void Extension(Extended extended, CaseFacts facts, List<Finding> findings)
    {
        if (!facts.Extensions.IsEmpty)
        {
            findings.Add(Finding.Of(RuleBook.ExtensionRepeated));
        }

        if (extended.Days > 10)
        {
            findings.Add(Finding.Of(RuleBook.ExtensionTooLong, "data.days"));
        }
    }

    private static void Delivery(CaseFacts facts, List<Finding> findings)
    {
        if (facts.Closing is null)
        {
            findings.Add(Finding.Of(RuleBook.CaseNotClosed));
        }
        else if (facts.Delivery is not null)
        {
            findings.Add(Finding.Of(RuleBook.CaseAlreadyDelivered));
        }
    }
}
