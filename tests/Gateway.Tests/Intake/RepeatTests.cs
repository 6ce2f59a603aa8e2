using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake;

public sealed class RepeatTests(OneHall one) : IClassFixture<OneHall>
{
    [Fact]
    public async Task A_repeat_is_a_duplicate_that_says_what_became_of_the_first()
    {
        var first = await PushAsync(Samples.Accepted("repeat-1"));
        var counts = (one.Count("record"), one.Count("journal"));

        var second = await PushAsync(Samples.Accepted("repeat-1"));

        var result = second.Results[0];
        Assert.Equal("duplicate", (string?)result["verdict"]);
        Assert.Equal((string?)first.Results[0]["recordId"], (string?)result["recordId"]);
        Assert.Equal((string?)first.Results[0]["gatewayCaseNo"], (string?)result["gatewayCaseNo"]);
        Assert.Equal(("accepted", "taken"), ((string?)result["first"]!["verdict"], (string?)result["first"]!["state"]));
        Assert.Empty(result["first"]!["errors"]!.AsArray());
        Assert.Equal(counts, (one.Count("record"), one.Count("journal")));
    }

    [Fact]
    public async Task A_repeat_of_a_rejected_record_says_why_that_was()
    {
        var wrong = Samples.Accepted("repeat-rejected").ToJsonString().Replace("990001197001010014", "990001197001010015", StringComparison.Ordinal);
        var first = await PushAsync(JsonNode.Parse(wrong)!.AsObject());

        var second = await PushAsync(JsonNode.Parse(wrong)!.AsObject());

        var said = second.Results[0]["first"]!;
        Assert.Equal(("rejected", "quarantined"), ((string?)said["verdict"], (string?)said["state"]));
        Assert.Equal(first.Results[0]["errors"]!.ToJsonString(), said["errors"]!.ToJsonString());
    }

    [Fact]
    public async Task A_repeat_in_the_same_call_is_one_too()
    {
        var answer = await PushAsync(Samples.Accepted("repeat-twice"), Samples.Accepted("repeat-twice"));

        Assert.Equal(["accepted", "duplicate"], answer.Verdicts);
    }

    [Fact]
    public async Task Members_in_another_order_numbers_and_escapes_in_another_form_are_the_same_content()
    {
        var record = Samples.Accepted("repeat-form");
        record["data"]!["extra"] = new JsonObject { ["b"] = "NUMBER", ["a"] = "办" };
        await SendAsync(record.ToJsonString().Replace("\"NUMBER\"", "1", StringComparison.Ordinal));
        var turned = new JsonObject(record.Reverse().Select(pair => KeyValuePair.Create(pair.Key, pair.Key == "data" ? Turned(pair.Value!) : pair.Value?.DeepClone())));

        var answers = new List<Answer>();
        foreach (var number in new[] { "1.0", "1e0", "10E-1" })
        {
            answers.Add(await SendAsync(turned.ToJsonString(Plain).Replace("\"NUMBER\"", number, StringComparison.Ordinal)));
        }

        Assert.All(answers, answer => Assert.Equal(["duplicate"], answer.Verdicts));
    }

    [Fact]
    public async Task A_record_that_says_it_is_not_deleted_says_nothing_new()
    {
        await PushAsync(Samples.Accepted("repeat-not-deleted"));
        var record = Samples.Accepted("repeat-not-deleted");
        (record["deleted"], record["department"]) = (false, "mz");

        Assert.Equal(["duplicate"], (await PushAsync(record)).Verdicts);
    }

    [Fact]
    public async Task Other_content_under_the_same_version_is_kept_as_a_conflict_and_changes_nothing()
    {
        await PushAsync(Samples.Accepted("conflict-1"));
        var other = Samples.Accepted("conflict-1");
        other["data"]!["title"] = "示例另一标题";

        var answer = await PushAsync(other);

        Assert.Equal(["conflict"], answer.Verdicts);
        var stored = await one.Hall.Client().GetAsync($"/v1/records/{answer.Results[0]["recordId"]}");
        Assert.Equal(("conflict", "conflict"), ((string?)stored.Json["verdict"], (string?)stored.Json["state"]));
        Assert.Equal(["duplicate"], (await PushAsync(Samples.Accepted("conflict-1"))).Verdicts);
        Assert.Equal(["conflict"], (await PushAsync(other.DeepClone().AsObject())).Verdicts);
        Assert.Single((await one.Hall.Client().GetAsync("/v1/cases?no=conflict-1")).Json["timeline"]!.AsArray());
    }

    [Fact]
    public async Task A_lower_version_comes_too_late()
    {
        var second = Samples.Accepted("superseded-1");
        second["version"] = 2;
        Assert.Equal(["accepted"], (await PushAsync(second)).Verdicts);

        var first = await PushAsync(Samples.Accepted("superseded-1"));
        var again = await PushAsync(Samples.Accepted("superseded-1"));

        Assert.Equal(["superseded"], first.Verdicts);
        var stored = await one.Hall.Client().GetAsync($"/v1/records/{first.Results[0]["recordId"]}");
        Assert.Equal("superseded", (string?)stored.Json["state"]);
        Assert.Equal(["duplicate"], again.Verdicts);
        Assert.Equal("superseded", (string?)again.Results[0]["first"]!["state"]);
    }

    [Theory]
    [InlineData("1", "0")]
    [InlineData("1", "1.5")]
    [InlineData("1", "\"2\"")]
    [InlineData("1", "99999999999")]
    public async Task What_is_no_version_is_rejected_whatever_came_before(string first, string wrong)
    {
        var record = Samples.Accepted($"version-{wrong.Trim('"')}");
        record["version"] = "VERSION";
        await SendAsync(record.ToJsonString().Replace("\"VERSION\"", first, StringComparison.Ordinal));

        var answer = await SendAsync(record.ToJsonString().Replace("\"VERSION\"", wrong, StringComparison.Ordinal));

        Assert.Equal(["rejected"], answer.Verdicts);
        Assert.Contains(answer.Results[0]["errors"]!.AsArray(), error => (string?)error!["field"] == "version");
    }

    [Fact]
    public async Task A_higher_version_of_a_rejected_record_takes_its_place()
    {
        var wrong = Samples.Accepted("replaced-1");
        wrong["data"]!["applicant"]!["idNumber"] = "990001197001010015";
        await PushAsync(wrong);
        var right = Samples.Accepted("replaced-1");
        right["version"] = 2;

        Assert.Equal(["accepted"], (await PushAsync(right)).Verdicts);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonObject Turned(JsonNode value) => new(value.AsObject().Reverse().Select(pair => KeyValuePair.Create(pair.Key, pair.Value is JsonObject inner ? Turned(inner) : pair.Value?.DeepClone())));

    private Task<Answer> PushAsync(params JsonObject[] records) => one.Hall.Client().PushAsync(records);

    private Task<Answer> SendAsync(string record) => one.Hall.Client().PostAsync("/v1/records", $$"""{"records":[{{record}}]}""");
}
