namespace ServiceHall.Gateway.Tests.Operators;

public sealed class WhoAndWhyTests(OneHall one) : IClassFixture<OneHall>
{
    private const string NoRecord = "01900000-0000-7000-8000-000000000000";

    public static TheoryData<string> Lists { get; } = ["/v1/quarantine", "/v1/conflicts", "/v1/parked", "/v1/lanes"];

    public static TheoryData<string> Verbs { get; } =
    [
        "/v1/records:rejudge", $"/v1/records/{NoRecord}:discard", $"/v1/records/{NoRecord}:resend", $"/v1/records/{NoRecord}:accept-conflict", "/v1/platforms/one-window:stop",
        "/v1/platforms/one-window:start",
    ];

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Nobody_but_an_operator_sees_what_is_stuck(string list)
    {
        foreach (var client in new[] { "mz", "province" })
        {
            var answer = await one.Hall.Client(client).GetAsync(list);
            Assert.Equal((403, "caller.not-yours"), (answer.Status, answer.Code));
        }

        Assert.Equal(200, (await one.Hall.Operator().GetAsync(list)).Status);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Nobody_but_an_operator_orders_anything(string verb)
    {
        foreach (var client in new[] { "mz", "province" })
        {
            var answer = await one.Hall.Client(client).PostAsync(verb, """{"reason":"x"}""");
            Assert.Equal((403, "caller.not-yours"), (answer.Status, answer.Code));
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Nothing_is_done_without_a_reason(string verb)
    {
        var before = one.Hall.Everything();

        foreach (var body in new[] { "{}", """{"reason":""}""", """{"reason":"  "}""", """{"reason":null}""", $$"""{"reason":"{{new string('因', 501)}}"}""" })
        {
            var answer = await one.Hall.Operator().PostAsync(verb, body);
            Assert.True((answer.Status, answer.Code) == (400, "caller.reason-missing"), answer.ToString());
        }

        Assert.Equal(before, one.Hall.Everything());
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_body_that_says_something_else_is_refused_whole(string verb)
    {
        foreach (var body in new[] { "[]", "{", """{"reason":1}""", """{"reason":"x","dryRun":"yes"}""", """{"reason":"x","rul":"matter.unknown"}""", """{"reason":"x","reason":"y"}""" })
        {
            var answer = await one.Hall.Operator().PostAsync(verb, body);
            Assert.True((answer.Status, answer.Code) == (400, "caller.body-malformed"), $"{body}: {answer}");
        }
    }

    [Fact]
    public async Task What_is_not_there_is_said_to_be_not_there()
    {
        foreach (var verb in new[] { "discard", "resend", "accept-conflict" })
        {
            foreach (var id in new[] { NoRecord, "no-such-id" })
            {
                var answer = await one.Hall.OrderAsync($"/v1/records/{id}:{verb}", verb == "resend" ? new { platform = "one-window" } : null);
                Assert.True((answer.Status, answer.Code) == (404, "caller.no-such-record"), $"{verb} {id}: {answer}");
            }
        }

        Assert.Equal("caller.no-such-platform", (await one.Hall.OrderAsync("/v1/platforms/one-window:stop")).Code);
        Assert.Equal("caller.no-such-record", (await one.Hall.OrderAsync("/v1/records:rejudge", new { recordIds = new[] { NoRecord } })).Code);
        Assert.Equal("caller.no-such-path", (await one.Hall.OrderAsync($"/v1/records/{NoRecord}:forget")).Code);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=ten")]
    [InlineData("after=1")]
    [InlineData("limit=1&limit=2")]
    public async Task A_list_asked_for_wrongly_is_refused(string query)
    {
        foreach (var list in new[] { "/v1/quarantine", "/v1/lanes" })
        {
            var answer = await one.Hall.Operator().GetAsync($"{list}?{query}");
            Assert.Equal((400, "caller.query-malformed"), (answer.Status, answer.Code));
        }
    }
}
