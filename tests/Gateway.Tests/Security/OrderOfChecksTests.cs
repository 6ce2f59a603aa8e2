using System.Net.Http.Headers;

namespace ServiceHall.Gateway.Tests.Security;

public sealed class OrderOfChecksTests(OneHall one) : IClassFixture<OneHall>
{
    private static readonly byte[] Garbage = "{"u8.ToArray();

    [Theory]
    [InlineData("/v1/records")]
    [InlineData("/nowhere")]
    public async Task Too_large_by_its_length_comes_first(string target)
    {
        var (status, text) = await RawCall.SendAsync(one.Hall.Url, $"POST {target} HTTP/1.1\nContent-Length: 9437184");

        Assert.Equal(413, status);
        Assert.Contains("caller.body-too-large", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/v1/nowhere")]
    [InlineData("DELETE", "/v1/records")]
    [InlineData("POST", "/v1/records")]
    public async Task Then_who_is_calling(string method, string target)
    {
        var answer = await one.Hall.Client().SendAsync(new HttpMethod(method), target, [], request => request.Headers.Clear());

        Assert.Equal((401, "caller.not-signed"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/v1/nowhere")]
    [InlineData("GET", "/v1/records/1/2")]
    [InlineData("POST", "/v1/intake/nope")]
    [InlineData("POST", "/v1/intake/")]
    public async Task Then_whether_there_is_such_a_path(string method, string target)
    {
        var answer = await one.Hall.Client("operator").SendAsync(new HttpMethod(method), target, method == "POST" ? Garbage : []);

        Assert.Equal((404, "caller.no-such-path"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("DELETE", "/v1/records", "POST")]
    [InlineData("GET", "/v1/records", "POST")]
    [InlineData("PUT", "/v1/cases", "GET")]
    [InlineData("GET", "/v1/intake/rs", "POST")]
    [InlineData("PUT", "/v1/records:validate", "POST")]
    [InlineData("GET", "/v1/intake/rs:dryRun", "POST")]
    public async Task Then_whether_it_takes_that_method(string method, string target, string allowed)
    {
        var answer = await one.Hall.Client("operator").SendAsync(new HttpMethod(method), target, []);

        Assert.Equal((405, "caller.method"), (answer.Status, answer.Code));
        Assert.Equal([allowed], answer.Message.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("operator", "/v1/records")]
    [InlineData("province", "/v1/records")]
    [InlineData("operator", "/v1/intake/rs")]
    [InlineData("province", "/v1/intake/rs")]
    [InlineData("operator", "/v1/records:validate")]
    [InlineData("operator", "/v1/intake/rs:dryRun")]
    public async Task Then_whether_the_caller_may(string client, string target)
    {
        var answer = await one.Hall.Client(client).SendAsync(HttpMethod.Post, target, Garbage, Typed("text/plain"));

        Assert.Equal((403, "caller.not-yours"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Then_the_type_of_the_body_and_last_the_body()
    {
        var typed = await one.Hall.Client().SendAsync(HttpMethod.Post, "/v1/records", Garbage, Typed("text/plain"));
        var untyped = await one.Hall.Client().SendAsync(HttpMethod.Post, "/v1/records", Garbage, request => request.Content!.Headers.ContentType = null);
        var malformed = await one.Hall.Client().SendAsync(HttpMethod.Post, "/v1/records", Garbage);

        Assert.Equal((415, "caller.content-type"), (typed.Status, typed.Code));
        Assert.Equal((415, "caller.content-type"), (untyped.Status, untyped.Code));
        Assert.Equal((400, "caller.body-malformed"), (malformed.Status, malformed.Code));
        Assert.Equal(0, one.Count("record"));
    }

    [Fact]
    public async Task Whether_the_gateway_lives_anybody_may_ask()
    {
        var answer = await one.Hall.Client().SendAsync(HttpMethod.Get, "/healthz/live", [], request => request.Headers.Clear());

        Assert.Equal(200, answer.Status);
    }

    private static Action<HttpRequestMessage> Typed(string type) => request => request.Content!.Headers.ContentType = new MediaTypeHeaderValue(type);
}
