using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Judging;

/// <summary>What an acceptance (受理) must be, together with the submission before it.</summary>
internal static class Acceptance
{
    public static void Check(Record record, Accepted accepted, CaseFacts? facts, HallRules rules, List<Finding> findings)
    {
        var submission = (Submitted?)facts?.Submission?.Data;
        Whole(CaseFacts.Merge(submission, accepted.Submission), findings);
        if (submission is not null)
        {
            Changes(submission, accepted.Submission, findings);
        }

        // A code of its own was held against the catalogue without the case; an inherited one was in force when it was submitted, and may not be now.
        if (accepted.Submission.MatterCode is null && submission?.MatterCode is { } inherited)
        {
            MatterRules.Check(record, inherited, rules.Matters, findings);
        }

        if (facts?.Submission is { } submitted && submitted.OccurredAt - record.OccurredAt > rules.OrderGrace)
        {
            findings.Add(new Finding(RuleBook.TimeOutOfOrder, "occurredAt", "受理时间早于收件时间"));
        }

        Promise(record, accepted, submission, rules, findings);
    }

    private static void Whole(Submitted application, List<Finding> findings)
    {
        Required("data.matterCode", application.MatterCode, findings);
        Required("data.title", application.Title, findings);
        Required("data.channel", application.Channel, findings);
        Required("data.applicant", application.Applicant, findings);
    }

    private static void Required(string field, object? value, List<Finding> findings)
    {
        // Something of the wrong type was there, and has its own finding.
        if (value is null && !findings.Exists(finding => finding.Field == field))
        {
            findings.Add(Finding.Of(RuleBook.FieldRequired, field));
        }
    }

    private static void Changes(Submitted before, Submitted now, List<Finding> findings)
    {
        Changed("data.matterCode", before.MatterCode, now.MatterCode, findings);
        Changed("data.title", before.Title, now.Title, findings);
        Changed("data.channel", before.Channel, now.Channel, findings);
        Changed("data.applicant", before.Applicant, now.Applicant, findings);
        Changed("data.agent", before.Agent, now.Agent, findings);
        if (before.Materials is not null && now.Materials is not null && !before.Materials.SequenceEqual(now.Materials))
        {
            findings.Add(Finding.Of(RuleBook.FieldChanged, "data.materials"));
        }
    }

    private static void Changed<T>(string field, T? before, T? now, List<Finding> findings)
        where T : class
    {
        if (before is not null && now is not null && !before.Equals(now))
        {
            findings.Add(Finding.Of(RuleBook.FieldChanged, field));
        }
    }

    // The day counts, not the hour: departments write 18:00, midnight or 23:59:59 for the same promise.
    private static void Promise(Record record, Accepted accepted, Submitted? submission, HallRules rules, List<Finding> findings)
    {
        var code = accepted.Submission.MatterCode ?? submission?.MatterCode;
        if (accepted.PromisedDueAt is not { } theirs || code is null || rules.Matters.Find(code, HallTime.DayOf(record.OccurredAt)) is not { } matter)
        {
            return;
        }

        var ours = CaseClock.DueWithoutPauses(record.OccurredAt, matter.Promised, rules.Calendar);
        if (ours is not null && HallTime.DayOf(ours.Value) != HallTime.DayOf(theirs))
        {
            findings.Add(Finding.Of(RuleBook.CasePromiseMismatch, "data.promisedDueAt"));
        }
    }
}
