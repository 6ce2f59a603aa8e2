using System.Text.Json;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;

namespace ServiceHall.Model.Tests.Records;

/// <summary>The data of every kind beside the acceptance and the result, whole and with one thing wrong.</summary>
public sealed class KindReaderTests
{
    private const string Request =
        """
        "requestNo":"R","homeDivision":"990001","receivingDivision":"990002","applicant":{"type":"person","name":"甲","idType":"other","idNumber":"1"}
        """;

    [Theory]
    [InlineData("case.supplementRequested", """{"reason":"r","materials":[{"name":"申请表","form":"paper","copies":1}],"requestedBy":"甲"}""", "")]
    [InlineData("case.supplementRequested", "{}", "field.required data.reason, field.required data.materials, field.required data.requestedBy")]
    [InlineData("case.supplementReceived", """{"materials":[],"receivedBy":"甲"}""", "")]
    [InlineData("case.supplementReceived", "{}", "field.required data.materials, field.required data.receivedBy")]
    [InlineData("case.refused", """{"reason":"r","refusedBy":"甲","redirectTo":"市局"}""", "")]
    [InlineData("case.refused", "{}", "field.required data.reason, field.required data.refusedBy")]
    [InlineData("case.extended", """{"days":10,"reason":"r","approvedBy":"甲"}""", "")]
    [InlineData("case.extended", """{"days":0,"reason":"r","approvedBy":"甲"}""", "field.type data.days")]
    [InlineData("case.extended", "{}", "field.required data.days, field.required data.reason, field.required data.approvedBy")]
    [InlineData("case.delivered", """{"method":"post","receivedBy":"甲","trackingNo":"1"}""", "")]
    [InlineData("case.delivered", """{"method":"pigeon"}""", "code.unknown data.method")]
    [InlineData("case.withdrawn", """{"reason":"r"}""", "")]
    [InlineData("case.withdrawn", "{}", "field.required data.reason")]
    [InlineData("evaluation.given", """{"channel":"counterPad","level":"satisfied","options":["态度好"],"comment":"c","serviceNo":1,"serviceStep":"closed","sequence":1,"anonymous":true,"servedBy":"甲","window":"3"}""", "")]
    [InlineData("evaluation.given", """{"channel":"pad","level":"5","serviceNo":0,"serviceStep":"paid","sequence":0}""", "code.unknown data.channel, code.unknown data.level, field.type data.serviceNo, code.unknown data.serviceStep, field.type data.sequence, field.required data.anonymous")]
    public void Kinds_of_a_case(string kind, string data, string expected) => Assert.Equal(expected, Said(kind, data));

    [Theory]
    [InlineData(""","mode":"online","matterCode":"M" """, "")]
    [InlineData(""","mode":"online","catalogCode":"C","caseNo":1""", "field.unknown data.caseNo")]
    [InlineData(""","mode":"online" """, "field.required data.matterCode")]
    [InlineData(""","mode":"far","matterCode":"M" """, "code.unknown data.mode")]
    [InlineData(""","mode":"online","matterCode":"M","transfer":{"method":"post","trackingNo":"1"},"delivery":{"method":"selfService"}""", "code.unknown data.delivery.method")]
    [InlineData(""","mode":"online","matterCode":"M","checks":{"form":{"by":"甲","at":"2026-11-20T09:00:00+08:00","passed":true},"identity":{}}""", "field.required data.checks.identity.by, field.required data.checks.identity.at, field.required data.checks.identity.passed")]
    public void Cross_region_requests(string more, string expected) => Assert.Equal(expected, Said("crossRegion.submitted", $"{{{Request}{more}}}"));

    [Theory]
    [InlineData("case.supplementRequested", """{"reason":"r","materials":[],"requestedBy":"甲"}""")]
    [InlineData("case.supplementReceived", """{"materials":[],"receivedBy":"甲"}""")]
    [InlineData("case.refused", """{"reason":"r","refusedBy":"甲"}""")]
    [InlineData("case.extended", """{"days":10,"reason":"r","approvedBy":"甲"}""")]
    [InlineData("case.delivered", """{"method":"post"}""")]
    [InlineData("case.withdrawn", """{"reason":"r"}""")]
    [InlineData("evaluation.given", """{"channel":"web","level":"satisfied","serviceNo":1,"serviceStep":"closed","sequence":1,"anonymous":false}""")]
    public void What_was_read_is_written_down_with_its_case_and_read_again(string kind, string data)
    {
        var read = Read(kind, data).Record!;
        var @case = new Case { Id = 1, Department = "mz", CaseNo = "A-1", GatewayNo = "1" }.With(new CaseEvent(Guid.Empty, "K", 1, kind, read.OccurredAt, read.ReceivedAt, read.Data!));

        var json = JsonSerializer.Serialize(@case, CaseJson.Default.Case);
        var again = JsonSerializer.Deserialize(json, CaseJson.Default.Case)!;

        Assert.IsType(read.Data!.GetType(), again.Events[0].Data);
        Assert.Equal(json, JsonSerializer.Serialize(again, CaseJson.Default.Case));
    }

    private static string Said(string kind, string data) => string.Join(", ", Read(kind, data).Findings.Select(finding => $"{finding.Rule.Id} {finding.Field}"));

    private static ReadRecord Read(string kind, string data) => RecordReader.Read(
        Json.Of($$"""{"key":"K","kind":"{{kind}}","caseNo":"A-1","occurredAt":"2026-11-20T09:30:00+08:00","data":{{data}}}"""), "mz", new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.FromHours(8)));
}
