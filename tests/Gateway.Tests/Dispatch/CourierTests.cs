using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Tests;

namespace ServiceHall.Gateway.Tests.Dispatch;

public sealed class CourierTests
{
    public static TheoryData<int, string, string> Answers { get; } = new()
    {
        { 200, Custom(1, """{"row_guid":"a","receiptNo":"R"}"""), "confirmed" },
        { 200, Custom(2, "", """{"row_guid":"a","code":"E0203"}"""), "refused" },
        { 200, Custom(0, "", """{"row_guid":"a","code":"E0900"}"""), "batchRefused" },
        { 200, Custom(9), "stopped" },
        { 200, """{"status":{"code":500},"custom":{"code":1}}""", "stopped" },
        { 429, "", "away" },
        { 503, "", "away" },
        { 401, "", "stopped" },
        { 403, "", "stopped" },
        { 400, "", "stopped" },
        { 500, "", "unknown" },
        { 502, "", "unknown" },
        { 504, "", "unknown" },
        { 302, "", "unknown" },
        { 200, "", "unknown" },
        { 200, "<html></html>", "unknown" },
        { 200, "{}", "unknown" },
        { 200, "[1]", "unknown" },
        { 200, """{"status":{"code":200},"custom":{"code":"1"}}""", "unknown" },
        { 200, """{"status":{"code":200},"custom":{"code":99999999999}}""", "unknown" },
        { 200, Custom(1, "1"), "unknown" },
        { 200, Custom(1, "{}"), "unknown" },
        { 200, Custom(2, "", """{"row_guid":null}"""), "unknown" },
        { 200, Custom(1, """{"row_guid":"\uD800"}"""), "unknown" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_means_what_the_contract_says(int status, string body, string outcome)
    {
        var said = await PostAsync((_, _) => Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) }));

        Assert.Equal(outcome, Settle.Word(said));
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, "away")]
    [InlineData(HttpRequestError.NameResolutionError, "away")]
    [InlineData(HttpRequestError.SecureConnectionError, "away")]
    [InlineData(HttpRequestError.ResponseEnded, "unknown")]
    [InlineData(HttpRequestError.Unknown, "unknown")]
    public async Task A_connection_that_never_was_is_away_and_one_that_broke_is_unknown(HttpRequestError error, string outcome)
    {
        var said = await PostAsync((_, _) => throw new HttpRequestException(error));

        Assert.Equal(outcome, Settle.Word(said));
    }

    [Fact]
    public async Task Retry_after_is_read_in_seconds()
    {
        var said = await PostAsync((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7)) } }));

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.IsType<Outcome.Away>(said).RetryAfter);
    }

    [Fact]
    public async Task No_answer_in_time_is_unknown()
    {
        var time = new ManualTime();
        var posting = PostAsync(
            async (_, cancellationToken) =>
            {
                await new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(cancellationToken);
                return new HttpResponseMessage();
            },
            time);

        await Soon.ItHoldsAsync(() => time.Waiting > 0);
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("unknown", Settle.Word(await posting));
    }

    [Fact]
    public async Task A_platforms_own_text_is_in_no_reason()
    {
        var said = await PostAsync((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"status":{"code":200},"custom":{"code":0,"text":"示例甲 990001197001010014","errors":[]}}""", Encoding.UTF8) }));

        Assert.DoesNotContain("示例甲", Settle.Why(said), StringComparison.Ordinal);
    }

    private static string Custom(int code, string rows = "", string errors = "") => $$$"""{"status":{"code":200,"text":"ok"},"custom":{"code":{{{code}}},"text":"","rows":[{{{rows}}}],"errors":[{{{errors}}}]}}""";

    private static async Task<Outcome> PostAsync(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer, TimeProvider? time = null)
    {
        using var handler = new Province(answer);
        var settings = new OneWindowSettings { BaseUrl = "http://province", PaasId = "hall", Token = "token" };
        settings.Resilience.Retry.Delay = TimeSpan.FromMilliseconds(1);
        using var http = PlatformPipeline.Open(settings, handler, time ?? TimeProvider.System);
        return await new Courier(settings, http, time ?? TimeProvider.System).PostAsync("up_pro_accept", [1], CancellationToken.None);
    }

    /// <summary>A province that answers as the test says.</summary>
    private sealed class Province(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(request, cancellationToken);
    }
}
