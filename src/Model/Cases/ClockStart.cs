using ServiceHall.Model.Calendar;

namespace ServiceHall.Model.Cases;

/// <summary>
/// From when a case's limits count. 行政许可法, article 32: whoever is told nothing within five days of the receipt is accepted from the receipt. A
/// notice, refusal, withdrawal or acceptance in time keeps that from happening; a later one does not undo it.
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
        if (facts.Submission is not { } submission)
        {
            return FromAcceptance(facts);
        }

        var receivedAt = facts.Application?.ReceivedAt ?? submission.OccurredAt;
        return TooLate(HallTime.DayOf(receivedAt), HallTime.DayOf(Answer(facts) ?? now), calendar) switch
        {
            true => new ClockStart(receivedAt, Deemed: true, ""),
            false => FromAcceptance(facts),
            null => new ClockStart(null, Deemed: false, NoNotice),
        };
    }

    private static ClockStart FromAcceptance(CaseFacts facts) => facts switch
    {
        { Acceptance: { } acceptance } => new ClockStart(acceptance.OccurredAt, Deemed: false, ""),
        { Refusal: not null } => new ClockStart(null, Deemed: false, "不予受理，不计时"),
        { Withdrawal: not null } => new ClockStart(null, Deemed: false, "受理前已撤销申请，不计时"),
        { Closing: not null } => new ClockStart(null, Deemed: false, "补正不来，未受理，不计时"),
        _ => new ClockStart(null, Deemed: false, "尚未受理，未开始计时"),
    };

    // The last day is still running until it is over. Null where its year is unknown, but five working days are at least five days.
    private static bool? TooLate(DateOnly received, DateOnly answered, WorkCalendar calendar)
    {
        if (answered.DayNumber - received.DayNumber <= DaysToAnswer)
        {
            return false;
        }

        return calendar.AddWorkdays(received, DaysToAnswer) is { } lastDay ? answered > lastDay
            : calendar.CountWorkdays(received.AddDays(1), answered) < DaysToAnswer ? false : null;
    }

    // Without any of these the time to answer runs on; who withdraws no longer waits for one, and 补正不来 needs a notice before it.
    private static DateTimeOffset? Answer(CaseFacts facts)
    {
        CaseEvent?[] answers = [facts.Acceptance, facts.Refusal, facts.Withdrawal, facts.Closing, .. facts.Supplements.Select(supplement => supplement.Notice)];
        return answers.Min(answer => answer?.OccurredAt);
    }
}
