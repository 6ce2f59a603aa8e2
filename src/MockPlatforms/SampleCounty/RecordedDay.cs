using ServiceHall.MockPlatforms.SampleCounty.Cases;
using ServiceHall.MockPlatforms.SampleCounty.Departments;
using ServiceHall.MockPlatforms.SampleCounty.People;

namespace ServiceHall.MockPlatforms.SampleCounty;

/// <summary>All that the county's departments pushed on the day, in order of time.</summary>
internal sealed record RecordedDay(IReadOnlyList<Push> Pushes, IReadOnlyList<Dirt> Dirt)
{
    /// <param name="cases">How many cases the day has, dirt included; at least 300.</param>
    public static RecordedDay Make(ulong seed, int cases)
    {
        var dice = new Dice(seed);
        var applicants = new Applicants(dice);
        IReadOnlyList<Dirt> dirt = [.. DirtOfCases.All, .. DirtOfRecords.All(applicants)];
        var departments = CountyDepartments.All;
        var dealt = Dealt(dirt, departments, dice);
        var pushes = departments.SelectMany((department, at) =>
        {
            var share = (cases / departments.Count) + (at < cases % departments.Count ? 1 : 0);
            return Push.Bundle(department, Events(dice, applicants, department, [.. dealt[department.Code]], share), dice);
        });

        // The order is stable: what one department pushed in the same second stays as it was.
        return new([.. pushes.OrderBy(push => push.At)], dirt);
    }

    /// <summary>Each to the departments that have least of it and can tell it; those that few can tell go first.</summary>
    private static ILookup<string, Dirt> Dealt(IReadOnlyList<Dirt> dirt, IReadOnlyList<Department> departments, Dice dice)
    {
        List<(string Code, Dirt Dirt)> dealt = [];
        var tellers = dirt.Select(one => (Dirt: one, Who: departments.Where(department => department.Matters.Any(matter => one.Fits(department, matter))).ToList()));
        foreach (var (one, who) in tellers.OrderBy(one => one.Who.Count))
        {
            dice.Shuffle(who);
            dealt.AddRange(Enumerable.Range(0, one.Cases).Select(_ => who.MinBy(department => dealt.Count(had => had.Code == department.Code))!).Select(next => (next.Code, one)));
        }

        return dealt.ToLookup(one => one.Code, one => one.Dirt);
    }

    /// <summary>The department's cases, numbered as they came in, the dirty ones anywhere between the clean; some were asked for while the hall was closed.</summary>
    private static List<CaseEvent> Events(Dice dice, Applicants applicants, Department department, IReadOnlyList<Dirt> dirt, int cases)
    {
        List<Dirt?> carried = [.. dirt, .. Enumerable.Repeat<Dirt?>(null, cases - dirt.Count)];
        dice.Shuffle(carried);
        var starts = carried.Select(one => Start(one, dice)).OrderBy(start => start.At).ToList();

        List<CaseEvent> events = [];
        foreach (var (at, (startsAt, when, plot)) in starts.Index())
        {
            var matter = dice.Pick([.. department.Matters.Where(one => plot?.Fits(department, one) != false)]);
            var data = new CaseData(dice, applicants, department, matter, at + 1, outOfHours: when is not When.ByDay);
            var story = new CaseStory(dice, department, matter, department.Shape.CaseNo(at + 1, matter), data, startsAt);
            Tell(story, plot, when, dice);
            events.AddRange(story.Events.Select(told => told with { Alone = plot is not null }));
        }

        return events;
    }

    private static (DateTimeOffset At, When When, Dirt? Plot) Start(Dirt? plot, Dice dice) => plot is not null || dice.Chance(84)
        ? (HallDay.Later(HallDay.At(8, 40), dice.Seconds(0, 460 * 60)), When.ByDay, plot)
        : dice.Chance(50) ? (HallDay.At(8, 31) + dice.Seconds(0, 500), When.AtTheWeekend, null) : (HallDay.Evening(dice), When.InTheEvening, null);

    private static void Tell(CaseStory story, Dirt? dirt, When when, Dice dice)
    {
        switch (when)
        {
            case When.AtTheWeekend:
                Plot.OfTheWeekend(story, dice);
                break;
            case When.InTheEvening:
                Plot.OfTheEvening(story, dice);
                break;
            case var _ when dirt is not null:
                dirt.Tell(story);
                break;
            default:
                Plot.Usual(story, dice);
                break;
        }
    }

    /// <summary>When a case was asked for.</summary>
    private enum When
    {
        ByDay,
        AtTheWeekend,
        InTheEvening,
    }
}
