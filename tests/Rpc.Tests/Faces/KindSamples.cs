using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Rpc.Tests.Faces;

/// <summary>A record of every kind there is, with a member that nobody knows in each; numbers belong to nobody.</summary>
internal static class KindSamples
{
    private const string At = "2026-06-15T09:00:00+08:00";

    public static IReadOnlyList<string> Kinds { get; } =
    [
        "case.submitted", "case.supplementRequested", "case.supplementReceived", "case.accepted", "case.refused", "case.step", "case.paused", "case.resumed", "case.extended", "case.closed",
        "case.delivered", "case.withdrawn", "evaluation.given", "crossRegion.submitted", "issue.raised",
    ];

    public static JsonObject Of(string kind, string caseNo)
    {
        var record = Samples.Record(caseNo, kind, kind, At, Data(kind));
        if (kind is "crossRegion.submitted" or "issue.raised")
        {
            record.Remove("caseNo");
        }

        record["data"]!["notInTheContract"] = new JsonObject { ["deep"] = new JsonArray(1, 2.5, "三", true, null) };
        return record;
    }

    private static JsonObject Data(string kind) => kind switch
    {
        "case.submitted" => Application(),
        "case.supplementRequested" => new() { ["reason"] = "缺少证明", ["materials"] = new JsonArray(new JsonObject { ["name"] = "收入证明" }), ["requestedBy"] = "示例经办一" },
        "case.supplementReceived" => new() { ["materials"] = new JsonArray(new JsonObject { ["name"] = "收入证明", ["form"] = "upload", ["grade"] = "A" }), ["receivedBy"] = "示例经办一" },
        "case.accepted" => Samples.Accepted("x", At)["data"]!.DeepClone().AsObject(),
        "case.refused" => new() { ["reason"] = "不属于本部门", ["refusedBy"] = "示例经办一", ["redirectTo"] = "示例县人社局" },
        "case.step" => new() { ["step"] = "审核", ["action"] = "approved", ["startedAt"] = At, ["endedAt"] = At, ["handledBy"] = "示例经办二", ["opinion"] = "同意", ["limit"] = new JsonObject { ["value"] = 3, ["unit"] = "workingDays" } },
        "case.paused" => Samples.Paused("x", at: At)["data"]!.DeepClone().AsObject(),
        "case.resumed" => Samples.Resumed("x", at: At)["data"]!.DeepClone().AsObject(),
        "case.extended" => new() { ["days"] = 5, ["reason"] = "情况复杂", ["approvedBy"] = "示例负责人" },
        "case.closed" => Samples.Closed("x", At)["data"]!.DeepClone().AsObject(),
        "case.delivered" => new() { ["method"] = "post", ["receivedBy"] = "示例甲", ["trackingNo"] = "SAMPLE0001" },
        "case.withdrawn" => new() { ["reason"] = "申请人撤回" },
        "evaluation.given" => new() { ["channel"] = "counterPad", ["level"] = "satisfied", ["options"] = new JsonArray("517"), ["comment"] = "很快", ["serviceNo"] = 1, ["serviceStep"] = "accepted", ["sequence"] = 1, ["anonymous"] = false, ["servedBy"] = "示例经办一", ["window"] = "3" },
        "crossRegion.submitted" => new()
        {
            ["requestNo"] = "KS-1", ["mode"] = "online", ["matterCode"] = Samples.Matter, ["homeDivision"] = "990001", ["receivingDivision"] = "990002",
            ["applicant"] = Application()["applicant"]!.DeepClone(), ["materials"] = new JsonArray(), ["checks"] = new JsonObject { ["form"] = new JsonObject { ["by"] = "示例经办一", ["at"] = At, ["passed"] = true } },
            ["transfer"] = new JsonObject { ["method"] = "electronic" }, ["dueAt"] = At,
        },
        _ => new() { ["title"] = "路灯不亮", ["content"] = "示例路" },
    };

    private static JsonObject Application() => new()
    {
        ["matterCode"] = Samples.Matter, ["title"] = "示例困难家庭临时救助", ["channel"] = "window",
        ["applicant"] = new JsonObject { ["type"] = "person", ["name"] = "示例甲", ["idType"] = "citizenId", ["idNumber"] = Samples.PersonId, ["mobile"] = "10012345678" },
        ["agent"] = new JsonObject { ["name"] = "示例乙", ["idType"] = "citizenId", ["idNumber"] = Samples.PersonId },
        ["materials"] = new JsonArray(new JsonObject { ["name"] = "申请表", ["form"] = "paper", ["copies"] = 1 }), ["receivedAt"] = At, ["receivedBy"] = "示例经办一",
    };
}
