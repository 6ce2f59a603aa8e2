using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Judging;

/// <summary>Judges one record against its case. Pure: the same record, case and rules give the same judgement, at any time and anywhere.</summary>
public sealed class Judge(HallRules rules)
{
    /// <summary>Judges a record that was read.</summary>
    /// <param name="record">The record.</param>
    /// <param name="found">What reading it, its mapping and the stateless rules found.</param>
    /// <param name="recordId">The id it is kept under.</param>
    /// <param name="known">What is known under its key, or null.</param>
    /// <param name="existing">Its case, or null where there is none yet.</param>
    /// <param name="newCase">Makes the case that this record would begin.</param>
    public Judgement Decide(Record record, IReadOnlyList<Finding> found, Guid recordId, KnownKey? known, Case? existing, Func<Case> newCase)
    {
        // What is no version (0) is neither a repeat nor too late: it is wrong.
        if (record.Version > 0 && known is not null && OfKey(record, known) is { } verdict)
        {
            return new Judgement(verdict, [], null, existing);
        }

        var findings = new List<Finding>(found);
        if (record.Deleted || known?.TakenVersion is not null)
        {
            findings.Add(Finding.Of(RuleBook.CorrectionNotYet, "version"));
        }

        if (record.Data is not null && record.CaseNo is not null)
        {
            AgainstCase(record, existing, findings);
        }

        // A stable sort: findings of one rule stay in the order of the record's fields.
        IReadOnlyList<Finding> inOrder = [.. findings.DistinctBy(finding => (finding.Rule, finding.Field)).OrderBy(finding => finding.Rule.Order)];
        return rules.Profile.Decides(inOrder) is { } decides
            ? new Judgement(rules.Profile.SeverityOf(decides.Rule) == Severity.Park ? Verdict.Parked : Verdict.Rejected, inOrder, decides, existing)
            : new Judgement(Verdict.Accepted, inOrder, null, Taken(record, recordId, existing, newCase));
    }

    private static Verdict? OfKey(Record record, KnownKey known) => known switch
    {
        { SameVersion: SameVersion.SameContent } => Verdict.Duplicate,
        { SameVersion: SameVersion.OtherContent } => Verdict.Conflict,
        _ when known.Highest > record.Version => Verdict.Superseded,
        _ => null,
    };

    private void AgainstCase(Record record, Case? existing, List<Finding> findings)
    {
        var facts = existing?.Facts;
        switch (record.Data)
        {
            case CrossRegionRequest:
                break;
            case not null when Guards.Ended(facts) is { } ended:
                findings.Add(Finding.Of(ended));
                break;
            case Submitted when facts is not null:
                findings.Add(Finding.Of(facts.Acceptance is null ? RuleBook.CaseAlreadySubmitted : RuleBook.CaseAlreadyAccepted));
                break;
            case Submitted:
                break;
            case Accepted when facts?.Acceptance is not null:
                findings.Add(Finding.Of(RuleBook.CaseAlreadyAccepted));
                break;
            case Accepted when facts?.Closing is not null:
                findings.Add(Finding.Of(RuleBook.CaseClosed));
                break;
            case Accepted accepted:
                Acceptance.Check(record, accepted, facts, rules, findings);
                break;
            default:
                Guards.Check(record, facts, rules, findings);
                break;
        }
    }

    // A cross-region request is no event of a case, whatever number it carries.
    private Case? Taken(Record record, Guid recordId, Case? existing, Func<Case> newCase) =>
        record.Data is CrossRegionRequest ? null : Taken(record, recordId, existing ?? newCase());

    private Case Taken(Record record, Guid recordId, Case @case)
    {
        var taken = new CaseEvent(recordId, record.Key, record.Version, record.Kind, record.OccurredAt, record.ReceivedAt, record.Data!);
        var after = @case.With(taken);
        if (record.Data is not (Submitted or Accepted))
        {
            return after;
        }

        var code = after.Facts.Application!.MatterCode!;
        return after with { Matter = rules.Matters.Find(code, HallTime.DayOf(record.OccurredAt)), MatterCodeUsed = code };
    }
}
