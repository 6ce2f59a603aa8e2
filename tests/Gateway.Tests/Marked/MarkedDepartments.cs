using System.Text.Json.Nodes;

namespace ServiceHall.Gateway.Tests.Marked;

/// <summary>Records as the departments of <c>data/departments</c> send them, marked alike; and one in GB18030, line by line.</summary>
internal static class MarkedDepartments
{
    /// <summary>Of a department whose bytes are GB18030.</summary>
    public const string Lines = """
        format: json
        encoding: gb18030
        body: lines
        department: {const: mz}
        key: id
        version: {const: 1, type: whole}
        content: $
        tables:
          channel: {"1": window}
        kinds:
          - kind: case.accepted
            caseNo: no
            occurredAt: {path: at, default: "2026-06-15T09:00:00+08:00"}
            data: {title: title, channel: {path: way, table: channel}, acceptedBy: by}
        """;

    public static JsonObject Line(string no) => new() { ["id"] = no, ["no"] = no, ["title"] = Text("标题"), ["way"] = "1", ["by"] = Text("经办"), [$"{Marks.Member}成员"] = Text("未知") };

    public static JsonObject Flat(string no) => new()
    {
        ["bmdm"] = "rs", ["sjbh"] = no, ["sjlx"] = "02", ["ywbh"] = no, ["fssj"] = "20260615090000", ["sxbm"] = "11990001990000121F4990500023000", ["sxmc"] = Text("事项"), ["sqbt"] = Text("标题"),
        ["sqfs"] = "1", ["sqrlx"] = "1", ["sqrxm"] = Text("申请人"), ["sqrzjhm"] = Marks.IdNumberOf(11), ["sqrsj"] = Marks.MobileOf(11), ["sqrdz"] = Text("地址"), ["frdb"] = Text("法人"), ["bjlx"] = "2",
        ["sqsj"] = "20260615085900", ["blr"] = Text("经办"), ["jgdm"] = "11990001990000121F", ["jgmc"] = Text("机构"), ["slwsh"] = Text("文书"), ["clmc1"] = Text("材料"), ["clxs1"] = "1", ["clfs1"] = "1",
    };

    public static JsonObject Nested(string no) => new()
    {
        ["eventId"] = no, ["eventType"] = "CASE_ACCEPTED", ["happenedAt"] = 1781485200000, ["source"] = new JsonObject { ["department"] = "sj" },
        ["matter"] = new JsonObject { ["code"] = "none", ["name"] = Text("事项") },
        ["case"] = new JsonObject { ["number"] = no, ["subject"] = Text("标题"), ["channel"] = "COUNTER", ["type"] = "WITH_LIMIT", ["appliedAt"] = 1781485200000, ["documentNumber"] = Text("文书") },
        ["applicant"] = new JsonObject
        {
            ["kind"] = "INDIVIDUAL", ["name"] = Text("申请人"), ["phone"] = Marks.MobileOf(12), ["address"] = Text("地址"), ["legalPerson"] = Text("法人"),
            ["document"] = new JsonObject { ["type"] = "ID_CARD", ["number"] = Marks.IdNumberOf(12) },
        },
        ["attachments"] = new JsonArray(new JsonObject { ["title"] = Text("材料"), ["how"] = "PAPER", ["count"] = 1 }),
        ["handler"] = new JsonObject { ["name"] = Text("经办"), ["unit"] = new JsonObject { ["code"] = "none", ["name"] = Text("机构") } },
    };

    public static JsonObject Enveloped(string no) => new()
    {
        ["push_id"] = no, ["source_system"] = "mz", ["kind"] = "accept",
        ["payload"] = new JsonObject
        {
            ["project_no"] = no, ["task_code"] = "none", ["task_name"] = Text("事项"), ["project_type"] = "2", ["applyer_type"] = "1", ["applyer_name"] = Text("申请人"), ["applyer_page_type"] = "111",
            ["applyer_page_code"] = Marks.IdNumberOf(13), ["contact_mobile"] = Marks.MobileOf(13), ["address"] = Text("地址"), ["apply_date"] = "2026-06-15 08:00:00", ["accept_date"] = "2026-06-15 09:00:00",
            ["org_code"] = "none", ["org_name"] = Text("机构"), ["handle_user_name"] = Text("经办"),
        },
    };

    private static string Text(string where) => $"{Marks.Text}{where}";
}
