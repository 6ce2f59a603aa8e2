using System.Text.Json.Nodes;

namespace ServiceHall.Gateway.Tests.Marked;

/// <summary>Records as the departments of <c>data/departments</c> send them, marked alike.</summary>
internal static class MarkedDepartments
{
    /// <summary>In GB18030, a record a line.</summary>
    public static JsonObject Line(string no) => new()
    {
        ["部门"] = "mz", ["编号"] = no, ["版本"] = "1", ["类型"] = "02", ["业务号"] = no, ["发生时间"] = "2026/06/15 09:00:00", ["事项编码"] = "none", ["事项名称"] = Text("事项"), ["标题"] = Text("标题"), ["申请方式"] = "1",
        ["申请人类型"] = "1", ["申请人"] = Text("申请人"), ["证件号码"] = Marks.IdNumberOf(14), ["手机"] = Marks.MobileOf(14), ["地址"] = Text("地址"), ["法人代表"] = Text("法人"), ["材料1"] = Text("材料"), ["形式1"] = "1",
        ["份数1"] = "1", ["办件类型"] = "2", ["申请时间"] = "2026/06/15 08:00:00", ["办理人"] = Text("经办"), ["机构代码"] = "none", ["机构名称"] = Text("机构"), ["文书号"] = Text("文书"), [$"{Marks.Member}成员"] = Text("未知"),
    };

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
