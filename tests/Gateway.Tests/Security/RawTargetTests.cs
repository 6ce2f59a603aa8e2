using System.IO.Compression;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Security;

public sealed class RawTargetTests(OneHall one) : IClassFixture<OneHall>
{
    [Theory]
    [InlineData("/v1/cases?no=%e5%8a%9e")]
    [InlineData("/v1/cases?no=%41%2D1")]
    [InlineData("/v1/cases?no=A-1&issuer=mz")]
    [InlineData("/v1/cases?issuer=mz&no=A-1")]
    [InlineData("/v1/cases?no=a+b%20c&")]
    [InlineData("/v1/%63ases?no=A-1")]
    public async Task The_target_is_signed_as_it_was_sent(string target)
    {
        var (status, text) = await RawCall.SendAsync(one.Hall.Url, $"GET {target} HTTP/1.1\n{RawCall.Headers("mz", TestHall.Secret, "GET", target)}");

        Assert.Equal(404, status);
        Assert.Contains("caller.no-such-case", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/cases?no=%e5%8a%9e", "/v1/cases?no=%E5%8A%9E")]
    [InlineData("/v1/cases?no=A-1&issuer=mz", "/v1/cases?issuer=mz&no=A-1")]
    [InlineData("/v1/cases?no=%41", "/v1/cases?no=A")]
    [InlineData("/v1/cases?no=A", "/v1/cases")]
    public async Task A_target_that_means_the_same_is_another_target(string sent, string signed)
    {
        var (status, text) = await RawCall.SendAsync(one.Hall.Url, $"GET {sent} HTTP/1.1\n{RawCall.Headers("mz", TestHall.Secret, "GET", signed)}");

        Assert.Equal(401, status);
        Assert.Contains("caller.signature-wrong", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zipped_body_is_signed_as_it_was_sent()
    {
        var plain = $$"""{"records":[{{Samples.Accepted("gzip-1").ToJsonString()}}]}""";
        var zipped = Zip.Of(plain);

        var answer = await one.Hall.Client().SendAsync(HttpMethod.Post, "/v1/records", zipped, request => request.Content!.Headers.ContentEncoding.Add("gzip"));

        Assert.Equal(["accepted"], answer.Verdicts);
    }
}

internal static class Zip
{
    public static byte[] Of(string text) => Of(System.Text.Encoding.UTF8.GetBytes(text));

    public static byte[] Of(byte[] plain)
    {
        using var buffer = new MemoryStream();
        using (var zip = new GZipStream(buffer, CompressionLevel.SmallestSize))
        {
            zip.Write(plain);
        }

        return buffer.ToArray();
    }
}
