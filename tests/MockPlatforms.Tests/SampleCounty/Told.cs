using System.Globalization;
using System.Text.Json.Nodes;

namespace ServiceHall.MockPlatforms.Tests.SampleCounty;

/// <summary>What an event says, whichever shape it came in. <see cref="Label"/> is null for clean ones.</summary>
internal sealed record Told(int Line, string Department, DateTimeOffset At, string? Label, string Kind, string Key, string CaseNo, DateTimeOffset OccurredAt,
    string? MatterCode, string? Name, string? IdNumber, string? LegalRepresentative, string? Mobile, string? Sequence, string? Result, string? Reason,
    string? LicenceNumber, string? Organisation)
{
    // What each department speaks; the others push canonical records.
    private static readonly Dictionary<string, Func<JsonNode, IEnumerable<Told>>> Shapes = new()
    {
        ["/v1/intake/rs"] = body => [Flat(body)],
        ["/v1/intake/sj"] = body => body.AsArray().Select(Nested!),
        ["/v1/intake/zj"] = body => Lines(body).Select(line => Columns(JsonNode.Parse(line)!)),
        ["/v1/intake/hall-sample"] = body => [Envelope(body)],
        ["/v1/records"] = body => body is JsonObject ? body["records"]!.AsArray().Select(Canonical!) : Lines(body).Select(Streamed),
    };

    // A line that was cut short is no JSON any more; its key can still be read.
    private static readonly Told CutShort = new(0, "", default, null, "", "", "", default, null, null, null, null, null, null, null, null, null, null);

    private static readonly string[] Kinds = ["", "case.submitted", "case.accepted", "case.step", "case.paused", "case.resumed", "case.closed"];
    private static readonly string[] Results = ["licensed", "returned", "voided", "deleted", "forwarded", "supplementLapsed", "completed"];

    public bool IsClean => Label is null;

    public static IEnumerable<Told> Read(int line, JsonNode push, IReadOnlyDictionary<(int Line, string Key), string> labels)
    {
        var (department, at, body) = ((string)push["department"]!, DateTimeOffset.Parse((string)push["at"]!), push["body"]!);
        var told = Shapes[(string)push["to"]!](body);
        return told.Select(one => one with { Line = line, Department = department, At = at, Label = labels.GetValueOrDefault((line, one.Key)) });
    }

    private static Told Canonical(JsonNode one)
    {
        var (data, who) = (one["data"], one["data"]?["applicant"]);
        return new(0, "", default, null, (string)one["kind"]!, (string)one["key"]!, (string)one["caseNo"]!, DateTimeOffset.Parse((string)one["occurredAt"]!),
            (string?)data?["matterCode"], (string?)who?["name"], (string?)who?["idNumber"], (string?)who?["legalRepresentative"], (string?)who?["mobile"],
            data?["sequence"]?.ToString(), (string?)data?["result"], (string?)data?["reason"], (string?)data?["licences"]?[0]?["number"],
            (string?)data?["organisationCode"]);
    }

    private static string[] Lines(JsonNode body) => ((string)body!).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static Told Streamed(string line)
    {
        if (line.EndsWith('}'))
        {
            return Canonical(JsonNode.Parse(line)!);
        }

        string Text(string name) => line.Split($"\"{name}\":\"")[1].Split('"')[0];
        return CutShort with { Kind = Text("kind"), Key = Text("key"), CaseNo = Text("caseNo"), OccurredAt = DateTimeOffset.Parse(Text("occurredAt")) };
    }

    private static Told Columns(JsonNode one)
    {
        var at = DateTimeOffset.ParseExact((string)one["发生时间"]! + "+08:00", "yyyy'/'MM'/'dd HH:mm:sszzz", CultureInfo.InvariantCulture);
        return new(0, "", default, null, Kinds[int.Parse((string)one["类型"]!)], (string)one["编号"]!, (string)one["业务号"]!, at,
            (string?)one["事项编码"], (string?)one["申请人"], (string?)one["证件号码"], (string?)one["法人代表"], (string?)one["手机"],
            (string?)one["序号"], one["办结结果"] is { } result ? Results[int.Parse((string)result!)] : null, (string?)one["原因"], (string?)one["证照编号"],
            (string?)one["机构代码"]);
    }

    private static Told Envelope(JsonNode one)
    {
        var (told, kind) = (one["payload"]!, (string)one["kind"]!);
        var (canonical, time) = kind switch
        {
            "accept" => ("case.accepted", told["accept_date"]),
            "process" => ("case.step", told["event_end_time"]),
            "special_start" => ("case.paused", told["special_time"]),
            "special_end" => ("case.resumed", told["end_time"]),
            "result" => ("case.closed", told["result_date"]),
            "eval" => ("evaluation.given", told["assessTime"]),
            _ => ("crossRegion.submitted", null),
        };
        return new(0, "", default, null, canonical, (string)one["push_id"]!, (string)told["project_no"]!, time is null ? DateTimeOffset.MinValue : Moment(time),
            (string?)told["task_code"], (string?)told["applyer_name"], (string?)told["applyer_page_code"], null, (string?)told["contact_mobile"],
            (string?)told["special_no"], (string?)told["result_type"] switch { "01" => "completed", "02" => "returned", _ => null }, (string?)told["result_explain"], null,
            (string?)told["org_code"]);
    }

    private static DateTimeOffset Moment(JsonNode time) => time.GetValueKind() is System.Text.Json.JsonValueKind.Number
        ? DateTimeOffset.FromUnixTimeMilliseconds((long)time)
        : DateTimeOffset.TryParseExact((string)time! + "+08:00", ["yyyy-MM-dd HH:mm:sszzz", "yyyyMMddHHmmsszzz", "yyyy'/'MM'/'dd HH:mm:sszzz"], CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var at) ? at : DateTimeOffset.Parse((string)time!);

    private static Told Flat(JsonNode one)
    {
        var at = DateTimeOffset.ParseExact((string)one["fssj"]! + "+08:00", "yyyyMMddHHmmsszzz", CultureInfo.InvariantCulture);
        return new(0, "", default, null, Kinds[int.Parse((string)one["sjlx"]!)], (string)one["sjbh"]!, (string)one["ywbh"]!, at,
            (string?)one["sxbm"], (string?)one["sqrxm"], (string?)one["sqrzjhm"], (string?)one["frdb"], (string?)one["sqrsj"],
            (string?)one["xh"], one["bjjg"] is { } result ? Results[int.Parse((string)result!)] : null, (string?)one["yy"], (string?)one["zzbh"],
            (string?)one["jgdm"]);
    }

    private static Told Nested(JsonNode one)
    {
        string[] types = ["", "APPLICATION_RECEIVED", "CASE_ACCEPTED", "STEP_DONE", "CLOCK_STOPPED", "CLOCK_STARTED", "CASE_FINISHED"];
        string[] results = ["LICENSED", "REJECTED", "VOID", "DELETED", "FORWARDED", "NO_SUPPLEMENT", "DONE"];
        var (who, finish) = (one["applicant"], one["finish"]);
        return new(0, "", default, null, Kinds[Array.IndexOf(types, (string)one["eventType"]!)], (string)one["eventId"]!, (string)one["case"]!["number"]!,
            DateTimeOffset.FromUnixTimeMilliseconds((long)one["happenedAt"]!), (string?)one["matter"]?["code"], (string?)who?["name"],
            (string?)who?["document"]?["number"], (string?)who?["legalPerson"], (string?)who?["phone"], one["pause"]?["number"]?.ToString(),
            finish is null ? null : Results[Array.IndexOf(results, (string)finish["result"]!)], (string?)finish?["reason"],
            (string?)finish?["certificates"]?[0]?["number"], (string?)one["handler"]?["unit"]?["code"]);
    }
}
