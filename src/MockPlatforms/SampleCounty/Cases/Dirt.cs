using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.People;
using static ServiceHall.MockPlatforms.SampleCounty.People.ApplicantType;

namespace ServiceHall.MockPlatforms.SampleCounty.Cases;

/// <summary>One thing that is wrong on purpose, in a case of its own whose last event carries it: nothing that is clean depends on it.</summary>
/// <param name="Verdict">What the gateway should answer, in the contract's words.</param>
/// <param name="Rule">The rule that should say so.</param>
/// <param name="For">Whose matters it needs, where that matters.</param>
internal sealed record Dirt(string Label, string Verdict, string Rule, Action<CaseStory> Write, ApplicantType? For = null, int PerDepartment = 1)
{
    public static IReadOnlyList<Dirt> All(Applicants applicants) =>
    [
        new("repeated", "duplicate", "key.repeated", story => Whole(story).Again(told => told), PerDepartment: 2),
        new("conflicting", "conflict", "key.conflict", story => Whole(story).Again(told => Changed(told, data => data["closedBy"] = "示例改动人"))),
        new("citizen-id-wrong", "rejected", "citizen-id.check-digit", story => Accept(story, data => Renumber(data, CitizenIds.Spoil)), Person),
        new("uscc-wrong", "rejected", "uscc.check-digit", story => Accept(story, data => Renumber(data, CreditCodes.Spoil)), Enterprise),
        new("lower-case-x", "accepted", "identifier.normalised",
            story => Accept(story, data => Renumber(data, _ => applicants.NumberEndingInX().Replace('X', 'x'))), Person),
        new("never-accepted", "parked", "case.not-yet-accepted", story => story.Step()),
        new("unknown-matter", "rejected", "matter.unknown", story => Accept(story, data => data["matterCode"] = CreditCodes.Of("11", "99000099") + "4999999999000")),
        new("field-missing", "rejected", "field.required", story => Accept(story, data => data["applicant"]!.AsObject().Remove("name"))),
        new("in-future", "rejected", "time.in-future", story =>
        {
            story.Accept();
            story.ChangeLast(told => told with { OccurredAt = told.PushedAt + TimeSpan.FromHours(2) });
        }),
        new("accepted-twice", "rejected", "case.already-accepted", story =>
        {
            story.Accept();
            story.AnotherOne();
        }),
        new("closed-twice", "rejected", "case.closed", story => Whole(story).AnotherOne()),
    ];

    /// <summary>Tells the case and marks its last event.</summary>
    public void Tell(CaseStory story)
    {
        Write(story);
        story.ChangeLast(told => told with { Label = Label });
    }

    private static CaseStory Whole(CaseStory story)
    {
        Plot.Whole(story);
        return story;
    }

    private static void Accept(CaseStory story, Action<JsonObject> change)
    {
        story.Accept();
        story.ChangeLast(told => Changed(told, change));
    }

    private static CaseEvent Changed(CaseEvent told, Action<JsonObject> change)
    {
        change(told.Data);
        return told;
    }

    private static void Renumber(JsonObject data, Func<string, string> change) =>
        data["applicant"]!["idNumber"] = change(data.Text("applicant", "idNumber")!);
}
