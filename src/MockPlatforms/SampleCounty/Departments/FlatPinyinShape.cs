using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.Cases;

namespace ServiceHall.MockPlatforms.SampleCounty.Departments;

/// <summary>One flat object a push, names in pinyin initials, every value a text, codes in digits, times as yyyyMMddHHmmss.</summary>
internal class FlatPinyinShape : Shape
{
    private static readonly CodeTable Kinds = new("case.submitted=01 case.accepted=02 case.step=03 case.paused=04 case.resumed=05 case.closed=06");
    private static readonly CodeTable Channels = new("window=1 web=2 mobile=3 post=4 selfService=5 other=9");
    private static readonly CodeTable ApplicantTypes = new("person=1 enterprise=2 institution=3 socialOrganisation=4 agency=5 other=6");
    private static readonly CodeTable CaseTypes = new("immediate=1 promised=2");
    private static readonly CodeTable Actions = new("approved=1 returned=2 other=3");
    private static readonly CodeTable Procedures = new("extension=1 hearing=2 publicNotice=3 verification=4 inspection=5 expertReview=6 other=9");
    private static readonly CodeTable Results = new("licensed=0 returned=1 voided=2 deleted=3 forwarded=4 supplementLapsed=5 completed=6");
    private static readonly CodeTable Deliveries = new("window=1 post=2 electronic=3 selfService=4");
    private static readonly CodeTable Forms = new("paper=1 upload=2 licenceLibrary=3");

    public override string? Adapter => "rs";

    public override int MostInOnePush => 1;

    public override string CaseNo(int number, Matter matter) => $"990001RS20260615{number:0000}";

    public override string Key(string caseNo, string kind, int nth, Dice dice) => $"{caseNo}-{Kinds.Of(kind)}-{nth:00}";

    public override JsonNode Body(Department department, IReadOnlyList<CaseEvent> events) => Cells(department, events.Single());

    protected static JsonObject Cells(Department department, CaseEvent told)
    {
        var data = told.Data;
        return Members.Of(
        [
            ("sjbh", told.Key), ("sjlx", Kinds.Of(told.Kind)), ("bmdm", department.Code), ("ywbh", told.CaseNo), ("fssj", Time(told.OccurredAt)),
            ("sxbm", data.Text("matterCode")), ("sxmc", data.Text("matterName")), ("sqbt", data.Text("title")),
            ("sqfs", Channels.Of(data.Text("channel"))), ("sjsj", Time(data.Text("receivedAt"))), ("sqsj", Time(data.Text("appliedAt"))),
            ("blr", data.Text("receivedBy") ?? data.Text("acceptedBy") ?? data.Text("handledBy") ?? data.Text("closedBy")),
            ("bjlx", CaseTypes.Of(data.Text("caseType"))), ("jgdm", data.Text("organisationCode")), ("jgmc", data.Text("organisationName")),
            ("cnsj", Time(data.Text("promisedDueAt"))), ("slwsh", data.Text("documentNo")),
            .. Applicant(data["applicant"]), .. Materials(data["materials"]),
            ("hjmc", data.Text("step")), ("hjdz", Actions.Of(data.Text("action"))), ("kssj", Time(data.Text("startedAt"))),
            ("jssj", Time(data.Text("endedAt"))), ("blyj", data.Text("opinion")),
            ("xh", data.Text("sequence")), ("tbcx", Procedures.Of(data.Text("procedure"))), ("yj", data.Text("basis")),
            ("pzr", data.Text("approvedBy")), ("xzts", data.Text("limitDays")),
            ("cxjg", told.Kind is "case.resumed" ? data.Text("result") : null),
            ("bjjg", told.Kind is "case.closed" ? Results.Of(data.Text("result")) : null),
            ("yy", data.Text("reason")), ("lqfs", Deliveries.Of(data.Text("deliveryMethod"))),
            .. Licence(data["licences"]?[0]),
        ]);
    }

    private static (string, JsonNode?)[] Applicant(JsonNode? who) =>
    [
        ("sqrlx", ApplicantTypes.Of(who.Text("type"))), ("sqrxm", who.Text("name")), ("sqrzjhm", who.Text("idNumber")),
        ("sqrsj", who.Text("mobile")), ("sqrdz", who.Text("address")), ("frdb", who.Text("legalRepresentative")),
    ];

    private static IEnumerable<(string, JsonNode?)> Materials(JsonNode? materials) =>
        (materials as JsonArray ?? []).SelectMany((material, at) => new (string, JsonNode?)[]
        {
            ($"clmc{at + 1}", material.Text("name")), ($"clxs{at + 1}", Forms.Of(material.Text("form"))), ($"clfs{at + 1}", material.Text("copies")),
        });

    private static (string, JsonNode?)[] Licence(JsonNode? licence) =>
    [
        ("zzmc", licence.Text("name")), ("zzbh", licence.Text("number")), ("fzjg", licence.Text("issuer")), ("fzsj", Time(licence.Text("issuedAt"))),
        ("yxqs", Time(licence.Text("validFrom"))), ("yxqz", Time(licence.Text("validTo"))),
    ];

    private static string? Time(string? text) => text is null ? null : Time(HallDay.Read(text));

    private static string Time(DateTimeOffset at) => $"{at:yyyyMMddHHmmss}";
}
