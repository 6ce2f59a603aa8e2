using System.Globalization;
using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.Cases;

namespace ServiceHall.MockPlatforms.SampleCounty.Departments;

/// <summary>The envelope that several departments of a hall's case centre share: one event a push, its data in <c>payload</c>, times as each department writes them.</summary>
/// <param name="time">How it writes a moment, as .NET formats it; null is Unix milliseconds.</param>
internal sealed class EnvelopeShape(string prefix, string? time) : Shape
{
    private static readonly CodeTable Kinds = new("case.accepted=accept case.step=process case.paused=special_start case.resumed=special_end case.closed=result "
        + "evaluation.given=eval crossRegion.submitted=crossreq");

    private static readonly CodeTable ApplicantTypes = new("person=1 enterprise=2");
    private static readonly CodeTable Papers = new("citizenId=111 uscc=001");
    private static readonly CodeTable CaseTypes = new("immediate=1 promised=2");
    private static readonly CodeTable Actions = new("approved=1 returned=2 other=3");
    private static readonly CodeTable Results = new("completed=01 returned=02 voided=03");
    private static readonly CodeTable Channels = new("web=1 mobile=2 qrCode=3 counterPad=4 hallTerminal=5 phone=6 sms=7");
    private static readonly CodeTable Levels = new("verySatisfied=5 satisfied=4 fairlySatisfied=3 dissatisfied=2 veryDissatisfied=1 unheardOf=9");
    private static readonly CodeTable Modes = new("online=1 collectedElsewhere=2 jointlyHandled=3");

    public override string? Adapter => "hall-sample";

    public override int MostInOnePush => 1;

    public override bool IsHeldStrictly => true;

    public override bool Speaks(string kind) => Kinds.Knows(kind);

    public override string CaseNo(int number, Matter matter) => $"{prefix}990001-{number:00000}";

    public override string Key(string caseNo, string kind, int nth, Dice dice) => $"{caseNo}:{Kinds.Of(kind)}:{nth}";

    public override JsonNode Body(Department department, IReadOnlyList<CaseEvent> events)
    {
        var told = events.Single();
        return Members.Of(
            ("source_system", department.Code.ToUpperInvariant()),
            ("push_id", told.Key),
            ("kind", Kinds.Of(told.Kind)),
            ("payload", Members.Of([("project_no", told.CaseNo), .. Payload(told)])));
    }

    private (string, JsonNode?)[] Payload(CaseEvent told) => told.Kind switch
    {
        "case.accepted" => Accept(told, told.Data),
        "case.step" => Process(told.Data),
        "case.paused" => SpecialStart(told),
        "case.resumed" => SpecialEnd(told),
        "case.closed" => Result(told),
        "evaluation.given" => Rating(told),
        _ => CrossRequest(told.Data),
    };

    private (string, JsonNode?)[] Accept(CaseEvent told, JsonObject data) =>
    [
        ("task_code", data.Text("matterCode")), ("task_name", data.Text("matterName")), ("project_type", CaseTypes.Of(data.Text("caseType"))),
        ("applyer_type", ApplicantTypes.Of(data.Text("applicant", "type"))), ("applyer_name", data.Text("applicant", "name")),
        ("applyer_page_type", Papers.Of(data.Text("applicant", "idType"))), ("applyer_page_code", data.Text("applicant", "idNumber")),
        ("contact_mobile", data.Text("applicant", "mobile")), ("address", data.Text("applicant", "address")),
        ("apply_date", Time(data.Text("appliedAt"))), ("accept_date", Time(told.OccurredAt)), ("promise_date", Time(data.Text("promisedDueAt"))),
        ("handle_user_name", data.Text("acceptedBy")), ("org_code", data.Text("organisationCode")), ("org_name", data.Text("organisationName")),
    ];

    // It knows no step without an end.
    private (string, JsonNode?)[] Process(JsonObject data) =>
    [
        ("process_name", data.Text("step")), ("event_name", Actions.Of(data.Text("action"))), ("event_start_time", Time(data.Text("startedAt"))),
        ("event_end_time", Time(data.Text("endedAt") ?? data.Text("startedAt"))), ("handle_user_name", data.Text("handledBy")), ("handle_explain", data.Text("opinion")),
    ];

    private (string, JsonNode?)[] SpecialStart(CaseEvent told) =>
    [
        ("special_no", told.Data.Text("sequence")), ("special_type", "2"), ("special_name", told.Data.Text("basis") ?? "示例特别程序"),
        ("special_time", Time(told.OccurredAt)), ("special_reason", told.Data.Text("reason")),
    ];

    private (string, JsonNode?)[] SpecialEnd(CaseEvent told) =>
    [
        ("special_no", told.Data.Text("sequence")), ("end_time", Time(told.OccurredAt)), ("result", told.Data.Text("result")), ("handle_user_name", told.Data.Text("handledBy")),
    ];

    private (string, JsonNode?)[] Result(CaseEvent told) =>
    [
        ("result_date", Time(told.OccurredAt)), ("result_type", Results.Of(told.Data.Text("result"))), ("result_explain", told.Data.Text("reason")),
        ("is_delivery_results", told.Data.Text("deliveryMethod") is null ? "0" : "1"), ("handle_user_name", told.Data.Text("closedBy")),
    ];

    private (string, JsonNode?)[] Rating(CaseEvent told) =>
    [
        ("pf", Channels.Of(told.Data.Text("channel"))), ("userProp", "1"), ("satisfaction", Levels.Of(told.Data.Text("level"))),
        ("assessNumber", told.Data.Text("sequence")), ("assessTime", Time(told.OccurredAt)), ("writingEvaluation", told.Data.Text("comment")),
    ];

    private static (string, JsonNode?)[] CrossRequest(JsonObject data) =>
    [
        ("request_no", data.Text("requestNo")), ("task_code", data.Text("matterCode")), ("from_area", data.Text("receivingDivision")), ("to_area", data.Text("homeDivision")),
        ("mode", Modes.Of(data.Text("mode"))), ("applyer_name", data.Text("applicant", "name")), ("applyer_page_type", Papers.Of(data.Text("applicant", "idType"))),
        ("applyer_page_code", data.Text("applicant", "idNumber")),
    ];

    private JsonNode? Time(string? text) => text is null ? null : Time(HallDay.Read(text));

    private JsonNode Time(DateTimeOffset at) => time is null ? at.ToUnixTimeMilliseconds() : at.ToString(time, CultureInfo.InvariantCulture);
}
