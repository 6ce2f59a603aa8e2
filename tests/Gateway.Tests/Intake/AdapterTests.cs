using System.Text;
using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake;

public sealed class AdapterTests(OneHall one) : IClassFixture<OneHall>
{
    [Fact]
    public async Task A_department_pushes_one_record_of_its_own_format()
    {
        var answer = await PushAsync("rs", "rs", Flat("rs-1").ToJsonString());

        Assert.True(answer.Verdicts is ["accepted"], answer.ToString());
        Assert.Equal("rs-1/accepted", (string?)answer.Results[0]["key"]);
        var status = await one.Hall.Client("rs").GetAsync("/v1/cases?no=rs-1");
        Assert.Equal(("accepted", "示*"), ((string?)status.Json["state"], (string?)status.Json["applicant"]!["name"]));
    }

    [Fact]
    public async Task A_repeat_is_told_by_the_named_cells_and_not_by_their_order()
    {
        await PushAsync("rs", "rs", Flat("rs-2").ToJsonString());

        var turned = new JsonObject(Flat("rs-2").Reverse().Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        var again = await PushAsync("rs", "rs", turned.ToJsonString());

        Assert.Equal(["duplicate"], again.Verdicts);
    }

    [Fact]
    public async Task A_department_with_arrays_gets_a_result_an_item()
    {
        var answer = await PushAsync("sj", "sj", """[{"eventId":"sj-1","source":{"department":"sj"}},{"eventId":"sj-2","source":{"department":"sj"}}]""");

        Assert.Equal(["sj-1", "sj-2"], answer.Results.Select(result => (string?)result["key"]));
        Assert.Equal(["rejected", "rejected"], answer.Verdicts);
    }

    [Fact]
    public async Task A_record_of_another_department_is_not_kept()
    {
        var before = one.Count("record");

        var foreign = await PushAsync("sj", "rs", Flat("rs-3").ToJsonString());
        var nobodys = await PushAsync("rs", "rs", Flat("rs-4").With("bmdm", null).ToJsonString());

        Assert.Equal(["caller.not-yours"], foreign.Rules);
        Assert.Equal(["field.required"], nobodys.Rules);
        Assert.Equal("department", (string?)nobodys.Results[0]["errors"]![0]!["field"]);
        Assert.Equal(before, one.Count("record"));
    }

    [Theory]
    [InlineData("rs", "[]")]
    [InlineData("rs", "[{}]")]
    [InlineData("rs", "{} {}")]
    [InlineData("rs", """{"a":1,"a":2}""")]
    [InlineData("rs", "")]
    [InlineData("sj", "{}")]
    [InlineData("sj", "[]")]
    [InlineData("sj", "[1]")]
    [InlineData("sj", "[{},]")]
    public async Task A_body_of_another_shape_is_refused_whole(string adapter, string body)
    {
        var before = one.Count("record");

        var answer = await PushAsync(adapter, adapter, body);

        Assert.Equal((400, "caller.body-malformed"), (answer.Status, answer.Code));
        Assert.Equal(before, one.Count("record"));
    }

    [Fact]
    public async Task So_is_one_in_another_encoding()
    {
        var answer = await one.Hall.Client("rs").SendAsync(HttpMethod.Post, "/v1/intake/rs", [0x7B, 0x22, 0xB0, 0xEC, 0x22, 0x3A, 0x31, 0x7D]);

        Assert.Equal((400, "caller.body-malformed"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Half_a_character_in_a_name_or_a_value_concerns_that_record_alone()
    {
        var answer = await PushAsync("sj", "sj", """[{"eventId":"sj-half","source":{"department":"sj"},"\uD800":1},{"eventId":"sj-half-2","source":{"department":"sj"},"x":"\uD800"}]""");

        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal(["rejected", "rejected"], answer.Verdicts);
    }

    [Fact]
    public async Task A_thousand_and_one_items_are_too_many()
    {
        var answer = await PushAsync("sj", "sj", $"[{string.Join(',', Enumerable.Repeat("{}", 1001))}]");

        Assert.Equal((413, "caller.too-many-records"), (answer.Status, answer.Code));
    }

    internal static JsonObject Flat(string caseNo) => new()
    {
        ["bmdm"] = "rs", ["sjbh"] = $"{caseNo}/accepted", ["sjlx"] = "02", ["ywbh"] = caseNo, ["fssj"] = "20260615090000",
        ["sxbm"] = "11990001990000121F4990500023000", ["sqbt"] = "示例补贴申领", ["sqfs"] = "1", ["sqrlx"] = "1", ["sqrxm"] = "示例乙", ["sqrzjhm"] = Samples.PersonId,
        ["bjlx"] = "2", ["sqsj"] = "20260615085900", ["blr"] = "示例经办四", ["jgdm"] = "11990001990000121F", ["jgmc"] = "示例县人力资源和社会保障局",
    };

    private Task<Answer> PushAsync(string client, string adapter, string body) => one.Hall.Client(client).SendAsync(HttpMethod.Post, $"/v1/intake/{adapter}", Encoding.UTF8.GetBytes(body));
}
