namespace ServiceHall.Model.Cases;

/// <summary>One clock of a case from its start: the case's own, or that of a step.</summary>
/// <param name="facts">The case, whose special procedures stop the clock.</param>
/// <param name="limit">How long it may take.</param>
/// <param name="unit">The limit's unit.</param>
/// <param name="startedAt">From when it counts.</param>
/// <param name="end">What stopped it for good, and the word for that.</param>
/// <param name="extendedDays">By how much the limit was lengthened.</param>
internal sealed class ClockRun(CaseFacts facts, Limit limit, LimitUnits unit, DateTimeOffset startedAt, (DateTimeOffset At, string Word)? end, int extendedDays)
{
    private Pause? Open => end is null ? facts.OpenPause : null;

    private DateTimeOffset? Stop => end?.At ?? Open?.Start.OccurredAt;

    /// <summary>What it shows; null where it can't be known.</summary>
    public ClockReading? Read(DateTimeOffset now)
    {
        var extension = unit.OfDays(extendedDays);
        if (unit.Between(Procedures()) is not { } paused || unit.Due(startedAt, limit.Value, paused + extension) is not { } dueAt)
        {
            return null;
        }

        // Stopped for good or by an open procedure, the clock shows what it showed then; before it began, what it will begin with.
        var at = Later(Stop ?? now, startedAt);
        var light = LightAt(at, dueAt);
        var left = unit.Left(at, dueAt);
        var used = Used(unit.Total(startedAt, limit.Value) + extension - left);
        return new ClockReading(dueAt, unit.YellowAt(dueAt), Stop is null, light, used, left, paused, Why(light, left, extension));
    }

    // What procedures took of this clock's own time. An open one is counted when it ends, which at the latest the clock's own end does: until then
    // nobody knows by how much the due day moves. What ended beside an open one is counted with it.
    private IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> Procedures()
    {
        var until = Stop ?? DateTimeOffset.MaxValue;
        return facts.Pauses
            .Select(pause => (Start: Later(pause.Start.OccurredAt, startedAt), End: Earlier(pause.End?.OccurredAt ?? until, until)))
            .Where(pause => pause.Start < pause.End);
    }

    private Light LightAt(DateTimeOffset at, DateTimeOffset due)
    {
        if (unit.IsOver(at, due))
        {
            return Light.Red;
        }

        return unit.YellowAt(due) is { } yellowAt ? (at >= yellowAt ? Light.Yellow : Light.Green) : Light.None;
    }

    private string Why(Light light, int? left, int extension)
    {
        var promise = limit.Value == 0 ? "当日办结" : $"时限 {limit.Value} {unit.Name}";
        promise = extension == 0 ? promise : $"{promise}（延期 {extension} {unit.CountName}）";
        if (end is { Word: var word })
        {
            return light == Light.Red ? $"{word}，超出{promise}" : $"{word}，在{promise}内";
        }

        if (Open is not null)
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

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
