using ServiceHall.Model.Calendar;

namespace ServiceHall.Model.Cases;

/// <summary>
/// From when a case's limits count. 行政许可法, article 32: whoever is told nothing within five days of the receipt is accepted from the receipt. A
/// notice, refusal or acceptance in time keeps that from happening; a later one does not undo it.
/// </summary>
/// <param name="At">Null where nothing counts.</param>
/// <param name="Deemed">视为受理.</param>
/// <param name="Why">Why nothing counts, in Chinese.</param>
internal readonly record struct ClockStart(DateTimeOffset? At, bool Deemed, string Why)
{
    /// <summary>Working days in which the department must answer.</summary>
    public const int DaysToAnswer = 5;

    private const string NoNotice = "所涉年份的放假通知尚未录入，无法推算办结日";

    public static ClockStart Of(CaseFacts facts, WorkCalendar calendar, DateTimeOffset now)
    {
        var never = NeverBegan(facts);
        if (never is not null || facts.Submission is not { } submission)
        {
            return new ClockStart(never is null ? facts.Acceptance?.OccurredAt : null, Deemed: false, never ?? "尚未受理，未开始计时");
        }

        var receivedAt = facts.Application?.ReceivedAt ?? submission.OccurredAt;
        if (calendar.AddWorkdays(HallTime.DayOf(receivedAt), DaysToAnswer) is not { } lastDay)
        {
            return new ClockStart(facts.Acceptance?.OccurredAt, Deemed: false, NoNotice);
        }

        // Without any answer the last day is still running until it is over.
        var deemed = HallTime.DayOf(Answer(facts) ?? now) > lastDay;
        return new ClockStart(deemed ? receivedAt : facts.Acceptance?.OccurredAt, deemed, "尚未受理，未开始计时");
    }

    private static string? NeverBegan(CaseFacts facts) => facts switch
    {
        { Acceptance: not null } => null,
        { Refusal: not null } => "不予受理，不计时",
        { Withdrawal: not null } => "受理前已撤销申请，不计时",
        { Closing: not null } => "补正不来，未受理，不计时",
        _ => null,
    };

    private static DateTimeOffset? Answer(CaseFacts facts)
    {
        DateTimeOffset? first = facts.Acceptance?.OccurredAt;
        foreach (var supplement in facts.Supplements)
        {
            first = first < supplement.Notice.OccurredAt ? first : supplement.Notice.OccurredAt;
        }

        return first;
    }
}
