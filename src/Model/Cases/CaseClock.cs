using ServiceHall.Model.Calendar;

namespace ServiceHall.Model.Cases;

/// <summary>红黄绿灯.</summary>
public enum Light
{
    /// <summary>There is no clock, or it can't be known; the reading says why.</summary>
    None,
    Green,
    Yellow,
    Red,
}

/// <summary>What one clock (时限) of a case shows at one instant.</summary>
/// <param name="DueAt">23:59:59 of the due day (for limits in hours the instant); null where it can't be known. While paused it stands as of what was counted so far: a procedure is counted when it ends.</param>
/// <param name="YellowAt">From when it is yellow: the start of the last working day.</param>
/// <param name="Running">False before acceptance, while paused, after the result.</param>
/// <param name="Used">Units of the limit used up (working days, natural days, hours; for months natural days).</param>
/// <param name="Left">Units left, negative when over.</param>
/// <param name="Paused">Units not counted.</param>
/// <param name="Why">In Chinese, for hall staff.</param>
public sealed record ClockReading(DateTimeOffset? DueAt, DateTimeOffset? YellowAt, bool Running, Light Light, int? Used, int? Left, int? Paused, string Why)
{
    internal static ClockReading None(string why) => new(null, null, Running: false, Light.None, null, null, null, why);
}

/// <summary>
/// The clock of a case (contract section 4): the acceptance day is day 0; paused units are those in [start, end) of any special procedure, each
/// counted once; an extension lengthens the limit; a notice of what is missing stops nothing, and 转报 ends the clock like any result and moves
/// nothing. Nothing is computed with a year whose holiday notice is not there.
/// </summary>
public static class CaseClock
{
    /// <summary>Reads the clock of a limit at an instant.</summary>
    public static ClockReading Read(CaseFacts facts, Limit? limit, WorkCalendar calendar, DateTimeOffset now)
    {
        var start = ClockStart.Of(facts, calendar, now);
        if (start.At is not { } startedAt)
        {
            return ClockReading.None(start.Why);
        }

        if (limit is null)
        {
            return ClockReading.None("该事项没有规定时限");
        }

        var run = new ClockRun(facts, limit, LimitUnits.Of(limit.Unit, calendar), startedAt, End(facts), facts.ExtendedDays);
        var reading = run.Read(now) ?? Unknown;
        return start.Deemed ? reading with { Why = $"视为受理（收件后 {ClockStart.DaysToAnswer} 个工作日内未答复），自收件日起算；{reading.Why}" } : reading;
    }

    /// <summary>When the limit is due if nothing stops the clock; null where it can't be known.</summary>
    public static DateTimeOffset? DueWithoutPauses(DateTimeOffset acceptedAt, Limit limit, WorkCalendar calendar) =>
        LimitUnits.Of(limit.Unit, calendar).Due(acceptedAt, limit.Value, 0);

    internal static ClockReading Read(CaseFacts facts, Step step, DateTimeOffset occurredAt, WorkCalendar calendar, DateTimeOffset now)
    {
        var end = step.EndedAt is { } endedAt ? (endedAt, "已完成") : End(facts);
        return new ClockRun(facts, step.Limit!, LimitUnits.Of(step.Limit!.Unit, calendar), step.StartedAt ?? occurredAt, end, extendedDays: 0).Read(now) ?? Unknown;
    }

    private static ClockReading Unknown => ClockReading.None("所涉年份的放假通知尚未录入，无法推算办结日");

    // Whoever withdraws an application stops its clock for good, as a result does; so does a refusal that came too late to keep it from starting.
    private static (DateTimeOffset At, string Word)? End(CaseFacts facts) => facts switch
    {
        { Closing: { } closing } => (closing.OccurredAt, "已办结"),
        { Withdrawal: { } withdrawal } => (withdrawal.OccurredAt, "已撤销"),
        { Refusal: { } refusal } => (refusal.OccurredAt, "已不予受理"),
        _ => null,
    };
}
