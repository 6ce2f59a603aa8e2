using ServiceHall.MockPlatforms.SampleCounty.Departments;

namespace ServiceHall.MockPlatforms.SampleCounty.Cases;

/// <summary>What goes wrong between the events of a case: repeats, order, corrections.</summary>
internal static class DirtOfCases
{
    public static IReadOnlyList<Dirt> All { get; } =
    [
        new("repeated", "duplicate", "key.repeated", story => Whole(story).Again(told => told)) { Cases = 6 },
        new("conflicting", "conflict", "key.conflict", story => Whole(story).Again(told => told.With(data => data["closedBy"] = "示例改动人"))),
        new("never-accepted", "parked", "case.not-yet-accepted", story => story.Step()),
        new("result-never-accepted", "parked", "case.not-yet-accepted", story => story.Close()),
        new("result-first", "parked", "case.not-yet-accepted", ResultFirst) { EndsAs = "taken" },
        new("accepted-twice", "rejected", "case.already-accepted", story => Accepted(story).AnotherOne()),
        new("closed-twice", "rejected", "case.closed", story => Whole(story).AnotherOne()),
        new("step-after-result", "rejected", "case.closed", story => Later(Whole(story)).Step()),
        new("result-too-early", "rejected", "time.out-of-order", story =>
        {
            Later(Accepted(story)).Close();
            story.ChangeLast(told => told with { OccurredAt = story.Events[0].OccurredAt - TimeSpan.FromMinutes(30) });
        }),
        new("pause-left-open", "rejected", "pause.still-open", story =>
        {
            Later(Accepted(story)).Pause();
            Later(story).Close();
        }),
        new("resumed-unasked", "rejected", "pause.not-open", story => Later(Accepted(story)).Resume()),
        new("rated-too-early", "rejected", "evaluation.before-result", story => Later(Accepted(story)).Rate()) { Fits = Rates },
        new("rating-unknown", "rejected", "code.unknown", story =>
        {
            Later(Whole(story)).Rate();
            story.ChangeLast(told => told.With(data => data["level"] = "unheardOf"));
        }) { Fits = Rates },
        new("rated-out-of-turn", "rejected", "evaluation.repeated", story => Later(Whole(story)).Rate(3)) { Fits = Rates },
        new("corrected", "accepted", null, story =>
        {
            Later(Accepted(story)).Step();
            story.Correct(told => told.With(data => data["opinion"] = "示例意见:更正"));
        }) { Fits = HasVersions },
        new("result-withdrawn", "accepted", null, story => Whole(story).Correct(told => told with { Deleted = true })) { Fits = HasVersions },
        new("old-version", "superseded", null, story =>
        {
            Later(Accepted(story)).Step();
            story.ChangeLast(told => told with { Version = 2 });
            story.Again(told => told with { Version = 1 });
        }) { Fits = HasVersions },
    ];

    public static CaseStory Whole(CaseStory story)
    {
        Plot.Whole(story);
        return story;
    }

    public static CaseStory Accepted(CaseStory story)
    {
        story.Accept();
        return story;
    }

    public static CaseStory Later(CaseStory story)
    {
        story.Wait(3, 15);
        return story;
    }

    public static bool HasVersions(Department department, Matter matter) => department.Shape.HasVersions;

    private static bool Rates(Department department, Matter matter) => department.Shape.Speaks("evaluation.given");

    // The result is judged by itself when the acceptance has come.
    private static void ResultFirst(CaseStory story)
    {
        Later(Accepted(story)).Close();
        story.ChangeLast(told => told with { Label = "result-first" });
        story.Overtake();
    }
}
