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
/// counted once; nothing is computed with a year whose holiday notice is not there.
/// </summary>
public static class CaseClock
{
    /// <summary>Reads the clock of a limit at an instant.</summary>
    public static ClockReading Read(CaseFacts facts, Limit? limit, WorkCalendar calendar, DateTimeOffset now)
    {
        if (facts.Acceptance is not { } acceptance)
        {
            return ClockReading.None("尚未受理，未开始计时");
        }

        if (limit is null)
        {
            return ClockReading.None("该事项没有规定时限");
        }

        // Stopped by the result or by an open procedure, the clock shows what it showed then.
        var unit = LimitUnits.Of(limit.Unit, calendar);
        var at = facts.Closing?.OccurredAt ?? facts.OpenPause?.Start.OccurredAt ?? now;
        return Counted(facts, limit, unit, acceptance.OccurredAt, at) ?? ClockReading.None("所涉年份的放假通知尚未录入，无法推算办结日");
    }

    /// <summary>When the limit is due if nothing stops the clock; null where it can't be known.</summary>
    public static DateTimeOffset? DueWithoutPauses(DateTimeOffset acceptedAt, Limit limit, WorkCalendar calendar) =>
        LimitUnits.Of(limit.Unit, calendar).Due(acceptedAt, limit.Value, 0);

    private static ClockReading? Counted(CaseFacts facts, Limit limit, LimitUnits unit, DateTimeOffset acceptedAt, DateTimeOffset at)
    {
        if (unit.Between(Ended(facts)) is not { } paused || unit.Due(acceptedAt, limit.Value, paused) is not { } dueAt)
        {
            return null;
        }

        var running = facts.Closing is null && facts.OpenPause is null;
        var light = LightAt(at, dueAt, unit);
        var left = unit.Left(at, dueAt);
        return new ClockReading(dueAt, unit.YellowAt(dueAt), running, light, Used(unit.Total(acceptedAt, limit.Value) - left), left, paused, Why(facts, limit, unit, light, left));
    }

    // A procedure is counted when it ends: until then nobody knows by how much the due day moves. What ended beside an open one is counted with it.
    private static IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> Ended(CaseFacts facts)
    {
        var open = facts.Closing is null ? facts.OpenPause?.Start.OccurredAt : null;
        return facts.Pauses
            .Where(pause => pause.End is not null && !(pause.Start.OccurredAt >= open))
            .Select(pause => (pause.Start.OccurredAt, pause.End!.OccurredAt > open ? open.Value : pause.End.OccurredAt));
    }

    private static Light LightAt(DateTimeOffset at, DateTimeOffset due, LimitUnits unit)
    {
        if (unit.IsOver(at, due))
        {
            return Light.Red;
        }

        return unit.YellowAt(due) is { } yellowAt ? (at >= yellowAt ? Light.Yellow : Light.Green) : Light.None;
    }

    private static string Why(CaseFacts facts, Limit limit, LimitUnits unit, Light light, int? left)
    {
        var promise = limit.Value == 0 ? "当日办结" : $"时限 {limit.Value} {unit.Name}";
        if (facts.Closing is not null)
        {
            return light == Light.Red ? $"已办结，超出{promise}" : $"已办结，在{promise}内";
        }

        if (facts.OpenPause is not null)
        {
            return $"{promise}，特别程序期间暂停计时";
        }

        return light switch
        {
            Light.None => "所涉年份的放假通知尚未录入，无法判断是否临近期限",
            Light.Red when left is null => $"{promise}，已超期",
            Light.Red => $"{promise}，已超期 {-left} {unit.CountName}",
            _ => $"{promise}，剩余 {left} {unit.CountName}",
        };
    }

    // Stopped on the workday of its acceptance, a case seems to have gained that day until the next workday begins.
    private static int? Used(int? counted) => counted is { } used ? Math.Max(used, 0) : null;

}
