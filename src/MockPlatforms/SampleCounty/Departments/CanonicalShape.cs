using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.Cases;
using ServiceHall.MockPlatforms.SampleCounty.People;

namespace ServiceHall.MockPlatforms.SampleCounty.Departments;

/// <summary>The gateway's own records, up to five a push.</summary>
/// <param name="prefix">What its case numbers begin with.</param>
/// <param name="sign">The department's one-character sign, for documents of associations.</param>
internal class CanonicalShape(string prefix, string sign) : Shape
{
    public override string? Adapter => null;

    public override int MostInOnePush => 5;

    public override bool RepeatsSubmission => false;

    public override bool HasVersions => true;

    public override bool Speaks(string kind) => true;

    public override string CaseNo(int number, Matter matter) =>
        matter.For is ApplicantType.SocialOrganisation ? $"示{sign}〔2026〕{number:0000}号" : $"{prefix}-2026-{number:000000}";

    public override string Key(string caseNo, string kind, int nth, Dice dice)
    {
        var word = kind[(kind.IndexOf('.') + 1)..];
        return word is "step" or "paused" or "resumed" or "given" || nth > 1 ? $"{caseNo}/{word}-{nth}" : $"{caseNo}/{word}";
    }

    public override JsonNode Body(Department department, IReadOnlyList<CaseEvent> events) =>
        Members.Of(("records", new JsonArray([.. events.Select(Record)])));

    protected static JsonObject Record(CaseEvent told) => Members.Of(
        ("key", told.Key),
        ("kind", told.Kind),
        ("department", told.SpeaksFor),
        ("caseNo", told.CaseNo),
        ("version", told.Version),
        ("deleted", told.Deleted ? true : null),
        ("occurredAt", HallDay.Write(told.OccurredAt)),
        ("data", told.Deleted ? null : told.Data.DeepClone()));
}
