using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake;

public sealed class RuleTests(OneHall one) : IClassFixture<OneHall>
{
    private static readonly Dictionary<string, Func<string, JsonObject[]>> Broken = new()
    {
        ["kind.unknown kind"] = no => [Samples.Accepted(no).With("kind", "case.unheard-of")],
        ["kind.not-yet kind"] = no => [Samples.Record(no, "raised", "issue.raised", "2026-06-15T16:00:00+08:00", [])],
        ["case.not-closed "] = no => [Samples.Accepted(no), Samples.Record(no, "delivered", "case.delivered", "2026-06-15T16:00:00+08:00", new() { ["method"] = "post" })],
        ["correction.identity caseNo"] = no => [Samples.Accepted(no), Samples.Accepted(no).With("version", 2).With("caseNo", no + "x")],
        ["correction.identity kind"] = no => [Samples.Accepted(no), Samples.Accepted(no).With("version", 2).With("kind", "case.submitted")],
        ["correction.breaks-later "] = no => [Samples.Accepted(no), Samples.Step(no), Samples.Accepted(no).With("version", 2).With("deleted", true)],
        ["text.encoding data.title"] = no => [Samples.Accepted(no).WithData("title", "锟斤拷")],
        ["text.encoding data.applicant.name"] = no => [Samples.Accepted(no).WithApplicant("name", "\uFFFD")],
        ["text.control-character data.title"] = no => [Samples.Accepted(no).WithData("title", "a\u0001")],
        ["field.required data.title"] = no => [Samples.Accepted(no).WithData("title", null)],
        ["field.required data.caseType"] = no => [Samples.Accepted(no).WithData("caseType", "")],
        ["field.required caseNo"] = no => [Samples.Accepted(no).With("caseNo", null)],
        ["field.required data"] = no => [Samples.Accepted(no).With("data", null)],
        ["field.required kind"] = no => [Samples.Accepted(no).With("kind", null)],
        ["field.type data.title"] = no => [Samples.Accepted(no).WithData("title", 5)],
        ["field.type data.materials[0]"] = no => [Samples.Accepted(no).WithData("materials", new JsonArray("申请表"))],
        ["field.type deleted"] = no => [Samples.Accepted(no).With("deleted", "yes")],
        ["time.format occurredAt"] = no => [Samples.Accepted(no).With("occurredAt", "2026-06-15 09:00:00")],
        ["time.format data.appliedAt"] = no => [Samples.Accepted(no).WithData("appliedAt", "2026-06-15T09:00:00")],
        ["field.too-long caseNo"] = no => [Samples.Accepted(no.PadRight(51, '办'))],
        ["time.in-future occurredAt"] = no => [Samples.Accepted(no, "2026-06-15T18:05:01+08:00")],
        ["time.in-future data.appliedAt"] = no => [Samples.Accepted(no).WithData("appliedAt", "2026-06-15T18:05:01+08:00")],
        ["matter.unknown data.matterCode"] = no => [Samples.Accepted(no).WithData("matterCode", "11990001990000113L4990500007999")],
        ["identifier.format data.applicant.idNumber"] = no => [Samples.Accepted(no).WithApplicant("idNumber", "99000119700101001")],
        ["citizen-id.check-digit data.applicant.idNumber"] = no => [Samples.Accepted(no).WithApplicant("idNumber", "990001197001010015")],
        ["citizen-id.area data.applicant.idNumber"] = no => [Samples.Accepted(no).WithApplicant("idNumber", CitizenOf("000000", "19700101"))],
        ["citizen-id.birth-date data.applicant.idNumber"] = no => [Samples.Accepted(no).WithApplicant("idNumber", CitizenOf("990001", "19700230"))],
        ["uscc.check-digit data.applicant.idNumber"] = no => [Samples.Accepted(no).WithApplicant("idType", "uscc").WithApplicant("idNumber", "11990001990000113M")],
        ["org-code.check-digit data.applicant.idNumber"] = no => [Samples.Accepted(no).WithApplicant("idType", "orgCode").WithApplicant("idNumber", "123456780")],
        ["case.already-accepted "] = no => [Samples.Accepted(no), Samples.Accepted(no).Keyed(no + "/again")],
        ["case.already-submitted "] = no => [Submitted(no), Submitted(no).Keyed(no + "/again")],
        ["case.closed "] = no => [Samples.Accepted(no), Samples.Closed(no), Samples.Step(no, at: "2026-06-15T16:00:00+08:00")],
        ["time.out-of-order occurredAt"] = no => [Samples.Accepted(no), Samples.Step(no, at: "2026-06-15T08:59:58+08:00")],
        ["time.out-of-order data.endedAt"] = no => [Samples.Accepted(no), Samples.Step(no).WithData("endedAt", "2026-06-15T09:30:00+08:00")],
        ["time.out-of-order data.appliedAt"] = no => [Samples.Accepted(no).WithData("appliedAt", "2026-06-15T09:00:02+08:00")],
        ["pause.not-open data.sequence"] = no => [Samples.Accepted(no), Samples.Resumed(no)],
        ["pause.already-open data.sequence"] = no => [Samples.Accepted(no), Samples.Paused(no), Samples.Paused(no).Keyed(no + "/again")],
        ["pause.still-open "] = no => [Samples.Accepted(no), Samples.Paused(no), Samples.Closed(no)],
        ["code.unknown data.channel"] = no => [Samples.Accepted(no).WithData("channel", "pigeon")],
        ["code.unknown data.materials[0].form"] = no => [Samples.Accepted(no).WithData("materials", new JsonArray(new JsonObject { ["name"] = "申请表", ["form"] = "stone", ["copies"] = 1 }))],
        ["result.reason-required data.reason"] = no => [Samples.Accepted(no), Samples.Closed(no).WithData("result", "returned")],
        ["result.licence-required data.licences"] = no => [Samples.Accepted(no), Samples.Closed(no).WithData("result", "licensed")],
    };

