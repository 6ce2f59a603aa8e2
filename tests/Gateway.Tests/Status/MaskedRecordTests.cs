using System.Text.Json.Nodes;
using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Status;

public sealed class MaskedRecordTests(OneHall one) : IClassFixture<OneHall>
{
    [Fact]
    public async Task A_record_is_shown_with_masks()
    {
        var sent = Samples.Accepted("masked-1").WithApplicant("legalRepresentative", "示例丁");
        sent["data"]!["agent"] = new JsonObject { ["name"] = "示例丙", ["idType"] = "citizenId", ["idNumber"] = Samples.PersonId, ["mobile"] = "10087654321" };

        var data = (await ReadBackAsync(sent))["data"]!;

        Assert.Equal(("示*", "990***********0014", "100****5678", "示例县*", "示*"), (Text(data, "applicant.name"), Text(data, "applicant.idNumber"), Text(data, "applicant.mobile"), Text(data, "applicant.address"), Text(data, "applicant.legalRepresentative")));
        Assert.Equal(("示*", "990***********0014", "100****4321"), (Text(data, "agent.name"), Text(data, "agent.idNumber"), Text(data, "agent.mobile")));
        Assert.Equal(("示*", "示*"), (Text(data, "acceptedBy"), Text(data, "title")));
        Assert.Equal(("window", Samples.Matter, "申请表", "paper"), (Text(data, "channel"), Text(data, "matterCode"), (string?)data["materials"]![0]!["name"], (string?)data["materials"]![0]!["form"]));
        Assert.Equal(1, (int)data["materials"]![0]!["copies"]!);
    }

    [Fact]
    public async Task A_firms_name_and_code_are_shown()
    {
        var sent = Samples.Accepted("masked-2").WithApplicant("type", "enterprise").WithApplicant("idType", "uscc").WithApplicant("idNumber", "11990001990000113L").WithApplicant("name", "示例有限公司");

        var data = (await ReadBackAsync(sent))["data"]!;

        Assert.Equal(("示例有限公司", "11990001990000113L", "100****5678"), (Text(data, "applicant.name"), Text(data, "applicant.idNumber"), Text(data, "applicant.mobile")));
    }

    [Theory]
    [InlineData("data", "phone")]
    [InlineData("data", "name")]
    [InlineData("data", "number")]
    [InlineData("data", "value")]
    [InlineData("data", "idType")]
    [InlineData("data", "issuer")]
    [InlineData("applicant", "value")]
    [InlineData("applicant", "unit")]
    [InlineData("applicant", "step")]
    [InlineData("applicant", "matterName")]
    [InlineData("record", "name")]
    [InlineData("record", "issuer")]
    [InlineData("record", "basis")]
    [InlineData("record", "data.organisationName")]
    [InlineData("data", "materials.name")]
    public async Task A_member_that_does_not_belong_there_is_hidden_whatever_it_is_called(string holder, string member)
    {
        var sent = Samples.Accepted($"hidden-{holder}-{member}");
        var into = holder switch { "record" => sent, "data" => sent["data"]!, _ => sent["data"]!["applicant"]! };
        into[member] = "示例隐藏人";

        var record = await ReadBackAsync(sent);

        Assert.DoesNotContain("例隐藏人", record.ToJsonString(Readable), StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_is_everything_in_an_object_or_list_nobody_knows_and_a_text_where_an_object_should_be()
    {
        var nested = Samples.Accepted("hidden-nested").WithData("family", new JsonObject { ["name"] = "示例隐藏人", ["key"] = new JsonArray("示例隐藏人") }).With("people", new JsonArray("示例隐藏人", 1));
        var applicant = Samples.Accepted("hidden-applicant").WithData("applicant", "示例隐藏人");
        var list = Samples.Accepted("hidden-list").WithData("materials", new JsonArray("示例隐藏人", new JsonArray("示例隐藏人"))).WithData("agent", new JsonArray(new JsonObject { ["who"] = "示例隐藏人" }));
        var channel = Samples.Accepted("hidden-channel").WithData("channel", new JsonObject { ["who"] = "示例隐藏人" });

        foreach (var sent in new[] { nested, applicant, list, channel })
        {
            Assert.DoesNotContain("例隐藏人", (await ReadBackAsync(sent)).ToJsonString(Readable), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_special_procedure_came_to_is_free_text()
    {
        await one.Hall.Client().PushAsync(Samples.Accepted("free-text"), Samples.Paused("free-text").WithData("basis", "依据示例隐藏人的申请"));

        var resumed = await ReadBackAsync(Samples.Resumed("free-text").WithData("result", "经向示例隐藏人核实"));

        Assert.DoesNotContain("例隐藏人", resumed.ToJsonString(Readable), StringComparison.Ordinal);
        var closed = await ReadBackAsync(Samples.Closed("free-text"));
        Assert.Equal("completed", Text(closed["data"]!, "result"));
    }

    [Fact]
    public async Task A_mapped_record_is_shown_the_same_way()
    {
        var answer = await one.Hall.Client("rs").PostAsync("/v1/intake/rs", """{"bmdm":"rs","sjbh":"flat-1","sjlx":"02","sqrxm":"示例隐藏人","qita":"示例隐藏人"}""");

        var stored = await one.Hall.Client("rs").GetAsync($"/v1/records/{answer.Results[0]["recordId"]}");

        Assert.Equal("示*", Text(stored.Json["record"]!["data"]!, "applicant.name"));
        Assert.DoesNotContain("例隐藏人", stored.Json.ToJsonString(Readable), StringComparison.Ordinal);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private async Task<JsonNode> ReadBackAsync(JsonObject sent)
    {
        var answer = await one.Hall.Client().PushAsync(sent);
        var stored = await one.Hall.Client().GetAsync($"/v1/records/{answer.Results[0]["recordId"]}");
        Assert.True(stored.Status == 200, stored.ToString());
        return stored.Json["record"]!;
    }

    private static string? Text(JsonNode node, string path) => (string?)path.Split('.').Aggregate(node, (at, name) => at[name]!);
}
