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

    /// <summary>What it shows; null where it can't be known.</summary>
    public ClockReading? Read(DateTimeOffset now)
    {
        var extension = unit.OfDays(extendedDays);
        if (unit.Between(Ended()) is not { } paused || unit.Due(startedAt, limit.Value, paused + extension) is not { } dueAt)
        {
            return null;
        }

        // Stopped for good or by an open procedure, the clock shows what it showed then.
        var at = end?.At ?? Open?.Start.OccurredAt ?? now;
        var running = end is null && Open is null;
        var light = LightAt(at, dueAt);
        var left = unit.Left(at, dueAt);
        return new ClockReading(dueAt, unit.YellowAt(dueAt), running, light, Used(unit.Total(startedAt, limit.Value) + extension - left), left, paused, Why(light, left, extension));
    }

    // A procedure is counted when it ends: until then nobody knows by how much the due day moves. What ended beside an open one is counted with it.
    private IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> Ended()
    {
        var open = Open?.Start.OccurredAt;
        return facts.Pauses
            .Where(pause => pause.End is not null && !(pause.Start.OccurredAt >= open) && pause.End.OccurredAt > startedAt && !(pause.Start.OccurredAt >= end?.At))
            .Select(pause => (Later(pause.Start.OccurredAt, startedAt), pause.End!.OccurredAt > open ? open.Value : pause.End.OccurredAt));
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
}
