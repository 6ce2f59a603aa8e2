using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Status;

/// <summary>Reading many cases at once, and reading one again that has not changed.</summary>
public sealed class CaseReadTests(OneHall one) : IClassFixture<OneHall>
{
    [Fact]
    public async Task Many_cases_are_read_by_any_of_their_numbers()
    {
        var first = (string)(await one.Hall.Client().PushAsync(Samples.Accepted("batch-1"))).Results[0]["gatewayCaseNo"]!;
        await one.Hall.Client("rs").PushAsync(Samples.Accepted("batch-2"), Samples.Accepted("batch-both"));
        await one.Hall.Client().PushAsync(Samples.Accepted("batch-both"));

        var window = await BatchAsync("window", "batch-2", "batch-1", first, "batch-1", "nobodys", "batch-both");
        var own = await BatchAsync("mz", "batch-2", "batch-1", "batch-both");

        Assert.Equal(["batch-2", "batch-1"], Numbers(window));
        Assert.Equal((await one.Hall.Client().GetAsync("/v1/cases?no=batch-1")).Json.ToJsonString(), window.Json["cases"]![1]!.ToJsonString());
        Assert.Equal(["nobodys"], Words(window, "missing"));
        Assert.Equal(["batch-both"], Words(window, "ambiguous"));
        Assert.Equal(["batch-1", "batch-both"], Numbers(own));
        Assert.Equal(["batch-2"], Words(own, "missing"));
        Assert.Empty(Words(own, "ambiguous"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"caseNos":[]}""")]
    [InlineData("""{"caseNos":"batch-1"}""")]
    [InlineData("""{"caseNos":[1]}""")]
    [InlineData("""{"caseNos":["batch-1"],"caseNos":["batch-1"]}""")]
    [InlineData("""{"caseNos":["batch-1"]""")]
    [InlineData("""{"caseNos":["\ud800"]}""")]
    public async Task A_body_that_names_no_numbers_is_refused(string body)
    {
        var answer = await one.Hall.Client().PostAsync("/v1/cases:batchGet", body);

        Assert.Equal((400, "caller.body-malformed"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Five_hundred_numbers_are_read_and_no_more()
    {
        var most = await BatchAsync("mz", [.. Enumerable.Range(0, 500).Select(i => $"no-{i}")]);
        var more = await BatchAsync("mz", [.. Enumerable.Range(0, 501).Select(i => $"no-{i}")]);

        Assert.Equal(500, Words(most, "missing").Count());
        Assert.Equal((413, "caller.too-many-records"), (more.Status, more.Code));
    }

    [Fact]
    [Trait(TestStore.Trait, "sqlite")]
    public async Task Many_cases_are_read_in_as_few_statements_as_one()
    {
        await using var hall = await TestHall.StartAsync();
        await hall.Client().PushAsync(Enumerable.Range(0, 500).Select(i => Samples.Accepted($"set-{i}")));
        var statements = Statements.Of(hall);

        var many = await BatchAsync(hall.Client(), [.. Enumerable.Range(0, 500).Select(i => $"set-{i}")]);
        var ofMany = statements.Take();
        var single = await hall.Client().GetAsync("/v1/cases?no=set-1");
        var ofOne = statements.Take();

        Assert.Equal((500, 200), (many.Json["cases"]!.AsArray().Count, single.Status));
        Assert.All([ofMany, ofOne], taken => Assert.InRange(taken.Count, 1, 3));
        Assert.Equal(ofOne.Count, ofMany.Count);
    }

    [Theory]
    [InlineData("by number")]
    [InlineData("by path")]
    public async Task A_case_that_has_not_changed_is_not_sent_again(string way)
    {
        var no = $"tag {way}";
        var number = (string)(await one.Hall.Client().PushAsync(Samples.Accepted(no))).Results[0]["gatewayCaseNo"]!;
        var target = way == "by path" ? $"/v1/cases/{number}" : $"/v1/cases?no={Uri.EscapeDataString(no)}";
        var tag = (await one.Hall.Client().GetAsync(target)).Message.Headers.ETag!.ToString();

        var same = await AgainAsync(target, tag);
        var among = await AgainAsync(target, $"\"other\", W/{tag}");
        var other = await AgainAsync(target, "\"other\"");
        await one.Hall.Client().PushAsync(Samples.Step(no));
        var changed = await AgainAsync(target, tag);

        Assert.All([same, among], answer => Assert.Equal((304, 0, tag), (answer.Status, answer.Body.Length, answer.Message.Headers.ETag!.ToString())));
        Assert.Equal((200, tag), (other.Status, other.Message.Headers.ETag!.ToString()));
        Assert.Equal((200, "processing"), (changed.Status, (string?)changed.Json["state"]));
        Assert.NotEqual(tag, changed.Message.Headers.ETag!.ToString());
    }

    private Task<Answer> BatchAsync(string client, params string[] numbers) => BatchAsync(one.Hall.Client(client), numbers);

    private static Task<Answer> BatchAsync(SignedClient client, string[] numbers) =>
        client.PostAsync("/v1/cases:batchGet", new JsonObject { ["caseNos"] = new JsonArray([.. numbers.Select(number => JsonValue.Create(number))]) }.ToJsonString());

    private Task<Answer> AgainAsync(string target, string tag) => one.Hall.Client().SendAsync(HttpMethod.Get, target, [], request => request.Headers.Add("If-None-Match", tag));

    private static IEnumerable<string?> Numbers(Answer answer) => answer.Json["cases"]!.AsArray().Select(@case => (string?)@case!["numbers"]![0]!["value"]);

    private static IEnumerable<string?> Words(Answer answer, string list) => answer.Json[list]!.AsArray().Select(number => (string?)number);
}
