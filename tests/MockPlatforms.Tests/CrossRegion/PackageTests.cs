using System.Net;
using System.Text.Json.Nodes;

namespace ServiceHall.MockPlatforms.Tests.CrossRegion;

public sealed class PackageTests
{
    [Fact]
    public async Task Sequences_have_no_gap_and_a_repeat_gets_the_first_receipt()
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");

        Assert.Equal("R0101", (await sender.PushAsync(sender.Package(2))).Code);
        var first = await sender.PushAsync(sender.Package(1));
        var gap = await sender.PushAsync(sender.Package(3));
        var repeat = await sender.PushAsync(sender.Package(1));
        var second = await sender.PushAsync(sender.Package(2, kind: "status"));

        Assert.Equal(("0", "R0101", "0"), (first.Code, gap.Code, second.Code));
        Assert.Contains("2", gap.Text, StringComparison.Ordinal);
        Assert.Equal(("0", first.No, "已存在"), repeat);
        Assert.NotEqual(first.No, second.No);
        Assert.Equal(["990001 1 application", "990001 2 status"], await exchange.TakenAsync());
    }

    [Theory]
    [InlineData("kind", "\"status\"")]
    [InlineData("to", "[\"990003\"]")]
    [InlineData("content", "{\"matter\":\"乙\"}")]
    public async Task The_same_sequence_with_other_content_is_refused_and_changes_nothing(string member, string value)
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");
        var package = sender.Package(1);
        await sender.PushAsync(package);

        package[member] = JsonNode.Parse(value);

        Assert.Equal(("R0102", ""), (await sender.PushAsync(package)) is var (code, no, _) ? (code, no) : default);
        Assert.Equal(["990001 1 application"], await exchange.TakenAsync());
        Assert.Empty(await exchange.County("990003").InboxAsync());
    }

    [Theory]
    [InlineData("990009")]
    [InlineData("990001")]
    public async Task A_county_that_is_unknown_or_the_sender_itself_is_refused(string to)
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");

        Assert.Equal("R0103", (await sender.PushAsync(sender.Package(1, to))).Code);
        Assert.Empty(await exchange.TakenAsync());
    }

    [Theory]
    [InlineData("requestNo", "\"\"")]
    [InlineData("requestNo", "7")]
    [InlineData("from", "\"990002\"")]
    [InlineData("from", null)]
    [InlineData("sequence", "0")]
    [InlineData("sequence", "1.5")]
    [InlineData("sequence", "\"1\"")]
    [InlineData("to", "[]")]
    [InlineData("to", "\"990002\"")]
    [InlineData("to", "[\"990002\",\"990002\"]")]
    [InlineData("kind", "\"other\"")]
    [InlineData("content", "null")]
    [InlineData("content", "[]")]
    [InlineData("files", "{}")]
    [InlineData("files", "[{\"digest\":\"AB\",\"size\":1,\"name\":\"a\"}]")]
    [InlineData("more", "1")]
    public async Task A_field_that_is_missing_or_malformed_is_named(string member, string? value)
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");
        var package = sender.Package(1);
        package.Remove(member);
        if (value is not null)
        {
            package[member] = JsonNode.Parse(value);
        }

        var (code, _, text) = await sender.PushAsync(package);

        Assert.Equal("R0201", code);
        Assert.Contains($" {member}", text, StringComparison.Ordinal);
        Assert.Empty(await exchange.TakenAsync());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{\"from\":\"1\",\"from\":\"2\"}")]
    [InlineData("{\"content\":\"\\ud800\"}")]
    public async Task A_body_that_is_no_JSON_object_is_400(string body)
    {
        await using var exchange = await Exchange.StartAsync();

        using var response = await exchange.County("990001").PostAsync("packages", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Another_countys_token_is_401_and_so_is_the_one_windows_caller()
    {
        await using var exchange = await Exchange.StartAsync();

        foreach (var stranger in new[] { exchange.County("990001", "token-990002"), exchange.County("990009"), exchange.County("sample-hall", Province.Token) })
        {
            using var response = await stranger.SendAsync(HttpMethod.Get, "inbox");
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Fact]
    public async Task Many_pushers_of_one_request_leave_no_gap_and_take_no_place_twice()
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");

        // Each pushes all sequences in turn: whoever is first with one has it taken, the others repeat it.
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            for (var sequence = 1; sequence <= 30; sequence++)
            {
                Assert.Equal("0", (await sender.PushAsync(sender.Package(sequence))).Code);
            }
        }));

        Assert.Equal(Enumerable.Range(1, 30).Select(n => $"{n} R-1 990001 {n}"), await exchange.County("990002").InboxAsync("?limit=500"));
        Assert.Equal(Enumerable.Range(1, 30).Select(n => $"990001 {n} application"), await exchange.TakenAsync());
    }

    [Fact]
    public async Task Of_many_contents_for_one_sequence_one_is_taken()
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");

        var codes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
        {
            var package = sender.Package(1);
            package["content"] = new JsonObject { ["n"] = n };
            return (await sender.PushAsync(package)).Code;
        }));

        Assert.Single(codes, code => code == "0");
        Assert.Equal(19, codes.Count(code => code == "R0102"));
    }
}
