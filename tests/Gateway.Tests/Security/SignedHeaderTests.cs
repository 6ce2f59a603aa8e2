using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Security;

public sealed class SignedHeaderTests(OneHall one) : IClassFixture<OneHall>
{
    private const string Target = "/v1/cases?no=nobody";

    [Fact]
    public async Task A_call_that_is_signed_comes_through()
    {
        var answer = await one.Hall.Client().GetAsync(Target);

        Assert.Equal("caller.no-such-case", answer.Code);
    }

    [Theory]
    [InlineData("X-ServiceHall-Key")]
    [InlineData("X-ServiceHall-Timestamp")]
    [InlineData("X-ServiceHall-Nonce")]
    [InlineData("X-ServiceHall-Signature")]
    public async Task A_header_that_is_missing_or_empty_is_no_signature(string header)
    {
        var missing = await ChangedAsync(request => request.Headers.Remove(header));
        var empty = await ChangedAsync(request => Replace(request, header, ""));

        Assert.All([missing, empty], answer => Assert.Equal((401, "caller.not-signed"), (answer.Status, answer.Code)));
    }

    [Theory]
    [InlineData("X-ServiceHall-Key")]
    [InlineData("X-ServiceHall-Timestamp")]
    [InlineData("X-ServiceHall-Nonce")]
    [InlineData("X-ServiceHall-Signature")]
    public async Task A_header_that_is_there_twice_is_no_signature(string header)
    {
        var headers = RawCall.Headers("mz", TestHall.Secret, "GET", Target);
        var twice = headers.Split('\n').Single(line => line.StartsWith(header, StringComparison.Ordinal));

        var (status, text) = await RawCall.SendAsync(one.Hall.Url, $"GET {Target} HTTP/1.1\n{headers}\n{twice}");

        Assert.Equal(401, status);
        Assert.Contains("caller.not-signed", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-ServiceHall-Timestamp", "soon")]
    [InlineData("X-ServiceHall-Timestamp", "-1")]
    [InlineData("X-ServiceHall-Timestamp", "1e12")]
    [InlineData("X-ServiceHall-Timestamp", "99999999999999999999")]
    [InlineData("X-ServiceHall-Nonce", "123456789012345")]
    [InlineData("X-ServiceHall-Nonce", "12345678901234567890123456789012345678901234567890123456789012345")]
    [InlineData("X-ServiceHall-Nonce", "0123456789abcde+")]
    [InlineData("X-ServiceHall-Nonce", "0123456789abcde=")]
    public async Task A_malformed_timestamp_or_nonce_is_no_signature(string header, string value)
    {
        var answer = await ChangedAsync(request => Replace(request, header, value));

        Assert.Equal((401, "caller.not-signed"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task An_unknown_key_is_answered_byte_for_byte_as_a_wrong_signature()
    {
        var unknown = await one.Hall.Client("no-such-client").GetAsync(Target);
        var wrong = await ChangedAsync(request => Replace(request, "X-ServiceHall-Signature", new string('0', 64)));

        Assert.Equal((401, "caller.signature-wrong"), (wrong.Status, wrong.Code));
        Assert.Equal(wrong.ToString(), unknown.ToString());
    }

    [Fact]
    public async Task A_signature_of_other_bytes_is_wrong()
    {
        var mz = one.Hall.Client();
        var answer = await mz.SendAsync(HttpMethod.Post, "/v1/records", """{"records":[]}"""u8.ToArray(), request => request.Content = new StringContent("""{"records":[{}]}"""));

        Assert.Equal((401, "caller.signature-wrong"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(-301)]
    public async Task A_clock_more_than_five_minutes_off_is_refused(int seconds)
    {
        var mz = one.Hall.Client();
        mz.Clock = () => TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(seconds);

        var answer = await mz.GetAsync(Target);

        Assert.Equal((401, "caller.clock-off"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(295)]
    [InlineData(-295)]
    public async Task A_clock_less_than_five_minutes_off_is_not(int seconds)
    {
        var mz = one.Hall.Client();
        mz.Clock = () => TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(seconds);

        var answer = await mz.GetAsync(Target);

        Assert.Equal("caller.no-such-case", answer.Code);
    }

    [Fact]
    public async Task A_refusal_is_a_problem_with_a_stable_code_and_a_chinese_detail()
    {
        var answer = await ChangedAsync(request => request.Headers.Clear());

        Assert.Equal("application/problem+json", answer.Message.Content.Headers.ContentType!.MediaType);
        Assert.Equal(401, (int)answer.Json["status"]!);
        Assert.Contains((string)answer.Json["detail"]!, c => c > '一');
    }

    private Task<Answer> ChangedAsync(Action<HttpRequestMessage> change) => one.Hall.Client().SendAsync(HttpMethod.Get, Target, [], change);

    private static void Replace(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
    }
}
