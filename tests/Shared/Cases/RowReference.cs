using System.Globalization;
using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Tests.Cases;

/// <summary>
/// The rows that the sample province should hold of a case, worked out from nothing but the records that stand in the end: written from the
/// contract's section 5, apart from the gateway's planner. Identities and <c>promise_date</c> are not its concern.
/// </summary>
internal static class RowReference
{
    private static readonly Dictionary<(string Column, string Word), string> Codes = File.ReadLines(Path.Combine(Repository.Data, "platforms", "one-window", "codes.csv"))
        .Skip(1).Select(line => line.Split(',')).ToDictionary(cells => (cells[0], cells[1]), cells => cells[2]);

    /// <summary>Every row as text, in no order.</summary>
    /// <param name="standing">The standing records in the order in which they were taken; a correction in the place of what it corrects.</param>
    /// <param name="standsForStep">Whether the result stands for a step too.</param>
    public static List<string> Of(IReadOnlyList<JsonObject> standing, bool standsForStep) => [.. Each(standing, standsForStep).Select(row => row.Text).Order(StringComparer.Ordinal)];

    /// <summary>The same in the order of the records, which is the lane's where none of them was corrected.</summary>
    public static List<string> Lane(IReadOnlyList<JsonObject> standing, bool standsForStep) => [.. Each(standing, standsForStep).Select(row => row.Text)];

    /// <summary>The rows of those records that were never corrected, record by record in the order in which the province is to see them first; those of one record in no order.</summary>
    public static List<List<string>> InOrder(IReadOnlyList<JsonObject> standing, bool standsForStep, Func<JsonObject, bool> isUncorrected) =>
    [
        .. Each(standing, standsForStep).Where(row => isUncorrected(row.By) && (row.Pause is null || isUncorrected(row.Pause)))
            .GroupBy(row => row.By, row => row.Text, ReferenceEqualityComparer.Instance).Select(rows => rows.Order(StringComparer.Ordinal).ToList()),
    ];

    /// <summary>A row of the province in the same form.</summary>
    public static string Text(string table, IEnumerable<KeyValuePair<string, JsonNode?>> columns)
    {
        var said = columns.Where(column => !column.Key.StartsWith("cd_", StringComparison.Ordinal) && column.Key is not ("row_guid" or "project_no" or "data_source" or "promise_date"));
        return $"{table} {string.Join(' ', said.Where(column => column.Value?.ToString() is { Length: > 0 }).OrderBy(column => column.Key, StringComparer.Ordinal).Select(column => $"{column.Key}={column.Value}"))}";
    }

    // Each with the record that sends it; the row of a pause goes when it ends.
    private static IEnumerable<(string Text, JsonObject By, JsonObject? Pause)> Each(IReadOnlyList<JsonObject> standing, bool standsForStep)
    {
        var at = standing.ToList().FindIndex(one => Kind(one) == "case.accepted");
        return at < 0
            ? []
            : standing.SelectMany((one, index) => Kind(one) == "case.resumed"
                ? PausesOf(one, standing).Select(pause => (Special(pause, one), one, (JsonObject?)pause))
                : Rows(one, standing, isAfter: index > at, standsForStep).Select(row => (row, one, (JsonObject?)null)));
    }

    private static IEnumerable<JsonObject> PausesOf(JsonObject end, IReadOnlyList<JsonObject> standing) =>
        standing.Where(one => Kind(one) == "case.paused" && (string?)one["data"]!["sequence"] == (string?)end["data"]!["sequence"]);

    private static IEnumerable<string> Rows(JsonObject record, IReadOnlyList<JsonObject> standing, bool isAfter, bool standsForStep)
    {
        var data = record["data"]!.AsObject();
        var acceptance = standing.First(one => Kind(one) == "case.accepted");
        switch (Kind(record))
        {
            case "case.accepted":
                return Accept(record, standing.FirstOrDefault(one => Kind(one) == "case.submitted"));
            case "case.step":
                return [Process(data["step"], data["action"], data["startedAt"], data["endedAt"] ?? data["startedAt"], data["handledBy"], data["opinion"])];
            case "case.supplementRequested" when isAfter:
                return [Process("补正告知", "other", record["occurredAt"], record["occurredAt"], data["requestedBy"], data["reason"])];
            case "case.supplementReceived" when isAfter:
                return [Process("补正受理", "other", record["occurredAt"], record["occurredAt"], data["receivedBy"], "已收到补正材料")];
            case "case.extended":
                return [Row("up_pro_special_procedure", new()
                {
                    ["special_type"] = Code("special_type", "extension"), ["special_name"] = Code("special_name", "extension"), ["special_time"] = Time(record["occurredAt"]),
                    ["end_time"] = Time(record["occurredAt"]), ["special_reason"] = data["reason"], ["applyer_user_name"] = data["approvedBy"], ["handle_user"] = data["approvedBy"],
                    ["result"] = $"延期 {data["days"]} 日",
                })];
            case "case.closed":
                return Result(record, standing, acceptance, standsForStep);
            case "case.withdrawn" when isAfter:
                return [Row("up_pro_result", new()
                {
                    ["result_date"] = Time(record["occurredAt"]), ["result_type"] = Code("result_type", "voided"), ["result_explain"] = data["reason"], ["is_delivery_results"] = "0",
                })];
            default:
                return [];
        }
    }