    private static readonly Dictionary<string, Func<string, JsonObject[]>> Odd = new()
    {
        ["field.unknown data.applicant.shoeSize"] = no => [Samples.Accepted(no).WithApplicant("shoeSize", 42)],
        ["field.unknown note"] = no => [Samples.Accepted(no).With("note", "x")],
        ["identifier.normalised data.applicant.idNumber"] = no => [Samples.Accepted(no).WithApplicant("idNumber", " ９90001197001010014")],
        ["matter.other-department data.organisationCode"] = no => [Samples.Accepted(no).WithData("organisationCode", "11990001990000121F")],
        ["matter.name-differs data.matterName"] = no => [Samples.Accepted(no).WithData("matterName", "别的名称")],
        ["record.late occurredAt"] = no => [Samples.Accepted(no, "2026-06-05T17:59:59+08:00")],
        ["case.promise-mismatch data.promisedDueAt"] = no => [Samples.Accepted(no).WithData("promisedDueAt", "2026-06-19T18:00:00+08:00")],
        ["time.differs occurredAt"] = no => [Samples.Accepted(no), Samples.Step(no).With("occurredAt", "2026-06-15T10:00:01+08:00")],
        ["field.changed data.title"] = no => [Submitted(no), Samples.Accepted(no).WithData("title", "示例另一标题")],
        ["applicant.legal-representative data.applicant.legalRepresentative"] =
            no => [Samples.Accepted(no).WithApplicant("type", "enterprise").WithApplicant("idType", "uscc").WithApplicant("idNumber", "11990001990000113L")],
    };

    public static TheoryData<string> Rules { get; } = [.. Broken.Keys];

