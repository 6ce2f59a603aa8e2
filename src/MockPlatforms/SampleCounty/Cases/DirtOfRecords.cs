using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.Departments;
using ServiceHall.MockPlatforms.SampleCounty.People;

namespace ServiceHall.MockPlatforms.SampleCounty.Cases;

/// <summary>What one record shows to be wrong by itself.</summary>
internal static class DirtOfRecords
{
    private const string Nobodys = "990100";
    private const string Retired = "110103";

    public static IReadOnlyList<Dirt> All(Applicants applicants) =>
    [
        new("citizen-id-wrong", "rejected", "citizen-id.check-digit", Accept(data => Renumber(data, CitizenIds.Spoil))) { Fits = OfPersons },
        new("uscc-wrong", "rejected", "uscc.check-digit", Accept(data => Renumber(data, CreditCodes.Spoil))) { Fits = OfFirms },
        new("identifier-malformed", "rejected", "identifier.format", Accept(data => Renumber(data, number => number[..16]))) { Fits = OfPersons },
        new("lower-case-x", "accepted", "identifier.normalised", Accept(data => Renumber(data, _ => applicants.NumberEndingInX().Replace('X', 'x')))) { Fits = OfPersons },
        new("full-width-number", "accepted", "identifier.normalised", Accept(data => Renumber(data, FullWidth))) { Fits = OfPersons },
        new("unknown-matter", "rejected", "matter.unknown", Accept(data => data["matterCode"] = CreditCodes.Of("11", "99000099") + "4999999999000")),
        new("other-department", "accepted", "matter.other-department", Accept(OfAnother)) { Fits = IsHeldLoosely },
        new("other-department-refused", "rejected", "matter.other-department", Accept(OfAnother)) { Fits = (department, _) => department.Shape.IsHeldStrictly },
        new("matter-name-differs", "accepted", "matter.name-differs", Accept(data => data["matterName"] = "示例别的名称")) { Fits = IsHeldLoosely },
        new("field-missing", "rejected", "field.required", Accept(data => data["applicant"]!.AsObject().Remove("name"))),
        new("name-too-long", "rejected", "field.too-long", Accept(data => data["applicant"]!["name"] = "示例" + new string('长', 120))),
        new("opinion-too-long", "rejected", "field.too-long", Step(data => data["opinion"] = "示例" + new string('长', 2000))),
        new("garbled", "rejected", "text.encoding", Accept(data => data["applicant"]!["address"] = "示例县锟斤拷路1号")),
        new("control-character", "rejected", "text.control-character", Step(data => data["opinion"] = "示例意见\u0007同意")),
        new("in-future", "rejected", "time.in-future", story =>
        {
            story.Accept();
            story.ChangeLast(told => told with { OccurredAt = told.PushedAt + TimeSpan.FromHours(2) });
        }),
        new("told-late", "accepted", "record.late", ToldLate),
        new("result-told-late", "accepted", "record.late", story =>
        {
            ToldLate(story);
            story.ChangeLast(told => told with { Label = "told-late" });
            DirtOfCases.Later(story).Close();
            story.ChangeLast(told => Before(told, days: 12) with { Label = "result-told-late" });
        }) { Fits = (department, matter) => matter.Licence is null },
        new("promise-by-the-wall-calendar", "accepted", "case.promise-mismatch",
            Accept(data => data["promisedDueAt"] = HallDay.Write(HallDay.Read(data.Text("promisedDueAt")!).AddDays(1))))
        { Fits = (_, matter) => matter is { Immediate: false, DueAt: not null } },
        new("put-right", "rejected", "citizen-id.check-digit", PutRight)
        {
            Fits = (department, matter) => OfPersons(department, matter) && DirtOfCases.HasVersions(department, matter),
            EndsAs = "superseded",
        },
        new("not-open-elsewhere", "rejected", "cross-region.matter-not-open", Ask(_ => { })) { Fits = (department, matter) => AsksFromElsewhere(department) && !matter.CrossRegion },
        new("area-unknown", "rejected", "division.unknown", Ask(data => data["receivingDivision"] = Nobodys)) { Fits = (department, matter) => AsksFromElsewhere(department) && matter.CrossRegion },
        new("area-retired", "accepted", "division.retired", Ask(data => data["receivingDivision"] = Retired)) { Fits = (department, matter) => AsksFromElsewhere(department) && matter.CrossRegion },
        new("kind-not-yet", "rejected", "kind.not-yet", story => story.RaiseIssue()) { Fits = (department, _) => department.Shape.Speaks("issue.raised") },
        new("not-yours", "rejected", "caller.not-yours", story =>
        {
            story.Accept();
            story.ChangeLast(told => told with { SpeaksFor = "zz" });
        }) { Fits = (department, _) => department.Shape is CanonicalShape, EndsAs = "" },
        new("line-cut-short", "rejected", "caller.malformed-line", story =>
        {
            story.Accept();
            story.ChangeLast(told => told with { IsCutShort = true });
        }) { Fits = (department, _) => department.Shape is StreamShape, EndsAs = "" },
    ];

    private static bool OfPersons(Department department, Matter matter) => matter.For == ApplicantType.Person;

    private static bool OfFirms(Department department, Matter matter) => matter.For == ApplicantType.Enterprise;

    private static bool IsHeldLoosely(Department department, Matter matter) => !department.Shape.IsHeldStrictly;

    private static bool AsksFromElsewhere(Department department) => department.Shape.Speaks("crossRegion.submitted");

    private static Action<CaseStory> Accept(Action<JsonObject> change) => story =>
    {
        story.Accept();
        story.ChangeLast(told => told.With(change));
    };

    private static Action<CaseStory> Step(Action<JsonObject> change) => story =>
    {
        DirtOfCases.Later(DirtOfCases.Accepted(story)).Step();
        story.ChangeLast(told => told.With(change));
    };

    private static Action<CaseStory> Ask(Action<JsonObject> change) => story =>
    {
        story.AskFromElsewhere();
        story.ChangeLast(told => told.With(change));
    };

    private static void OfAnother(JsonObject data) => data["organisationCode"] = CreditCodes.Of("11", "99000098");

    private static void ToldLate(CaseStory story)
    {
        story.Accept();
        story.ChangeLast(told => Before(told, days: 13));
    }

    // The promise was another one then.
    private static CaseEvent Before(CaseEvent told, int days) => told.With(data =>
    {
        _ = data.Remove("promisedDueAt");
        if (data.Text("appliedAt") is { } applied)
        {
            data["appliedAt"] = HallDay.Write(HallDay.Read(applied).AddDays(-days));
        }
    }) with { OccurredAt = told.OccurredAt.AddDays(-days) };

    private static void PutRight(CaseStory story)
    {
        story.Accept();
        var right = story.Events[^1].Data.Text("applicant", "idNumber")!;
        story.ChangeLast(told => told.With(data => Renumber(data, CitizenIds.Spoil)) with { Label = "put-right" });
        story.Correct(told => told.With(data => Renumber(data, _ => right)), afterTheRest: false);
    }

    private static string FullWidth(string number) => string.Concat(number.Select(sign => (char)(sign + 0xFEE0)));

    private static void Renumber(JsonObject data, Func<string, string> change) =>
        data["applicant"]!["idNumber"] = change(data.Text("applicant", "idNumber")!);
}
