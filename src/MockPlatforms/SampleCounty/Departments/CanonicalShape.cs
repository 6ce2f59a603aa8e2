using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.Cases;
using ServiceHall.MockPlatforms.SampleCounty.People;

namespace ServiceHall.MockPlatforms.SampleCounty.Departments;

/// <summary>The gateway's own records, up to five a push.</summary>
internal sealed class CanonicalShape : Shape
{
    public override bool IsOwn => false;

    public override int MostInOnePush => 5;

    public override bool RepeatsSubmission => false;

    public override string CaseNo(int number, Matter matter) =>
        matter.For is ApplicantType.SocialOrganisation ? $"示民〔2026〕{number:0000}号" : $"MZ-2026-{number:000000}";

    public override string Key(string caseNo, string kind, int nth, Dice dice)
    {
        var word = kind["case.".Length..];
        return word is "step" or "paused" or "resumed" || nth > 1 ? $"{caseNo}/{word}-{nth}" : $"{caseNo}/{word}";
    }

    public override JsonNode Body(Department department, IReadOnlyList<CaseEvent> events) =>
        Members.Of(("records", new JsonArray([.. events.Select(Record)])));

    private static JsonObject Record(CaseEvent told) => Members.Of(
        ("key", told.Key),
        ("kind", told.Kind),
        ("caseNo", told.CaseNo),
        ("version", 1),
        ("occurredAt", HallDay.Write(told.OccurredAt)),
        ("data", told.Data.DeepClone()));
}
