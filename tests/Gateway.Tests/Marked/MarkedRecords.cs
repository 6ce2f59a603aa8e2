using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Marked;

/// <summary>Records of every kind with a mark in every member that people fill in, and what goes wrong with them.</summary>
internal static class MarkedRecords
{
    /// <summary>A case from its submission to its rating, another region's request, and a case that was refused: all legal, all members told.</summary>
    public static IReadOnlyList<JsonObject> Legal(string prefix)
    {
        var (whole, refused, withdrawn) = ($"{prefix}-whole", $"{prefix}-refused", $"{prefix}-withdrawn");
        return
        [
            Record(whole, "case.submitted", 8, Submission()),
            Record(whole, "case.supplementRequested", 9, new() { ["reason"] = Text("补正原因"), ["materials"] = Materials(), ["requestedBy"] = Text("补正人") }),
            Record(whole, "case.supplementReceived", 10, new() { ["materials"] = Materials(), ["receivedBy"] = Text("收补正人") }),
            Record(whole, "case.accepted", 11, Acceptance(11)),
            Record(whole, "case.step", 12, new() { ["step"] = Text("环节"), ["action"] = "approved", ["startedAt"] = At(12), ["endedAt"] = At(12), ["handledBy"] = Text("经办人"), ["opinion"] = Text("意见") }),
            Record(whole, "case.paused", 13, new() { ["sequence"] = "1", ["procedure"] = "verification", ["reason"] = Text("暂停原因"), ["basis"] = Text("依据"), ["approvedBy"] = Text("批准人"), ["limitDays"] = 5 }),
            Record(whole, "case.resumed", 14, new() { ["sequence"] = "1", ["result"] = Text("核实结果"), ["handledBy"] = Text("核实人") }),
            Record(whole, "case.extended", 15, new() { ["days"] = 3, ["reason"] = Text("延期原因"), ["approvedBy"] = Text("延期批准人") }),
            Record(whole, "case.closed", 16, new() { ["result"] = "licensed", ["reason"] = Text("办结说明"), ["closedBy"] = Text("办结人"), ["deliveryMethod"] = "window", ["licences"] = Licences(), ["fee"] = new JsonObject { ["payer"] = Text("缴费人") } }),
            Record(whole, "case.delivered", 17, new() { ["method"] = "window", ["receivedBy"] = Text("领取人"), ["trackingNo"] = Text("运单") }),
            Record(whole, "evaluation.given", 17, Evaluation()),
            Record(refused, "case.submitted", 8, Submission()),
            Record(refused, "case.refused", 9, new() { ["reason"] = Text("不予受理原因"), ["refusedBy"] = Text("决定人"), ["redirectTo"] = Text("转往") }),
            Record(withdrawn, "case.accepted", 11, Acceptance(11)),
            Record(withdrawn, "case.withdrawn", 12, new() { ["reason"] = Text("撤回原因") }),
            Record($"{prefix}-request", "crossRegion.submitted", 11, Request(prefix)),
        ];
    }

    /// <summary>
    /// A record with one thing wrong, for every value that it has in turn: a name where none belongs, one with a control character, one that is far too long,
    /// and an object and a list with one.
    /// </summary>
    /// <param name="of">Makes it, of the number it is to have.</param>
    /// <param name="prefix">What its numbers begin with.</param>
    /// <param name="key">Where its key stands, which is left alone: it is no personal data, and nothing is kept without one.</param>
    /// <param name="caseNo">Where its case number stands: one that breaks no rule is no personal data either.</param>
    public static IEnumerable<JsonObject> Wrong(Func<string, JsonObject> of, string prefix, string key = "key", string caseNo = "caseNo")
    {
        foreach (var path in Paths(of(prefix)).Where(path => string.Join('.', path) != key))
        {
            for (var kind = 0; kind < 5; kind++)
            {
                if (kind > 0 || string.Join('.', path) != caseNo)
                {
                    var wrong = of($"{prefix}-{string.Join('.', path)}-{kind}".Replace(Marks.Member, "", StringComparison.Ordinal));
                    Put(wrong, path, Bad(kind, string.Join('.', path) == caseNo ? Member("错处") : Text("错处")));
                    yield return wrong;
                }
            }
        }
    }

    private static JsonNode Bad(int kind, string text) => kind switch
    {
        0 => text,
        1 => $"\u0001{text}",
        2 => string.Concat(Enumerable.Repeat(text, 600)),
        3 => new JsonObject { [Member("错处")] = text },
        _ => new JsonArray(text, 1),
    };

    /// <summary>The same record of another case.</summary>
    public static JsonObject Of(JsonObject record, string no)
    {
        var other = record.DeepClone().AsObject();
        other["key"] = no;
        other["caseNo"] = no;
        return other;
    }

