using ServiceHall.Model.Codes;

namespace ServiceHall.Model.Tests.Cases;

/// <summary>Random histories in which half of the times lie on an edge: a midnight, the second or the tick before it, whole hours after another.</summary>
internal static class AnyHistory
{
    private const int Day = 24 * 60 * 60;

    public static ClockHistory Of(Random random)
    {
        // A third begins near the turn of a year, where what is known may end.
        var begun = random.Next(3) == 0
            ? Instant(random, new DateTime(random.Next(2024, 2028), 12, 18), 20 * Day)
            : Instant(random, new DateTime(2024, 1, 1), 4 * 365 * Day);
        var history = random.Next(2) == 0 ? new ClockHistory { AcceptedAt = begun } : Received(random, begun);
        if (history.AcceptedAt is not { } acceptedAt)
        {
            return history;
        }

        history = history with
        {
            Pauses = [.. Times(random, 5).Select(_ => Pause(random, acceptedAt))],
            Extensions = [.. Times(random, 3).Select(_ => (Instant(random, acceptedAt, 20 * Day), random.Next(1, 16)))],
            Steps = [.. Times(random, 4).Select(_ => Step(random, acceptedAt))],
        };
        return Ended(random, history, acceptedAt);
    }

    public static (int Value, string Unit)? Limit(Random random) => random.Next(50) == 0 ? null : (Value(random), Unit(random));

    /// <summary>An instant from then on, on an edge as often as not.</summary>
    public static DateTime Instant(Random random, DateTime from, int seconds)
    {
        var at = from.AddSeconds(random.Next(seconds));
        var edge = random.Next(10) switch
        {
            0 => at.Date,
            1 => at.Date.AddSeconds(-1),
            2 => at.Date.AddTicks(-1),
            3 => from.AddHours(Math.Round((at - from).TotalHours)),
            4 => from,
            _ => at,
        };
        return edge < from ? at : edge;
    }

    private static ClockHistory Received(Random random, DateTime submittedAt)
    {
        var received = random.Next(3) == 0 ? submittedAt.AddSeconds(-random.Next(12 * Day)) : (DateTime?)null;
        var history = new ClockHistory
        {
            SubmittedAt = submittedAt,
            ReceivedAt = received,
            NoticedAt = [.. Times(random, 3).Select(_ => Instant(random, submittedAt, 12 * Day))],
        };
        var answeredAt = Instant(random, submittedAt, 12 * Day);
        return random.Next(6) switch
        {
            0 => history,
            1 => history with { RefusedAt = answeredAt },
            2 => history with { WithdrawnAt = answeredAt },
            3 when !history.NoticedAt.IsEmpty => history with { Closed = (Instant(random, history.NoticedAt.Max(), 30 * Day), "supplementLapsed") },
            _ => history with { AcceptedAt = answeredAt },
        };
    }

    // Some begin before the limit is due and some after, some end within the minute, some never.
    private static (DateTime Start, DateTime? End) Pause(Random random, DateTime acceptedAt)
    {
        var start = Instant(random, acceptedAt, (random.Next(4) == 0 ? 40 : 12) * Day);
        return (start, random.Next(8) == 0 ? null : Instant(random, start, random.Next(3) == 0 ? 3 * 60 * 60 : 9 * Day));
    }

    private static (DateTime Start, DateTime? End, int Value, string Unit) Step(Random random, DateTime acceptedAt)
    {
        var start = Instant(random, acceptedAt, 15 * Day);
        return (start, random.Next(2) == 0 ? null : Instant(random, start, 10 * Day), Value(random), random.Next(6) == 0 ? "none" : Unit(random));
    }

    // A result waits for every procedure, but may be dated before one's end; a withdrawal waits for nothing.
    private static ClockHistory Ended(Random random, ClockHistory history, DateTime acceptedAt) => random.Next(3) switch
    {
        0 => history with
        {
            Closed = (Instant(random, acceptedAt, 40 * Day), Words.Result.Words[random.Next(Words.Result.Words.Count)]),
            Pauses = [.. history.Pauses.Select(pause => (pause.Start, (DateTime?)(pause.End ?? Instant(random, pause.Start, 9 * Day))))],
        },
        1 => history with { WithdrawnAt = Instant(random, acceptedAt, 40 * Day) },
        _ => history,
    };

    private static int Value(Random random) => random.Next(random.Next(2) == 0 ? 3 : 25);

    private static string Unit(Random random) => Words.LimitUnit.Words[random.Next(Words.LimitUnit.Words.Count)];

    private static IEnumerable<int> Times(Random random, int fewerThan) => Enumerable.Range(0, random.Next(fewerThan));
}
