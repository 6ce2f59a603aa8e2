using System.Text.Json.Nodes;
using ServiceHall.MockPlatforms.SampleCounty.Departments;
using ServiceHall.MockPlatforms.SampleCounty.People;

namespace ServiceHall.MockPlatforms.SampleCounty.Cases;

/// <summary>What the contract's section 3 wants to be said at each event of a case.</summary>
/// <param name="outOfHours">Whether it was asked for while the hall was closed, and therefore not at its window.</param>
internal sealed class CaseData(Dice dice, Applicants applicants, Department department, Matter matter, int number, bool outOfHours = false)
{
    private static readonly string[] Channels = ["window", "window", "web", "mobile", "post", "selfService"];
    private static readonly string[] Materials = ["示例申请表", "示例身份证明", "示例情况说明", "示例授权委托书", "示例场所证明", "示例收入声明"];
    private static readonly string[] Procedures = ["hearing", "publicNotice", "verification", "inspection", "expertReview"];
    private readonly JsonObject applicant = applicants.Of(matter.For);

    // Once for the whole case: an acceptance that differs from its submission would be a finding.
    private readonly string matterCode = matter.LocalCode is { } local && dice.Chance(50) ? local : matter.CodeAt(department);

    public JsonObject Submitted(DateTimeOffset at) => Members.Of(
        ("matterCode", matterCode),
        ("title", Title),
        ("channel", Channel),
        ("applicant", applicant.DeepClone()),
        ("receivedAt", HallDay.Write(at)),
        ("receivedBy", applicants.Clerk()));

    public JsonObject Accepted(DateTimeOffset appliedAt) => Members.Of(
        ("matterCode", matterCode),
        ("matterName", matter.Name),
        ("title", Title),
        ("channel", Channel),
        ("applicant", applicant.DeepClone()),
        ("materials", SomeMaterials()),
        ("caseType", matter.Immediate ? "immediate" : "promised"),
        ("appliedAt", HallDay.Write(appliedAt)),
        ("acceptedBy", applicants.Clerk()),
        ("organisationCode", department.OrganisationCode),
        ("organisationName", department.Name),
        ("promisedDueAt", matter is { Immediate: false, DueAt: { } due } ? HallDay.Write(due) : null),
        ("documentNo", matter.Immediate ? null : $"示{department.Code.ToUpperInvariant()}受〔2026〕{number:0000}号"));

    public JsonObject Step(string name, string action, DateTimeOffset startedAt, DateTimeOffset? endedAt) => Members.Of(
        ("step", name),
        ("action", action),
        ("startedAt", HallDay.Write(startedAt)),
        ("endedAt", endedAt is { } end ? HallDay.Write(end) : null),
        ("handledBy", applicants.Clerk()),
        ("opinion", action is "approved" ? "示例意见:材料齐全,同意" : "示例意见:转下一环节"));

    public JsonObject Paused(int nth) => Members.Of(
        ("sequence", nth.ToString()),
        ("procedure", dice.Pick(Procedures)),
        ("reason", "示例原因:需要特别程序"),
        ("basis", dice.Chance(50) ? "示例办法第十条" : null),
        ("approvedBy", applicants.Clerk()),
        ("limitDays", dice.Chance(60) ? dice.Between(1, 15) : null));

    public JsonObject Resumed(int nth) => Members.Of(("sequence", nth.ToString()), ("result", "示例结果:程序完成"), ("handledBy", applicants.Clerk()));

    public JsonObject Closed(DateTimeOffset at)
    {
        var returned = dice.Chance(12);
        var licensed = !returned && matter.Licence is not null;
        return Members.Of(
            ("result", returned ? "returned" : licensed ? "licensed" : "completed"),
            ("reason", returned ? "示例原因:不符合条件,退回" : null),
            ("closedBy", applicants.Clerk()),
            ("deliveryMethod", dice.Chance(60) ? dice.Pick(["window", "post", "electronic", "selfService"]) : null),
            ("licences", licensed ? new JsonArray(Licence(at)) : null));
    }

    public JsonObject SupplementRequested() => Members.Of(
        ("reason", "示例原因:材料不全"), ("materials", new JsonArray(Material("示例补充材料"))), ("requestedBy", applicants.Clerk()));

    public JsonObject SupplementReceived() => Members.Of(("materials", new JsonArray(Material("示例补充材料"))), ("receivedBy", applicants.Clerk()));

    public JsonObject Refused() => Members.Of(("reason", "示例原因:不属于本部门职权"), ("refusedBy", applicants.Clerk()), ("redirectTo", dice.Chance(50) ? "示例县其他部门" : null));

    public JsonObject Extended() => Members.Of(("days", dice.Between(3, 10)), ("reason", "示例原因:情况复杂"), ("approvedBy", applicants.Clerk()));

    public JsonObject Lapsed() => Members.Of(("result", "supplementLapsed"), ("reason", "示例原因:逾期未补正"), ("closedBy", applicants.Clerk()));

    public JsonObject Delivered() => Members.Of(
        ("method", dice.Pick(["window", "post", "electronic", "selfService"])), ("receivedBy", applicant.Text("name")));

    public static JsonObject Withdrawn() => Members.Of(("reason", "示例原因:申请人撤回"));

    public JsonObject Rated(int nth) => Members.Of(
        ("channel", dice.Pick(["web", "mobile", "qrCode", "counterPad", "hallTerminal"])),
        ("level", dice.Pick(["verySatisfied", "verySatisfied", "satisfied", "fairlySatisfied", "dissatisfied"])),
        ("comment", dice.Chance(30) ? "示例评价:办得快" : null),
        ("serviceNo", 1), ("serviceStep", "closed"), ("sequence", nth), ("anonymous", false));

    public JsonObject CrossRegion(string caseNo) => Members.Of(
        ("requestNo", $"KS{caseNo}"),
        ("mode", dice.Pick(["online", "collectedElsewhere", "jointlyHandled"])),
        ("matterCode", matterCode),
        ("homeDivision", "990001"),
        ("receivingDivision", $"9900{dice.Between(2, 99):00}"),
        ("applicant", applicant.DeepClone()));

    public JsonObject Raised(string caseNo) => Members.Of(
        ("issueNo", $"SQ{caseNo}"), ("source", "cannotBeDone"), ("title", "示例诉求:事情没办成"), ("content", "示例内容"), ("responsible", department.Code));

    private string Channel { get; } = dice.Pick(outOfHours ? Channels[2..4] : Channels);

    private string Title => $"关于{applicant.Text("name")}办理{matter.Name}的申请";

    private JsonArray? SomeMaterials()
    {
        var first = dice.Between(0, Materials.Length - 1);
        var some = Enumerable.Range(first, dice.Between(0, 4)).Select(at => Members.Of(
            ("name", Materials[at % Materials.Length]),
            ("form", dice.Pick(["paper", "upload", "licenceLibrary"])),
            ("copies", dice.Between(1, 3))));
        return new JsonArray([.. some]) is { Count: > 0 } materials ? materials : null;
    }

    private static JsonObject Material(string name) => Members.Of(("name", name), ("form", "paper"), ("copies", 1));

    private JsonObject Licence(DateTimeOffset at) => Members.Of(
        ("name", matter.Licence),
        ("number", $"示例证990001{department.Code.ToUpperInvariant()}2026{number:000000}"),
        ("issuer", department.Name),
        ("issuedAt", HallDay.Write(at)),
        ("validFrom", HallDay.Today),
        ("validTo", HallDay.LastDayOf(dice.Between(1, 5))));
}