    public static TheoryData<string> Warnings { get; } = [.. Odd.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_broken_rule_rejects_the_record_and_names_itself_and_the_field(string rule)
    {
        var records = Broken[rule]($"rule-{rule.GetHashCode(StringComparison.Ordinal):x}");

        var answer = await one.Hall.Client().PushAsync(records);

        Assert.True(answer.Verdicts.SkipLast(1).All(verdict => verdict == "accepted"), answer.ToString());
        Assert.Equal("rejected", answer.Verdicts[^1]);
        Assert.Equal(rule, Named(answer.Results[^1]["errors"]!.AsArray()[0]!));
        Assert.NotNull(answer.Results[^1]["recordId"]);
    }

    [Theory]
    [MemberData(nameof(Warnings))]
    public async Task What_is_only_odd_is_taken_with_a_warning(string rule)
    {
        var records = Odd[rule]($"odd-{rule.GetHashCode(StringComparison.Ordinal):x}");

        var answer = await one.Hall.Client().PushAsync(records);

        Assert.True(answer.Verdicts.All(verdict => verdict == "accepted"), answer.ToString());
        Assert.Equal([rule], answer.Results[^1]["warnings"]!.AsArray().Select(warning => Named(warning!)));
    }

    [Fact]
    public async Task All_findings_are_told_the_first_in_rule_order_decides()
    {
        var record = Samples.Accepted("all-findings").WithData("channel", "pigeon").WithData("title", null).WithApplicant("idNumber", "990001197001010015").With("note", 1);

        var answer = await one.Hall.Client().PushAsync(record);

        Assert.Equal(["field.required data.title", "citizen-id.check-digit data.applicant.idNumber", "code.unknown data.channel"], answer.Results[0]["errors"]!.AsArray().Select(error => Named(error!)));
        Assert.Equal(["field.unknown note"], answer.Results[0]["warnings"]!.AsArray().Select(warning => Named(warning!)));
    }

    [Fact]
    public async Task Just_on_the_edge_is_still_right()
    {
        var answer = await one.Hall.Client().PushAsync(
            Samples.Accepted("edge-1", "2026-06-15T18:05:00+08:00"),
            Samples.Accepted("edge-2").WithData("appliedAt", "2026-06-15T09:00:01+08:00"),
            Samples.Step("edge-2", at: "2026-06-15T08:59:59+08:00"),
            Samples.Accepted("edge-3".PadRight(50, '办')),
            Samples.Accepted("edge-4/〔2026〕𠮷", "2026-06-05T18:00:00+08:00"));

        Assert.True(answer.Verdicts.All(verdict => verdict == "accepted"), answer.ToString());
        Assert.True(answer.Results.All(result => result["warnings"]!.AsArray().Count == 0), answer.ToString());
    }

    private static JsonObject Submitted(string no)
    {
        var record = Samples.Accepted(no, "2026-06-15T08:00:00+08:00");
        var data = record["data"]!.AsObject();
        foreach (var member in new[] { "caseType", "appliedAt", "acceptedBy", "organisationCode", "organisationName" })
        {
            data.Remove(member);
        }

        return record.With("kind", "case.submitted").Keyed(no + "/submitted");
    }

    // The check digit of ISO 7064 MOD 11-2, so that only area or date is wrong.
    private static string CitizenOf(string area, string born)
    {
        var body = $"{area}{born}001";
        var sum = body.Aggregate(0, (so, digit) => ((so + digit - '0') * 2) % 11);
        return body + "0123456789X"[(12 - sum) % 11];
    }

    private static string Named(JsonNode finding) => $"{finding["rule"]} {finding["field"]}";
}

internal static class Changes
{
    public static JsonObject With(this JsonObject record, string member, JsonNode? value)
    {
        record[member] = value;
        return record;
    }

    public static JsonObject WithData(this JsonObject record, string member, JsonNode? value)
    {
        record["data"]![member] = value;
        return record;
    }

    public static JsonObject WithApplicant(this JsonObject record, string member, JsonNode? value)
    {
        record["data"]!["applicant"]![member] = value;
        return record;
    }
}