    private static JsonObject Record(string no, string kind, int hour, JsonObject data) => new()
    {
        ["key"] = $"{no}/{kind}", ["kind"] = kind, ["caseNo"] = no, ["version"] = 1, ["occurredAt"] = At(hour), ["data"] = data, [Member("未知")] = Text("未知"),
    };

    private static string At(int hour) => $"2026-06-15T{hour:D2}:00:00+08:00";

    // What it says tells where it was put.
    private static string Text(string where) => $"{Marks.Text}{where}";

    private static string Member(string where) => $"{Marks.Member}{where}";

    private static JsonObject Applicant(int number = 1) => new()
    {
        ["type"] = "person", ["name"] = Text("申请人"), ["idType"] = "citizenId", ["idNumber"] = Marks.IdNumberOf(number), ["mobile"] = Marks.MobileOf(number), ["address"] = $"示例县{Text("街道")}9号",
        ["legalRepresentative"] = Text("法定代表人"), [Member("申请人")] = Text("未知"),
    };

    private static JsonObject Submission() => new()
    {
        ["matterCode"] = Samples.Matter, ["title"] = Text("标题"), ["channel"] = "window", ["applicant"] = Applicant(), ["materials"] = Materials(), ["receivedAt"] = At(8), ["receivedBy"] = Text("收件人"),
        ["agent"] = new JsonObject { ["name"] = Text("代理人"), ["idType"] = "citizenId", ["idNumber"] = Marks.IdNumberOf(2), ["mobile"] = Marks.MobileOf(2) },
    };

    private static JsonObject Acceptance(int hour)
    {
        var data = Submission();
        foreach (var (member, value) in new JsonObject
        {
            ["caseType"] = "promised", ["appliedAt"] = At(8), ["acceptedBy"] = Text("受理人"), ["organisationCode"] = "11990001990000113L", ["organisationName"] = Text("受理机构"),
            ["documentNo"] = Text("文书号"), ["commitment"] = true, ["deferred"] = new JsonObject { ["materials"] = Materials(), ["dueAt"] = At(hour) },
        })
        {
            data[member] = value?.DeepClone();
        }

        return data;
    }

    private static JsonArray Materials() => [new JsonObject { ["name"] = Text("材料"), ["form"] = "paper", ["copies"] = 1, ["digest"] = Text("摘要"), ["grade"] = "A" }];

    private static JsonArray Licences() =>
        [new JsonObject { ["name"] = Text("证照"), ["number"] = Text("证号"), ["issuer"] = Text("发证机关"), ["issuedAt"] = "2026-06-15", ["validFrom"] = "2026-06-15", ["validTo"] = "2031-06-15" }];

    private static JsonObject Evaluation() => new()
    {
        ["channel"] = "web", ["level"] = "satisfied", ["options"] = new JsonArray(Text("选项")), ["comment"] = Text("评语"), ["serviceNo"] = 1, ["serviceStep"] = "closed", ["sequence"] = 1, ["anonymous"] = false,
        ["servedBy"] = Text("服务人"), ["window"] = Text("窗口"),
    };

    private static JsonObject Request(string prefix) => new()
    {
        ["requestNo"] = $"{prefix}-request", ["mode"] = "online", ["matterCode"] = Samples.Matter, ["homeDivision"] = "990001", ["receivingDivision"] = "990001", ["applicant"] = Applicant(3), ["materials"] = Materials(),
        ["checks"] = new JsonObject { ["form"] = Check(), ["identity"] = Check() }, ["transfer"] = new JsonObject { ["method"] = "post", ["trackingNo"] = Text("原件运单") },
        ["delivery"] = new JsonObject { ["method"] = "post", ["trackingNo"] = Text("结果运单") }, ["dueAt"] = At(17),
    };

    private static JsonObject Check() => new() { ["by"] = Text("核验人"), ["at"] = At(10), ["passed"] = true, ["note"] = Text("核验说明") };

    private static IEnumerable<string[]> Paths(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Value is JsonObject or JsonArray ? Paths(member.Value).Select(path => (string[])[member.Key, .. path]).Prepend([member.Key]) : [[member.Key]]),
        JsonArray items => items.SelectMany((item, i) => item is JsonObject or JsonArray ? Paths(item).Select(path => (string[])[$"{i}", .. path]) : []),
        _ => [],
    };

    private static void Put(JsonObject record, string[] path, JsonNode value)
    {
        JsonNode at = record;
        foreach (var step in path[..^1])
        {
            at = (at is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : at[step])!;
        }

        at[path[^1]] = value;
    }
}
