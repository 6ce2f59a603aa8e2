using System.Globalization;
using System.Text.Json.Nodes;

namespace ServiceHall.Tests.Hall;

/// <summary>Canonical records of the sample county's mz department; numbers belong to nobody.</summary>
internal static class Samples
{
    public const string Matter = "11990001990000113L4990500007000";
    public const string PersonId = "990001197001010014";

    public static JsonObject Record(string caseNo, string what, string kind, string occurredAt, JsonObject data) => new()
    {
        ["key"] = $"{caseNo}/{what}",
        ["kind"] = kind,
        ["caseNo"] = caseNo,
        ["version"] = 1,
        ["occurredAt"] = occurredAt,
        ["data"] = data,
    };

    public static JsonObject Accepted(string caseNo, string at = "2026-06-15T09:00:00+08:00") => Record(caseNo, "accepted", "case.accepted", at, new JsonObject
    {
        ["matterCode"] = Matter,
        ["title"] = "示例困难家庭临时救助",
        ["channel"] = "window",
        ["applicant"] = new JsonObject { ["type"] = "person", ["name"] = "示例甲", ["idType"] = "citizenId", ["idNumber"] = PersonId, ["mobile"] = "10012345678", ["address"] = "示例县示例街道1号" },
        ["materials"] = new JsonArray(new JsonObject { ["name"] = "申请表", ["form"] = "paper", ["copies"] = 1 }),
        ["caseType"] = "promised",
        ["appliedAt"] = at,
        ["acceptedBy"] = "示例经办一",
        ["organisationCode"] = "11990001990000113L",
        ["organisationName"] = "示例县民政局",
    });

    public static JsonObject Step(string caseNo, string what = "step", string at = "2026-06-15T10:00:00+08:00") => Record(caseNo, what, "case.step", at, new JsonObject
    {
        ["step"] = "审核",
        ["action"] = "approved",
        ["startedAt"] = at,
        ["endedAt"] = at,
        ["handledBy"] = "示例经办二",
        ["opinion"] = "同意",
    });

    public static JsonObject Paused(string caseNo, string sequence = "1", string at = "2026-06-15T10:30:00+08:00") => Record(caseNo, $"paused-{sequence}", "case.paused", at, new JsonObject
    {
        ["sequence"] = sequence,
        ["procedure"] = "verification",
        ["reason"] = "需要核实",
    });

    public static JsonObject Resumed(string caseNo, string sequence = "1", string at = "2026-06-15T11:30:00+08:00") => Record(caseNo, $"resumed-{sequence}", "case.resumed", at, new JsonObject
    {
        ["sequence"] = sequence,
        ["result"] = "核实无误",
        ["handledBy"] = "示例经办二",
    });

    public static JsonObject Closed(string caseNo, string at = "2026-06-15T15:00:00+08:00") => Record(caseNo, "closed", "case.closed", at, new JsonObject
    {
        ["result"] = "completed",
        ["closedBy"] = "示例经办三",
    });

    /// <summary>The same record under another key.</summary>
    public static JsonObject Keyed(this JsonObject record, string key)
    {
        record["key"] = key;
        return record;
    }

    public static string Number(int number) => number.ToString("D4", CultureInfo.InvariantCulture);
}
