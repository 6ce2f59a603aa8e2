using System.Net;
using ServiceHall.MockPlatforms.OneWindow;

namespace ServiceHall.MockPlatforms.Tests.OneWindow;

public sealed class SignatureTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.FromHours(8));

    /// <summary>The expected value is sha256sum's, of the text written out by hand.</summary>
    [Fact]
    public void The_signature_is_the_digest_of_timestamp_token_nonce_timestamp() =>
        Assert.Equal("1b74a5ac18e6389f7eeb7758a88a9ba039ba1433d2eba902bf8ed4be86ef5488", Signature.Of("1795305600", "sample-token", "0123456789abcdef"));

    [Theory]
    [InlineData("x-tif-paasid", null)]
    [InlineData("x-tif-timestamp", null)]
    [InlineData("x-tif-nonce", null)]
    [InlineData("x-tif-signature", null)]
    [InlineData("x-tif-paasid", "other-hall")]
    [InlineData("x-tif-timestamp", "1795305601")]
    [InlineData("x-tif-nonce", "another")]
    [InlineData("x-tif-signature", "00")]
    public async Task A_call_with_a_header_missing_or_wrong_is_401(string header, string? value)
    {
        await using var province = await Province.StartAsync(new ManualClock(Noon));

        var status = await AskAsync(province, Noon, "n-1", headers =>
        {
            headers.Remove(header);
            if (value is not null)
            {
                headers.Add(header, value);
            }
        });

        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task Upper_case_hex_and_another_token_are_401()
    {
        await using var province = await Province.StartAsync(new ManualClock(Noon));

        var upper = await AskAsync(province, Noon, "n-1", headers =>
        {
            var signature = headers.GetValues("x-tif-signature").Single();
            headers.Remove("x-tif-signature");
            headers.Add("x-tif-signature", signature.ToUpperInvariant());
        });
        var token = await AskAsync(province, Noon, "n-2", token: "other");

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], [upper, token]);
    }

    [Theory]
    [InlineData(-301, HttpStatusCode.Unauthorized)]
    [InlineData(-300, HttpStatusCode.OK)]
    [InlineData(300, HttpStatusCode.OK)]
    [InlineData(301, HttpStatusCode.Unauthorized)]
    public async Task A_timestamp_may_be_off_by_five_minutes(int seconds, HttpStatusCode expected)
    {
        await using var province = await Province.StartAsync(new ManualClock(Noon));

        Assert.Equal(expected, await AskAsync(province, Noon.AddSeconds(seconds), "n-1"));
    }

    [Fact]
    public async Task The_tolerance_is_a_setting()
    {
        await using var province = await Province.StartAsync(new ManualClock(Noon), "--clock-skew=00:00:10");

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(province, Noon.AddSeconds(11), "n-1"));
    }

    [Fact]
    public async Task A_nonce_is_good_once_and_a_wrong_call_does_not_use_it_up()
    {
        var clock = new ManualClock(Noon);
        await using var province = await Province.StartAsync(clock);

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(province, Noon, "n-1", token: "other"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(province, Noon, "n-1"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(province, Noon, "n-1"));
        clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(province, Noon.AddMinutes(9), "n-1"));
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(province, Noon.AddMinutes(11), "n-1"));
    }

    [Fact]
    public async Task An_unsigned_call_learns_nothing_of_tables_and_rows()
    {
        await using var province = await Province.StartAsync();

        using var push = await province.Client.PostAsync("/exchange/v1/up_pro_other", new StringContent("{"));
        using var read = await province.Client.GetAsync("/exchange/v1/up_pro_accept/none");

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], [push.StatusCode, read.StatusCode]);
    }

    private static async Task<HttpStatusCode> AskAsync(
        Province province, DateTimeOffset at, string nonce, Action<System.Net.Http.Headers.HttpRequestHeaders>? spoil = null, string token = Province.Token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/exchange/v1/counts");
        Province.Sign(request, at, nonce, token);
        spoil?.Invoke(request.Headers);
        using var response = await province.Client.SendAsync(request);
        return response.StatusCode;
    }
}