    private static IEnumerable<string> Accept(JsonObject acceptance, JsonObject? submission)
    {
        JsonNode? Said(string name) => acceptance["data"]![name] ?? submission?["data"]![name];
        var applicant = Said("applicant")!;
        yield return Row("up_pro_accept", new()
        {
            ["catalog_code"] = "990500007000", ["task_code"] = Samples.Matter, ["local_task_code"] = "990001-MZ-0007-00", ["task_name"] = "示例困难家庭临时救助", ["task_version"] = 2,
            ["project_name"] = Said("title"), ["project_type"] = Code("project_type", Said("caseType")), ["apply_type"] = Code("apply_type", Said("channel")),
            ["applyer_type"] = Code("applyer_type", applicant["type"]), ["applyer_name"] = applicant["name"], ["applyer_page_type"] = Code("applyer_page_type", applicant["idType"]),
            ["applyer_page_code"] = applicant["idNumber"], ["contact_mobile"] = applicant["mobile"], ["address"] = applicant["address"], ["apply_date"] = Time(Said("appliedAt")),
            ["accept_date"] = Time(acceptance["occurredAt"]), ["org_code"] = Said("organisationCode"), ["org_name"] = Said("organisationName"), ["handle_user_name"] = Said("acceptedBy"),
        });
        foreach (var material in Said("materials")?.AsArray() ?? [])
        {
            yield return Row("up_pro_material", new() { ["material_name"] = material!["name"], ["get_type"] = Code("get_type", material["form"]), ["get_num"] = material["copies"]!.ToString() });
        }
    }

    private static IEnumerable<string> Result(JsonObject record, IReadOnlyList<JsonObject> standing, JsonObject acceptance, bool standsForStep)
    {
        var data = record["data"]!;
        if (standsForStep)
        {
            var action = (string)data["result"]! switch { "licensed" or "completed" => "approved", "returned" => "returned", _ => "other" };
            yield return Process("即时办结", action, acceptance["occurredAt"], record["occurredAt"], data["closedBy"], data["reason"] ?? "即时办结");
        }

        var licences = data["licences"]?.AsArray() ?? [];
        var delivered = standing.FirstOrDefault(one => Kind(one) == "case.delivered");
        yield return Row("up_pro_result", new()
        {
            ["result_date"] = Time(record["occurredAt"]), ["result_type"] = Code("result_type", data["result"]), ["result_explain"] = data["reason"], ["handle_user_name"] = data["closedBy"],
            ["is_delivery_results"] = Code("is_delivery_results", (delivered is null ? data["deliveryMethod"] : delivered["data"]!["method"]) ?? "none"),
            ["result_cetr_name"] = string.Join('、', licences.Select(licence => licence!["name"]).Distinct()), ["result_cetr_no"] = string.Join('、', licences.Select(licence => licence!["number"])),
        });
        var applicant = (acceptance["data"]!["applicant"] ?? standing[0]["data"]!["applicant"])!;
        foreach (var licence in licences)
        {
            yield return Row("up_lic_data", new()
            {
                ["certificate_name"] = licence!["name"], ["certificate_number"] = licence["number"], ["issue_dept"] = licence["issuer"], ["issue_date"] = Time(licence["issuedAt"]),
                ["valid_from"] = Time(licence["validFrom"]), ["valid_to"] = Time(licence["validTo"]), ["holder"] = applicant["name"], ["holder_code"] = applicant["idNumber"],
                ["holder_type"] = Code("holder_type", applicant["type"]),
            });
        }
    }

    private static string Special(JsonObject pause, JsonObject end) => Row("up_pro_special_procedure", new()
    {
        ["special_type"] = Code("special_type", pause["data"]!["procedure"]), ["special_name"] = Code("special_name", pause["data"]!["procedure"]), ["special_time"] = Time(pause["occurredAt"]),
        ["special_reason"] = pause["data"]!["reason"], ["end_time"] = Time(end["occurredAt"]), ["result"] = end["data"]!["result"], ["handle_user"] = end["data"]!["handledBy"],
    });

    private static string Process(JsonNode? name, JsonNode? action, JsonNode? start, JsonNode? end, JsonNode? by, JsonNode? text) => Row("up_pro_process", new()
    {
        ["process_name"] = name, ["event_name"] = Code("event_name", action), ["event_start_time"] = Time(start), ["event_end_time"] = Time(end), ["handle_user_name"] = by, ["handle_explain"] = text,
    });

    // Nodes may stand in a record already: only their text is taken.
    private static string Row(string table, Dictionary<string, JsonNode?> columns) => Text(table, columns);

    private static string Kind(JsonObject record) => (string)record["kind"]!;

    private static string? Code(string column, JsonNode? word) => word is null ? null : Codes[(column, word.ToString())];

    private static string? Time(JsonNode? time) => time is null
        ? null
        : DateTimeOffset.Parse(time.ToString(), CultureInfo.InvariantCulture).ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
