using ServiceHall.Model.Cases;
using ServiceHall.Tests;
using Xunit.Abstractions;

namespace ServiceHall.Model.Tests.Cases;

/// <summary>Every clock at any instant against a reference that walks through days, midnights and hours, over random histories and calendars.</summary>
public sealed class CaseClockPropertyTests(ITestOutputHelper output)
{
    private const int Histories = 1500;
    private const int Instants = 6;

    [Fact]
    public void The_clock_of_a_case_shows_at_any_instant_what_walking_shows()
    {
        foreach (var seeded in Seeded.Each(output, Histories))
        {
            var (paper, history, limit) = (PaperCalendar.Any(seeded.Random), AnyHistory.Of(seeded.Random), AnyHistory.Limit(seeded.Random));
            var (calendar, reference, facts) = (paper.Calendar(), new ClockReference(paper), history.Facts(seeded.Random));
            foreach (var now in Moments(seeded.Random, history, moment => reference.Case(history, limit, moment)))
            {
                var shown = OfReading(CaseClock.Read(facts, limit is { } some ? new Limit(some.Value, some.Unit) : null, calendar, InHall(now)));

                seeded.AssertEqual(reference.Case(history, limit, now), shown, $"{limit} at {now:O} of {history}");
            }
        }
    }

    [Fact]
    public void The_clocks_of_its_steps_show_at_any_instant_what_walking_shows()
    {
        foreach (var seeded in Seeded.Each(output, Histories))
        {
            var (paper, history) = (PaperCalendar.Any(seeded.Random), AnyHistory.Of(seeded.Random));
            var (calendar, reference, facts) = (paper.Calendar(), new ClockReference(paper), history.Facts(seeded.Random));
            foreach (var now in Moments(seeded.Random, history, moment => reference.Steps(history, moment).FirstOrDefault() ?? Shown.Nothing))
            {
                var shown = StepClocks.Read(facts, calendar, InHall(now)).Select(reading => OfReading(reading.Clock));

                seeded.AssertEqual(Lines(reference.Steps(history, now)), Lines(shown), $"steps at {now:O} of {history}");
            }
        }
    }

    [Fact]
    public void The_histories_come_by_every_light_and_every_way_a_clock_stands()
    {
        var seen = new HashSet<string>();
        for (var seed = 0; seed < 2 * Histories; seed++)
        {
            var random = new Random(seed);
            var (paper, history, limit) = (PaperCalendar.Any(random), AnyHistory.Of(random), AnyHistory.Limit(random));
            var shown = new ClockReference(paper).Case(history, limit, AnyHistory.Instant(random, history.Instants.Max(), 3_000_000));
            seen.Add($"{shown.Light}{(shown.DueAt is null ? " without a due day" : shown.Running ? " running" : " stopped")}{(shown.Deemed ? ", deemed" : "")}");
        }

        string[] lights = ["Green", "Yellow", "Red", "None"];
        var expected = lights.SelectMany(light => new[] { $"{light} running", $"{light} stopped", $"{light} running, deemed", $"{light} stopped, deemed" })
            .Concat(["None without a due day", "None without a due day, deemed"]);
        Assert.Equal(expected.Order(), seen.Order());
    }

    // Nobody asks before the last thing happened, but clocks of two systems differ by minutes.
    private static IEnumerable<DateTime> Moments(Random random, ClockHistory history, Func<DateTime, Shown> show)
    {
        var last = history.Instants.Max();
        for (var question = 0; question < Instants; question++)
        {
            var now = AnyHistory.Instant(random, last.AddMinutes(-5), random.Next(2) == 0 ? 200_000 : 4_000_000);
            var shown = show(now);
            DateTime?[] edges = [shown.DueAt, shown.DueAt?.Date.AddDays(1), shown.YellowAt, now, now];
            var edge = edges[random.Next(edges.Length)]?.AddTicks(TimeSpan.TicksPerSecond * random.Next(-1, 2)).AddTicks(random.Next(-1, 2)) ?? now;
            yield return edge < last.AddMinutes(-5) ? now : edge;
        }
    }

    private static Shown OfReading(ClockReading reading) => new(
        Plain(reading.DueAt), Plain(reading.YellowAt), reading.Running, reading.Light.ToString(), reading.Used, reading.Left, reading.Paused,
        reading.Why.StartsWith("视为受理", StringComparison.Ordinal));

    // In whatever order they were judged.
    private static string Lines(IEnumerable<Shown> clocks) => string.Join('\n', clocks.Select(clock => clock.ToString()).Order(StringComparer.Ordinal));

    private static DateTime? Plain(DateTimeOffset? at) => at?.ToOffset(TimeSpan.FromHours(8)).DateTime;

    private static DateTimeOffset InHall(DateTime at) => new(at, TimeSpan.FromHours(8));
}
