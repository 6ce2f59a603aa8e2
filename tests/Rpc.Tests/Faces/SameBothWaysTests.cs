using System.Text.Json.Nodes;
using Google.Protobuf;
using ServiceHall.Tests.Hall;
using ServiceHall.Tests.Rpc;

namespace ServiceHall.Rpc.Tests.Faces;

/// <summary>The same sample of every kind over REST and over gRPC: the same verdict, the same stored record, the same case.</summary>
public sealed class SameBothWaysTests
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_record_is_answered_and_stored_alike(string kind)
    {
        await using var hall = await TestHall.StartAsync();
        using var rpc = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);
        var rest = hall.Client();
        foreach (var caseNo in new[] { "甲", "乙" })
        {
            await rest.PushAsync(Before(kind, caseNo));
        }

        var byRest = (await rest.PushAsync(KindSamples.Of(kind, "甲"))).Json["results"]![0]!;
        var byRpc = (await rpc.Intake.PushAsync(new V1.PushRequest { Records = { Messages.RecordOf(KindSamples.Of(kind, "乙")) } })).Results.Single();

        Assert.Equal(Told(byRest), Told(Parse(byRpc)));
        if (byRpc.HasRecordId)
        {
            var (one, other) = (await rest.GetAsync($"/v1/records/{byRest["recordId"]}"), await rest.GetAsync($"/v1/records/{byRpc.RecordId}"));
            Assert.Equal(Told(one.Json), Told(other.Json));
        }

        // And a repeat is known for one, whichever way it came first.
        var again = (await rest.PushAsync(KindSamples.Of(kind, "乙"))).Json["results"]![0]!;
        Assert.Equal(byRpc.HasRecordId ? "duplicate" : byRpc.Verdict, (string?)again["verdict"]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_pulled_is_told_alike(string kind)
    {
        await using var hall = await TestHall.StartAsync();
        using var rpc = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);
        var rest = hall.Client();
        await rest.PushAsync(Before(kind, "甲"));
        var pushed = (await rest.PushAsync(KindSamples.Of(kind, "甲"))).Json["results"]![0]!;

        if (pushed["recordId"] is { } id)
        {
            Same((await rest.GetAsync($"/v1/records/{id}")).Json, await rpc.Status.GetRecordAsync(new V1.GetRecordRequest { RecordId = (string)id! }));
        }

        if (kind.StartsWith("case.", StringComparison.Ordinal))
        {
            Same((await rest.GetAsync("/v1/cases?no=%E7%94%B2")).Json, await rpc.Status.GetCaseAsync(new V1.GetCaseRequest { No = "甲" }));
            Same((await rest.PostAsync("/v1/cases:batchGet", """{"caseNos":["甲","丙"]}""")).Json, await rpc.Status.BatchGetCasesAsync(new V1.BatchGetCasesRequest { CaseNos = { "甲", "丙" } }));
        }

        Same((await rest.GetAsync("/v1/changes?after=&limit=500")).Json, await rpc.Status.ListChangesAsync(new V1.ListChangesRequest { Limit = 500 }));
    }

    public static TheoryData<string> Kinds() => [.. KindSamples.Kinds];

    // What a kind needs to stand before it.
    private static JsonObject[] Before(string kind, string caseNo) => kind switch
    {
        "case.submitted" or "case.accepted" or "crossRegion.submitted" or "issue.raised" => [],
        "case.supplementRequested" or "case.refused" => [KindSamples.Of("case.submitted", caseNo)],
        "case.supplementReceived" => [KindSamples.Of("case.submitted", caseNo), KindSamples.Of("case.supplementRequested", caseNo)],
        "case.resumed" => [KindSamples.Of("case.accepted", caseNo), KindSamples.Of("case.paused", caseNo)],
        "case.delivered" => [KindSamples.Of("case.accepted", caseNo), KindSamples.Of("case.closed", caseNo)],
        _ => [KindSamples.Of("case.accepted", caseNo)],
    };

    private static JsonNode Parse(IMessage message) => JsonNode.Parse(Formatter.Format(message))!;

    // Two cases differ in their numbers, and two records in their ids and keys.
    private static string Told(JsonNode json)
    {
        var text = json.ToJsonString();
        foreach (var name in new[] { "recordId", "gatewayCaseNo", "key" })
        {
            if (json[name] is { } own)
            {
                text = text.Replace(own.ToJsonString(), $"\"{name}\"", StringComparison.Ordinal);
            }
        }

        var plain = JsonNode.Parse(text.Replace("\\u7532", "甲", StringComparison.Ordinal).Replace("\\u4E59", "乙", StringComparison.Ordinal).Replace("乙", "甲", StringComparison.Ordinal))!;
        return Plain(plain)!.ToJsonString();
    }

    private static void Same(JsonNode rest, IMessage rpc) => Assert.Equal(Plain(rest)!.ToJsonString(), Plain(Parse(rpc))!.ToJsonString());

    // A message does not tell null, false, nought and the empty list from what is not there, writes large numbers as text, and has an order of its own.
    private static JsonNode? Plain(JsonNode? json) => json switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key == "rowGuid" ? "row_guid" : member.Key, Plain(member.Value))).Where(member => member.Value is not null).OrderBy(member => member.Key, StringComparer.Ordinal)) is { Count: > 0 } some ? some : null,
        JsonArray items => items.Count == 0 ? null : new JsonArray([.. items.Select(Plain)]),
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag ? JsonValue.Create("true") : null,
        JsonValue value => value.ToString() is "" or "0" ? null : JsonValue.Create(value.ToString()),
        _ => null,
    };
}
