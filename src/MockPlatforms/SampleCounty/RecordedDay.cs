using ServiceHall.MockPlatforms.SampleCounty.Cases;
using ServiceHall.MockPlatforms.SampleCounty.Departments;
using ServiceHall.MockPlatforms.SampleCounty.People;

namespace ServiceHall.MockPlatforms.SampleCounty;

/// <summary>All that the county's departments pushed on the day, in order of time.</summary>
internal sealed record RecordedDay(IReadOnlyList<Push> Pushes, IReadOnlyList<Dirt> Dirt)
{
    /// <param name="cases">How many cases the day has, dirt included; at least 60.</param>
    public static RecordedDay Make(ulong seed, int cases)
    {
        var dice = new Dice(seed);
        var applicants = new Applicants(dice);
        var dirt = Cases.Dirt.All(applicants);
        var departments = CountyDepartments.All;
        var pushes = departments.SelectMany((department, at) =>
        {
            var share = (cases / departments.Count) + (at < cases % departments.Count ? 1 : 0);
            return Push.Bundle(department, Events(dice, applicants, department, dirt, share), dice);
        });

        // The order is stable: what one department pushed in the same second stays as it was.
        return new([.. pushes.OrderBy(push => push.At)], dirt);
    }

    /// <summary>The department's cases, numbered as they came in, the dirty ones anywhere between the clean.</summary>
    private static List<CaseEvent> Events(Dice dice, Applicants applicants, Department department, IReadOnlyList<Dirt> dirt, int cases)
    {
        List<Dirt?> plots = [.. dirt.SelectMany(one => Enumerable.Repeat(one, one.PerDepartment))];
        plots.AddRange(Enumerable.Repeat<Dirt?>(null, cases - plots.Count));
        dice.Shuffle(plots);
        var starts = plots.Select(_ => HallDay.Later(HallDay.At(8, 40), dice.Seconds(0, 460 * 60))).Order().ToList();

        List<CaseEvent> events = [];
        foreach (var (at, plot) in plots.Index())
        {
            var matter = dice.Pick([.. department.Matters.Where(one => plot?.For is null || one.For == plot.For)]);
            var data = new CaseData(dice, applicants, department, matter, at + 1);
            var story = new CaseStory(dice, department, matter, department.Shape.CaseNo(at + 1, matter), data, starts[at]);
            Tell(story, plot, dice);
            events.AddRange(story.Events.Select(told => told with { Alone = plot is not null }));
        }

        return events;
    }

    private static void Tell(CaseStory story, Dirt? dirt, Dice dice)
    {
        if (dirt is null)
        {
            Plot.Usual(story, dice);
        }
        else
        {
            dirt.Tell(story);
        }
    }
}
