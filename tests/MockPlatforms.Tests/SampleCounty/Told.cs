using System.Globalization;
using System.Text.Json.Nodes;

namespace ServiceHall.MockPlatforms.Tests.SampleCounty;

/// <summary>What an event says, whichever shape it came in. <see cref="Label"/> is null for clean ones.</summary>
internal sealed record Told(int Line, string Department, DateTimeOffset At, string? Label, string Kind, string Key, string CaseNo, DateTimeOffset OccurredAt,
    string? MatterCode, string? Name, string? IdNumber, string? LegalRepresentative, string? Mobile, string? Sequence, string? Result, string? Reason,
    string? LicenceNumber, string? Organisation)
{
    private static readonly string[] Kinds = ["", "case.submitted", "case.accepted", "case.step", "case.paused", "case.resumed", "case.closed"];
    private static readonly string[] Results = ["licensed", "returned", "voided", "deleted", "forwarded", "supplementLapsed", "completed"];

    public bool IsClean => Label is null;

    public static IEnumerable<Told> Read(int line, JsonNode push, IReadOnlyDictionary<(int Line, string Key), string> labels)
    {
        var (department, at, body) = ((string)push["department"]!, DateTimeOffset.Parse((string)push["at"]!), push["body"]!);
        IEnumerable<Told> told = department switch
        {
            "mz" => body["records"]!.AsArray().Select(Canonical!),
            "rs" => [Flat(body)],
            "sj" => body.AsArray().Select(Nested!),
            _ => throw new InvalidOperationException($"Nobody knows the shape of {department}."),
        };
        return told.Select(one => one with { Line = line, Department = department, At = at, Label = labels.GetValueOrDefault((line, one.Key)) });
    }

    private static Told Canonical(JsonNode one)
    {
        var (data, who) = (one["data"]!, one["data"]!["applicant"]);
        return new(0, "", default, null, (string)one["kind"]!, (string)one["key"]!, (string)one["caseNo"]!, DateTimeOffset.Parse((string)one["occurredAt"]!),
            (string?)data["matterCode"], (string?)who?["name"], (string?)who?["idNumber"], (string?)who?["legalRepresentative"], (string?)who?["mobile"],
            (string?)data["sequence"], (string?)data["result"], (string?)data["reason"], (string?)data["licences"]?[0]?["number"],
            (string?)data["organisationCode"]);
    }

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
