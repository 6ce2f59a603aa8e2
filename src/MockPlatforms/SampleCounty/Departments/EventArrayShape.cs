using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.Cases;

namespace ServiceHall.MockPlatforms.SampleCounty.Departments;

/// <summary>An array of nested events, up to five a push, names and codes in English, times as Unix milliseconds.</summary>
internal sealed class EventArrayShape : Shape
{
    private static readonly CodeTable Kinds = new("case.submitted=APPLICATION_RECEIVED case.accepted=CASE_ACCEPTED case.step=STEP_DONE "
        + "case.paused=CLOCK_STOPPED case.resumed=CLOCK_STARTED case.closed=CASE_FINISHED");
    private static readonly CodeTable Channels = new("window=COUNTER web=PC mobile=APP post=MAIL selfService=KIOSK other=OTHER");
    private static readonly CodeTable ApplicantTypes = new("person=INDIVIDUAL enterprise=COMPANY socialOrganisation=ASSOCIATION");
    private static readonly CodeTable Documents = new("citizenId=ID_CARD uscc=CREDIT_CODE");
    private static readonly CodeTable CaseTypes = new("immediate=ON_THE_SPOT promised=WITH_LIMIT");
    private static readonly CodeTable Actions = new("approved=PASS returned=SEND_BACK other=OTHER");
    private static readonly CodeTable Procedures = new("extension=EXTENSION hearing=HEARING publicNotice=PUBLICITY verification=VERIFICATION "
        + "inspection=SITE_CHECK expertReview=EXPERTS other=OTHER");
    private static readonly CodeTable Results = new("licensed=LICENSED returned=REJECTED voided=VOID deleted=DELETED forwarded=FORWARDED "
        + "supplementLapsed=NO_SUPPLEMENT completed=DONE");
    private static readonly CodeTable Deliveries = new("window=COUNTER post=MAIL electronic=ONLINE selfService=KIOSK");
    private static readonly CodeTable Forms = new("paper=PAPER upload=UPLOADED licenceLibrary=FROM_LIBRARY");

    public override string? Adapter => "sj";

    public override int MostInOnePush => 5;

    public override string CaseNo(int number, Matter matter) => $"SJ/2026/0615/{number:0000}";

    public override string Key(string caseNo, string kind, int nth, Dice dice) => $"evt-{dice.Hex()}";

    public override JsonNode Body(Department department, IReadOnlyList<CaseEvent> events) =>
        new JsonArray([.. events.Select(told => Event(department, told, told.Data))]);

    private static JsonObject Event(Department department, CaseEvent told, JsonObject data) => Members.Of(
        ("eventId", told.Key),
        ("eventType", Kinds.Of(told.Kind)),
        ("happenedAt", told.OccurredAt.ToUnixTimeMilliseconds()),
        ("source", Members.Of(("department", department.Code))),
        ("case", Case(told, data)),
        ("matter", Members.Of(("code", data.Text("matterCode")), ("name", data.Text("matterName"))).OrNone()),
        ("applicant", Applicant(data["applicant"])),
        ("attachments", data["materials"] is JsonArray materials ? new JsonArray([.. materials.Select(Attachment)]) : null),
        ("handler", Handler(data)),
        ("step", told.Kind is "case.step" ? Step(data) : null),
        ("pause", told.Kind is "case.paused" or "case.resumed" ? Pause(data) : null),
        ("finish", told.Kind is "case.closed" ? Finish(data) : null));

    private static JsonObject Case(CaseEvent told, JsonObject data) => Members.Of(
        ("number", told.CaseNo), ("type", CaseTypes.Of(data.Text("caseType"))), ("subject", data.Text("title")),
        ("channel", Channels.Of(data.Text("channel"))), ("receivedAt", Time(data.Text("receivedAt"))), ("appliedAt", Time(data.Text("appliedAt"))),
        ("dueAt", Time(data.Text("promisedDueAt"))), ("documentNumber", data.Text("documentNo")));

    private static JsonObject? Applicant(JsonNode? who) => who is null ? null : Members.Of(
        ("kind", ApplicantTypes.Of(who.Text("type"))), ("name", who.Text("name")),
        ("document", Members.Of(("type", Documents.Of(who.Text("idType"))), ("number", who.Text("idNumber")))),
        ("phone", who.Text("mobile")), ("address", who.Text("address")), ("legalPerson", who.Text("legalRepresentative")));

    private static JsonObject Attachment(JsonNode? material) => Members.Of(
        ("title", material.Text("name")), ("how", Forms.Of(material.Text("form"))), ("count", material.At("copies")?.DeepClone()));

    private static JsonObject? Handler(JsonObject data) => Members.Of(
        ("name", data.Text("receivedBy") ?? data.Text("acceptedBy") ?? data.Text("handledBy") ?? data.Text("closedBy")),
        ("unit", Members.Of(("code", data.Text("organisationCode")), ("name", data.Text("organisationName"))).OrNone())).OrNone();

    private static JsonObject Step(JsonObject data) => Members.Of(
        ("name", data.Text("step")), ("outcome", Actions.Of(data.Text("action"))), ("beganAt", Time(data.Text("startedAt"))),
        ("endedAt", Time(data.Text("endedAt"))), ("opinion", data.Text("opinion")));

    private static JsonObject Pause(JsonObject data) => Members.Of(
        ("number", data.Text("sequence") is { } sequence ? int.Parse(sequence) : null), ("type", Procedures.Of(data.Text("procedure"))),
        ("reason", data.Text("reason")), ("basis", data.Text("basis")), ("approver", data.Text("approvedBy")),
        ("days", data["limitDays"]?.DeepClone()), ("outcome", data.Text("result")));

    private static JsonObject Finish(JsonObject data) => Members.Of(
        ("result", Results.Of(data.Text("result"))), ("reason", data.Text("reason")), ("pickup", Deliveries.Of(data.Text("deliveryMethod"))),
        ("certificates", data["licences"] is JsonArray licences ? new JsonArray([.. licences.Select(Certificate)]) : null));

    private static JsonObject Certificate(JsonNode? licence) => Members.Of(
        ("title", licence.Text("name")), ("number", licence.Text("number")), ("issuer", licence.Text("issuer")),
        ("issuedAt", Time(licence.Text("issuedAt"))), ("validFrom", Time(licence.Text("validFrom"))), ("validTo", Time(licence.Text("validTo"))));

    private static JsonNode? Time(string? text) => text is null ? null : HallDay.Read(text).ToUnixTimeMilliseconds();
}
