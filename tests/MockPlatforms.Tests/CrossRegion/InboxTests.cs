using System.Net;

namespace ServiceHall.MockPlatforms.Tests.CrossRegion;

public sealed class InboxTests
{
    [Fact]
    public async Task Two_counties_exchange_and_a_third_sees_nothing()
    {
        await using var exchange = await Exchange.StartAsync();
        County one = exchange.County("990001"), two = exchange.County("990002");

        await one.PushAsync(one.Package(1));
        await two.PushAsync(two.Package(1, "990001", kind: "status"));
        await one.PushAsync(one.Package(1, requestNo: "R-2"));

        Assert.Equal(["1 R-1 990001 1", "2 R-2 990001 1"], await two.InboxAsync());
        Assert.Equal(["1 R-1 990002 1"], await one.InboxAsync());
        Assert.Empty(await exchange.County("990003").InboxAsync("?after=0"));
        Assert.Equal("甲", (await two.PageAsync()).GetProperty("packages")[0].GetProperty("content").GetProperty("matter").GetString());
    }

    [Fact]
    public async Task Pages_go_on_with_next()
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");
        for (var n = 1; n <= 3; n++)
        {
            await sender.PushAsync(sender.Package(n));
        }

        var reader = exchange.County("990002");
        Assert.Equal(2, (await reader.PageAsync("?after=0&limit=2")).GetProperty("next").GetInt32());
        Assert.Equal(["3 R-1 990001 3"], await reader.InboxAsync("?after=2&limit=2"));
        Assert.Equal(3, (await reader.PageAsync("?after=3")).GetProperty("next").GetInt32());
    }

    [Fact]
    public async Task Who_waits_is_woken_by_what_comes()
    {
        // Who is not woken here waits for ever.
        await using var exchange = await Exchange.StartAsync(new NoTimers());
        var sender = exchange.County("990001");

        var waiting = exchange.County("990002").InboxAsync("?after=0&wait=30");
        await sender.PushAsync(sender.Package(1, "990003"));
        Assert.False(waiting.IsCompleted);
        await sender.PushAsync(sender.Package(2));

        Assert.Equal(["1 R-1 990001 2"], await waiting);
    }

    [Fact]
    public async Task What_was_confirmed_is_passed_over_and_nothing_takes_it_back()
    {
        await using var exchange = await Exchange.StartAsync();
        County sender = exchange.County("990001"), reader = exchange.County("990002");
        for (var n = 1; n <= 3; n++)
        {
            await sender.PushAsync(sender.Package(n));
        }

        await reader.ConfirmAsync(2);
        await reader.ConfirmAsync(1);
        await exchange.RestartAsync();

        Assert.Equal(["3 R-1 990001 3"], await reader.InboxAsync());
        Assert.Equal(3, (await reader.InboxAsync("?after=0")).Length);
    }

    [Theory]
    [InlineData("{\"place\":2}")]
    [InlineData("{\"place\":-1}")]
    [InlineData("{\"place\":\"1\"}")]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task A_place_that_is_none_is_400(string body)
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");
        await sender.PushAsync(sender.Package(1));

        using var response = await exchange.County("990002").PostAsync("inbox:received", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Single(await exchange.County("990002").InboxAsync());
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=501")]
    [InlineData("wait=31")]
    [InlineData("after=-1")]
    [InlineData("after=x")]
    public async Task A_query_out_of_bounds_is_400(string query)
    {
        await using var exchange = await Exchange.StartAsync();

        using var response = await exchange.County("990001").SendAsync(HttpMethod.Get, $"inbox?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    /// <summary>The machine's clock, of which no timer ever rings.</summary>
    private sealed class NoTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
