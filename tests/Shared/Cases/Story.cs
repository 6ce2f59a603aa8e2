using System.Globalization;
using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Tests.Cases;

/// <summary>Records of one case for random histories: whatever is said twice is said differently, so that a change can be seen in a row.</summary>
internal sealed class Story(Random random, string caseNo)
{
    private static readonly DateTimeOffset Nine = new(2026, 6, 15, 9, 0, 0, TimeSpan.FromHours(8));

    private int _minutes;
    private int _said;

    public string CaseNo => caseNo;

    /// <summary>The next moment; no two are alike.</summary>
    public string Later() => At(_minutes += random.Next(1, 7));

    public JsonObject Submitted(string key = "submitted") => Of("case.submitted", key, new()
    {
        ["matterCode"] = Samples.Matter, ["title"] = Word("标题"), ["channel"] = OneOf("window", "web", "post"), ["applicant"] = Applicant(), ["materials"] = Materials(random.Next(0, 3)),
    });

    public JsonObject Accepted(string key = "accepted", string? caseType = null, int? materials = null) => Of("case.accepted", key, new()
    {
        ["matterCode"] = Samples.Matter, ["title"] = Word("标题"), ["channel"] = OneOf("window", "mobile"), ["applicant"] = Applicant(), ["materials"] = Materials(materials ?? random.Next(0, 4)),
        ["caseType"] = caseType ?? OneOf("immediate", "promised"), ["appliedAt"] = At(0), ["acceptedBy"] = Word("经办"), ["organisationCode"] = "11990001990000113L",
        ["organisationName"] = "示例县民政局",
    });

    public JsonObject Step(string key)
    {
        var step = Of("case.step", key, new() { ["step"] = Word("环节"), ["action"] = OneOf("approved", "returned", "other"), ["handledBy"] = Word("经办"), ["opinion"] = Word("意见") });
        step["data"]!["startedAt"] = (string)step["occurredAt"]!;
        return step;
    }

    public JsonObject Paused(string key, string sequence) =>
        Of("case.paused", key, new() { ["sequence"] = sequence, ["procedure"] = OneOf("hearing", "verification", "publicNotice"), ["reason"] = Word("原因") });

    public JsonObject Resumed(string key, string sequence) => Of("case.resumed", key, new() { ["sequence"] = sequence, ["result"] = Word("结果"), ["handledBy"] = Word("经办") });

    public JsonObject Extended(string key) => Of("case.extended", key, new() { ["days"] = random.Next(1, 11), ["reason"] = Word("原因"), ["approvedBy"] = Word("局长") });

    public JsonObject SupplementRequested(string key) => Of("case.supplementRequested", key, new() { ["reason"] = Word("缺"), ["materials"] = Materials(1), ["requestedBy"] = Word("经办") });

    public JsonObject SupplementReceived(string key) => Of("case.supplementReceived", key, new() { ["materials"] = Materials(1), ["receivedBy"] = Word("经办") });

    public JsonObject Closed(string key)
    {
        var licensed = random.Next(2) == 0;
        var data = new JsonObject { ["result"] = licensed ? "licensed" : OneOf("completed", "returned", "voided", "forwarded"), ["reason"] = Word("说明"), ["closedBy"] = Word("经办") };
        data["deliveryMethod"] = random.Next(3) == 0 ? null : OneOf("window", "post");
        data["licences"] = licensed
            ? new JsonArray([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => new JsonObject
            {
                ["name"] = Word("证"), ["number"] = Word("号"), ["issuer"] = "示例县民政局", ["issuedAt"] = At(0), ["validFrom"] = At(0), ["validTo"] = "2027-06-15T00:00:00+08:00",
            })])
            : null;
        return Of("case.closed", key, data);
    }

    public JsonObject Delivered(string key) => Of("case.delivered", key, new() { ["method"] = OneOf("window", "post", "electronic") });

    public JsonObject Withdrawn(string key) => Of("case.withdrawn", key, new() { ["reason"] = Word("不办了") });

    public JsonObject Evaluation(string key, int sequence) => Of("evaluation.given", key, new()
    {
        ["channel"] = "web", ["level"] = OneOf("satisfied", "dissatisfied"), ["serviceNo"] = 1, ["serviceStep"] = "accepted", ["sequence"] = sequence, ["anonymous"] = false,
    });

    /// <summary>Another record under the same key: what it says is new, when it happened is the same or a little off.</summary>
    public JsonObject Again(JsonObject record, int version)
    {
        var key = ((string)record["key"]!)[(caseNo.Length + 1)..];
        var again = ((string)record["kind"]!) switch
        {
            "case.submitted" => Submitted(key),
            "case.accepted" => Accepted(key, (string)record["data"]!["caseType"]!, record["data"]!["materials"]!.AsArray().Count),
            "case.step" => Step(key),
            "case.paused" => Paused(key, (string)record["data"]!["sequence"]!),
            "case.resumed" => Resumed(key, (string)record["data"]!["sequence"]!),
            "case.extended" => Extended(key),
            "case.supplementRequested" => SupplementRequested(key),
            "case.supplementReceived" => SupplementReceived(key),
            "case.closed" => Closed(key),
            "case.delivered" => Delivered(key),
            "case.withdrawn" => Withdrawn(key),
            _ => Evaluation(key, (int)record["data"]!["sequence"]!),
        };
        again["version"] = version;
        return At(again, (string)record["occurredAt"]!);
    }

    /// <summary>Withdraws a record.</summary>
    public static JsonObject Deleted(JsonObject record, int version)
    {
        var deleted = Copy(record);
        deleted["version"] = version;
        deleted["deleted"] = true;
        deleted.Remove("data");
        return deleted;
    }

    /// <summary>The record at another moment.</summary>
    public static JsonObject At(JsonObject record, string moment)
    {
        record["occurredAt"] = moment;
        if (record["data"]?["startedAt"] is not null)
        {
            record["data"]!["startedAt"] = moment;
        }

        return record;
    }

    /// <summary>A moment so many minutes off.</summary>
    public static string Off(string moment, int minutes) => Text(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture).AddMinutes(minutes));

    public static JsonObject Copy(JsonObject record) => record.DeepClone().AsObject();

    private JsonObject Of(string kind, string key, JsonObject data) => Samples.Record(caseNo, key, kind, Later(), data);

    private static JsonObject Applicant(string name) => new() { ["type"] = "person", ["name"] = name, ["idType"] = "citizenId", ["idNumber"] = Samples.PersonId, ["mobile"] = "10012345678" };

    private JsonObject Applicant() => Applicant(Word("示例"));

    private JsonArray Materials(int count) => [.. Enumerable.Range(0, count).Select(_ => new JsonObject { ["name"] = Word("材料"), ["form"] = OneOf("paper", "upload"), ["copies"] = random.Next(1, 4) })];

    private string Word(string word) => $"{word}{++_said}-{random.Next(10)}";

    private string OneOf(string one, params string[] others) => random.Next(others.Length + 1) is > 0 and var at ? others[at - 1] : one;

    private static string At(int minutes) => Text(Nine.AddMinutes(minutes));

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
