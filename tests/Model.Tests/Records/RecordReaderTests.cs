using System.Text.Json.Nodes;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;

namespace ServiceHall.Model.Tests.Records;

public sealed class RecordReaderTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 11, 20, 10, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void A_whole_record_is_read_without_a_finding()
    {
        var read = Read(_ => { });

        Assert.Empty(Said(read));
        Assert.Equal(("mz", "K-1", "case.accepted", "A/〔2026〕1", 1), (read.Record!.Department, read.Record.Key, read.Record.Kind, read.Record.CaseNo, read.Record.Version));
        var accepted = Assert.IsType<Accepted>(read.Record.Data);
        Assert.Equal("51160219600101123X", accepted.Submission.Applicant!.IdNumber);
        Assert.Equal(2, accepted.Submission.Materials![0].Copies);
    }

    [Theory]
    [InlineData("missing", "field.required key")]
    [InlineData("null", "field.required key")]
    [InlineData("\"\"", "field.required key")]
    [InlineData("7", "field.type key")]
    [InlineData("\"a\\u0000\"", "text.control-character key")]
    public void Without_a_usable_key_there_is_no_record(string key, string expected)
    {
        var read = Read(record => Set(record, "key", key));

        Assert.Null(read.Record);
        Assert.Equal([expected], Said(read));
    }

    [Fact]
    public void A_key_with_half_a_character_is_no_key()
    {
        var read = RecordReader.Read(Json.Of("""{"key":"a\ud83d","kind":"crossRegion.updated","occurredAt":"2026-11-20T09:30:00+08:00"}"""), "mz", ReceivedAt);

        Assert.Null(read.Record);
        Assert.Equal(["text.encoding key", "kind.not-yet kind"], Said(read));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void A_key_has_200_characters_at_most_whatever_they_are_made_of(int characters, bool usable)
    {
        var read = Read(record => record["key"] = string.Concat(Enumerable.Repeat("😀", characters)));

        Assert.Equal(usable, read.Record is not null);
        Assert.Equal(usable ? [] : ["key.length key"], Said(read));
    }

    [Theory]
    [InlineData(50, new string[0])]
    [InlineData(51, new[] { "field.too-long caseNo" })]
    public void A_case_number_has_50_characters_at_most(int characters, string[] expected) =>
        Assert.Equal(expected, Said(Read(record => record["caseNo"] = string.Concat(Enumerable.Repeat("𠮷", characters)))));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("\"1\"")]
    [InlineData("1.5")]
    [InlineData("1e99")]
    [InlineData("[]")]
    public void What_is_no_version_is_said_and_the_record_still_kept(string version)
    {
        var read = Read(record => Set(record, "version", version));

        Assert.Equal(["field.type version"], Said(read));
        Assert.Equal(0, read.Record!.Version);
    }

    [Theory]
    [InlineData("missing", 1)]
    [InlineData("null", 1)]
    [InlineData("3", 3)]
    public void A_version_left_out_is_the_first(string version, int expected) => Assert.Equal(expected, Read(record => Set(record, "version", version)).Record!.Version);

    [Theory]
    [InlineData("kind", "missing", "field.required kind")]
    [InlineData("kind", "\"case.opened\"", "kind.unknown kind")]
    [InlineData("kind", "\"issue.raised\"", "kind.not-yet kind")]
    [InlineData("caseNo", "missing", "field.required caseNo")]
    [InlineData("occurredAt", "missing", "field.required occurredAt")]
    [InlineData("occurredAt", "\"2026-11-20\"", "time.format occurredAt")]
    [InlineData("data", "missing", "field.required data")]
    [InlineData("data", "[]", "field.type data")]
    [InlineData("deleted", "\"true\"", "field.type deleted")]
    [InlineData("extra", "1", "field.unknown extra")]
    public void A_member_that_is_not_as_agreed_is_one_finding(string member, string value, string expected) =>
        Assert.Equal([expected], Said(Read(record => Set(record, member, value))));

    [Theory]
    [InlineData("data.applicant.name", "missing", "field.required data.applicant.name")]
    [InlineData("data.applicant.idNumber", "null", "field.required data.applicant.idNumber")]
    [InlineData("data.applicant.idNumber", "\" 51160219600101123x\"", "identifier.normalised data.applicant.idNumber")]
    [InlineData("data.applicant.type", "\"enterprise\"", "applicant.legal-representative data.applicant.legalRepresentative")]
    [InlineData("data.applicant.type", "\"firm\"", "code.unknown data.applicant.type")]
    [InlineData("data.applicant.nickname", "\"x\"", "field.unknown data.applicant.nickname")]
    [InlineData("data.caseType", "\"\"", "field.required data.caseType")]
    [InlineData("data.acceptedBy", "missing", "field.required data.acceptedBy")]
    [InlineData("data.commitment", "1", "field.type data.commitment")]
    [InlineData("data.matterCode", "missing", null)]
    [InlineData("data.documentNo", "\"\"", null)]
    public void Data_is_read_member_by_member(string path, string value, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Said(Read(record => Set(record, path, value))).Where(said => !(value == "\"firm\"" && said.StartsWith("applicant.", StringComparison.Ordinal))));

    [Fact]
    public void What_is_unknown_deep_inside_is_named_with_its_path()
    {
        var read = Read(record => record["data"]!["materials"]![0]!["weight"] = 3);

        Assert.Equal(["field.unknown data.materials[0].weight"], Said(read));
    }

    [Fact]
    public void Of_a_withdrawn_record_only_key_kind_case_and_version_count()
    {
        var read = Read(record =>
        {
            record["deleted"] = true;
            record["version"] = 2;
            record["data"] = 7;
            record.Remove("occurredAt");
        });

        Assert.Empty(Said(read));
        Assert.True(read.Record!.Deleted);
        Assert.Null(read.Record.Data);
    }

    [Fact]
    public void A_record_of_no_case_needs_no_case_number() =>
        Assert.Equal(["kind.not-yet kind"], Said(Read(record =>
        {
            record["kind"] = "crossRegion.updated";
            record.Remove("caseNo");
        })));

    [Theory]
    [InlineData("""{"result":"completed","closedBy":"x"}""", "")]
    [InlineData("""{"result":"returned","closedBy":"x"}""", "result.reason-required data.reason")]
    [InlineData("""{"result":"supplementLapsed","closedBy":"x"}""", "result.reason-required data.reason")]
    [InlineData("""{"result":"returned","closedBy":"x","reason":"y"}""", "")]
    [InlineData("""{"result":"licensed","closedBy":"x"}""", "result.licence-required data.licences")]
    [InlineData("""{"result":"licensed","closedBy":"x","licences":[]}""", "result.licence-required data.licences")]
    [InlineData("""{"result":"licensed","closedBy":"x","licences":[{"name":"n","number":"1","issuer":"i"}]}""", "result.licence-required data.licences")]
    [InlineData("""{"result":"licensed","closedBy":"x","licences":[{"name":"n","number":"1","issuer":"i","validTo":"2030-01-01"}]}""", "")]
    public void A_result_brings_what_its_kind_demands(string data, string expected) => Assert.Equal(expected, string.Join(' ', Said(Read(record =>
    {
        record["kind"] = "case.closed";
        record["data"] = JsonNode.Parse(data);
    }))));

    [Theory]
    [InlineData(50, "")]
    [InlineData(51, "field.too-long data.sequence")]
    public void A_sequence_has_50_characters_at_most(int characters, string expected) => Assert.Equal(expected, string.Join(' ', Said(Read(record =>
    {
        record["kind"] = "case.resumed";
        record["data"] = new JsonObject { ["sequence"] = new string('1', characters), ["result"] = "r", ["handledBy"] = "h" };
    }))));

    private static ReadRecord Read(Action<JsonObject> change)
    {
        var record = JsonNode.Parse("""
            {"key":"K-1","kind":"case.accepted","caseNo":"A/〔2026〕1","version":1,"occurredAt":"2026-11-20T09:30:00+08:00",
             "data":{"matterCode":"M","title":"T","channel":"window","caseType":"promised","appliedAt":"2026-11-20T09:00:00+08:00","acceptedBy":"甲","organisationCode":"O","organisationName":"民政局",
             "applicant":{"type":"person","name":"张三","idType":"citizenId","idNumber":"51160219600101123X"},"materials":[{"name":"申请表","form":"paper","copies":2}]}}
            """)!.AsObject();
        change(record);
        return RecordReader.Read(Json.Of(record.ToJsonString()), "mz", ReceivedAt);
    }

    private static void Set(JsonObject record, string path, string value)
    {
        var names = path.Split('.');
        var parent = names[..^1].Aggregate(record, (node, name) => node[name]!.AsObject());
        parent.Remove(names[^1]);
        if (value != "missing")
        {
            parent[names[^1]] = JsonNode.Parse(value);
        }
    }

    private static string[] Said(ReadRecord read) => [.. read.Findings.Select(finding => $"{finding.Rule.Id} {finding.Field}")];
}
