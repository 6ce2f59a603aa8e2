using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Judging;

/// <summary>Judges one record against its case. Pure: the same record, case and rules give the same judgement, at any time and anywhere.</summary>
public sealed class Judge(HallRules rules)
{
    // Of a record that withdraws another, nothing else counts (contract section 2).
    private static readonly HashSet<string?> OfDeleted = ["department", "key", "kind", "caseNo", "version", "deleted"];

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

        List<Finding> findings = [.. found.Where(finding => !record.Deleted || OfDeleted.Contains(finding.Field))];
        if (known?.Standing is { } standing && (standing.Kind != record.Kind || standing.CaseNo != record.CaseNo))
        {
            findings.Add(Finding.Of(RuleBook.CorrectionIdentity, standing.Kind != record.Kind ? "kind" : "caseNo"));
            return Judged(findings, existing, () => existing, place: null);
        }

        var place = existing?.PlaceOf(record.Key) is { } had && !IsLost(had, record, existing) ? had : (long?)null;
        var before = place is { } at ? existing!.Events.RemoveAll(one => one.Position >= at) : existing?.Events ?? [];
        var facts = before.IsEmpty ? null : place is null ? existing!.Facts : CaseFacts.Of(before);
        if (record.Data is not null && record.CaseNo is not null)
        {
            AgainstCase(record, facts, findings);
        }

        var taken = Event(record, recordId);
        if (place is not null && rules.Profile.Decides(findings) is null && new Aftermath(rules, AgainstCase).FirstBroken(existing!, before, place.Value, taken) is { } broken)
        {
            findings.Add(broken);
        }

        return Judged(findings, existing, () => Taken(record, taken, existing, place, newCase), place);
    }

    // A place that was left, and that an acceptance which came later stands behind: what comes back is new to the case as it is now.
    private static bool IsLost(long place, Record record, Case existing) =>
        existing.Facts.Acceptance?.Position > place && Guards.NeedsAcceptance(record.Data) && existing.Events.All(one => one.Position != place);

    private Judgement Judged(List<Finding> findings, Case? existing, Func<Case?> taken, long? place)
    {
        // A stable sort: findings of one rule stay in the order of the record's fields.
        IReadOnlyList<Finding> inOrder = [.. findings.DistinctBy(finding => (finding.Rule, finding.Field)).OrderBy(finding => finding.Rule.Order)];
        return rules.Profile.Decides(inOrder) is { } decides
            ? new Judgement(rules.Profile.SeverityOf(decides.Rule) == Severity.Park ? Verdict.Parked : Verdict.Rejected, inOrder, decides, existing)
            : new Judgement(Verdict.Accepted, inOrder, null, taken(), place);
    }

    private static Verdict? OfKey(Record record, KnownKey known) => known switch
    {
        { SameVersion: SameVersion.SameContent } => Verdict.Duplicate,
        { SameVersion: SameVersion.OtherContent } => Verdict.Conflict,
        _ when known.Highest > record.Version => Verdict.Superseded,
        _ => null,
    };

    private void AgainstCase(Record record, CaseFacts? facts, List<Finding> findings)
    {
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

    // Null where it adds nothing to a case: a withdrawal, and a cross-region request, which is no event of a case, whatever number it carries.
    private static CaseEvent? Event(Record record, Guid recordId) => record.Data is null or CrossRegionRequest
        ? null
        : new CaseEvent(recordId, record.Key, record.Version, record.Kind, record.OccurredAt, record.ReceivedAt, record.Data);

    private Case? Taken(Record record, CaseEvent? taken, Case? existing, long? place, Func<Case> newCase) => (taken, place) switch
    {
        (null, null) => record.Deleted ? existing : null,
        (null, { } at) => WithMatter(existing!.Withdraw(at), existing),
        (_, null) => record.Data is Submitted or Accepted ? WithMatter((existing ?? newCase()).With(taken), before: null) : existing!.With(taken),
        (_, { } at) => WithMatter(existing!.Correct(taken, at), existing),
    };

    // The matter as it was when the case was accepted, or submitted. A correction of something else does not look it up again: the catalogue may have changed.
    private Case WithMatter(Case @case, Case? before)
    {
        var (code, day) = MatterOf(@case);
        if (before is not null && (code, day) == MatterOf(before))
        {
            return @case;
        }

        return @case with { Matter = code is null ? null : rules.Matters.Find(code, day), MatterCodeUsed = code };
    }

    private static (string? Code, DateOnly Day) MatterOf(Case @case) =>
        (@case.Facts.Acceptance ?? @case.Facts.Submission) is { } basis ? (@case.Facts.Application!.MatterCode, HallTime.DayOf(basis.OccurredAt)) : (null, default);
}
