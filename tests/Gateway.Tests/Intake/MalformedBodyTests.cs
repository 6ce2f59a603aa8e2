using System.Text;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake;

public sealed class MalformedBodyTests(OneHall one) : IClassFixture<OneHall>
{
    private static readonly string Record = Samples.Accepted("malformed").ToJsonString();

    public static TheoryData<string, string> Bodies { get; } = new()
    {
        { "nothing", "" },
        { "white space", "  " },
        { "no JSON", "records" },
        { "cut off", $$"""{"records":[{{Record}}""" },
        { "two documents", $$"""{"records":[{{Record}}]}{}""" },
        { "a byte order mark", $$"""{{'\uFEFF'}}{"records":[{{Record}}]}""" },
        { "a member twice", $$"""{"records":[{{Record}}],"records":[]}""" },
        { "a member of a record twice", $$"""{"records":[{"key":"a",{{Record[1..]}}]}""" },
        { "a member twice, once by escape", $$"""{"records":[{"k\u0065y":"a",{{Record[1..]}}]}""" },
        { "a member twice, deep inside", """{"records":[{"key":"a","data":{"applicant":{"name":"a","n\u0061me":"b"}}}]}""" },
        { "65 deep", $$"""{"records":[{"key":"a","data":{{new string('[', 62)}}{{new string(']', 62)}}}]}""" },
        { "a trailing comma", $$"""{"records":[{{Record}},]}""" },
        { "a comment", $$"""{"records":[{{Record}}]/* */}""" },
        { "a number that is none", """{"records":[{"key":"a","version":01}]}""" },
        { "a raw control character in a text", "{\"records\":[{\"key\":\"a\u0001\"}]}" },
        { "an array", $"[{Record}]" },
        { "a record by itself", Record },
        { "no records", "{}" },
        { "records that are null", """{"records":null}""" },
        { "records that are an object", """{"records":{}}""" },
        { "no record", """{"records":[]}""" },
        { "an item that is a text", $$"""{"records":[{{Record}},"a"]}""" },
        { "an item that is null", $$"""{"records":[{{Record}},null]}""" },
        { "an item that is an array", $$"""{"records":[[{{Record}}]]}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_is_not_the_contracts_is_refused_whole(string what, string body)
    {
        Assert.NotEmpty(what);

        var answer = await one.Hall.Client().SendAsync(HttpMethod.Post, "/v1/records", Encoding.UTF8.GetBytes(body), request => request.Content ??= Empty());

        Assert.Equal((400, "caller.body-malformed"), (answer.Status, answer.Code));
        Assert.Equal((0, 0, 0), (one.Count("record"), one.Count("record_key"), one.Count("journal")));
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0xC0)]
    [InlineData(0xED)]
    public async Task So_is_one_that_is_not_utf8(int wrong)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"records":[{{Record.Replace("window", "wind?w", StringComparison.Ordinal)}}]}""");
        body[Array.IndexOf(body, (byte)'?')] = (byte)wrong;

        var answer = await one.Hall.Client().SendAsync(HttpMethod.Post, "/v1/records", body);

        Assert.Equal((400, "caller.body-malformed"), (answer.Status, answer.Code));
        Assert.Equal(0, one.Count("record"));
    }

    [Fact]
    public async Task Sixty_four_deep_is_taken_for_what_it_is()
    {
        await using var hall = await TestHall.StartAsync();
        var answer = await hall.Client().PostAsync("/v1/records", $$"""{"records":[{"key":"deep","data":{{new string('[', 61)}}{{new string(']', 61)}}}]}""");

        Assert.Equal(["rejected"], answer.Verdicts);
        Assert.Equal(1, hall.Count("record"));
    }

    private static ByteArrayContent Empty() => new([]) { Headers = { ContentType = new("application/json") } };
}
