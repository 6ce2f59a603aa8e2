using System.Collections.Immutable;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Judging;

/// <summary>What a correction would do to the events taken after the one it corrects: each is judged again with it in place.</summary>
internal sealed class Aftermath(HallRules rules, Action<Record, CaseFacts?, List<Finding>> check)
{
    /// <summary>The first later event that would no longer be legal, named by its key; null where all stand.</summary>
    /// <param name="existing">The case as it is.</param>
    /// <param name="before">What comes before the corrected event.</param>
    /// <param name="place">The place of the corrected event.</param>
    /// <param name="corrected">What takes the place; null where it is left empty.</param>
    public Finding? FirstBroken(Case existing, ImmutableArray<CaseEvent> before, long place, CaseEvent? corrected)
    {
        var now = With(before, corrected);
        var then = With(before, existing.Events.FirstOrDefault(one => one.Position == place));
        foreach (var later in existing.Events.Where(one => one.Position > place))
        {
            var record = RecordOf(existing, later);
            if (Broken(record, now, then) is { } broken)
            {
                return new Finding(RuleBook.CorrectionBreaksLater, null, $"更正后，后面已收下的记录 {later.Key} 不再成立：{broken.Message}");
            }

            (now, then) = ((now ?? new CaseFacts()).With(later), (then ?? new CaseFacts()).With(later));
        }

        return null;
    }

    private static CaseFacts? With(ImmutableArray<CaseEvent> before, CaseEvent? more) =>
        before.IsEmpty && more is null ? null : CaseFacts.Of(more is null ? before : before.Add(more));

    // Only what the correction itself brings about: rules and catalogue may have changed since the event was taken.
    private Finding? Broken(Record record, CaseFacts? now, CaseFacts? then)
    {
        var blocking = Blocking(record, now);
        return blocking.Count == 0 ? null : blocking.ExceptBy(Blocking(record, then).Select(finding => finding.Rule), finding => finding.Rule).FirstOrDefault();
    }

    private List<Finding> Blocking(Record record, CaseFacts? facts)
    {
        var findings = new List<Finding>();
        check(record, facts, findings);
        return [.. findings.Where(finding => rules.Profile.SeverityOf(finding.Rule) != Severity.Warn).OrderBy(finding => finding.Rule.Order)];
    }

    private static Record RecordOf(Case @case, CaseEvent taken) => new()
    {
        Department = @case.Department,
        Key = taken.Key,
        Kind = taken.Kind,
        CaseNo = @case.CaseNo,
        Version = taken.Version,
        OccurredAt = taken.OccurredAt,
        ReceivedAt = taken.ReceivedAt,
        Data = taken.Data,
    };
}
