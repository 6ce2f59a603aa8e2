using System.Text;
using ServiceHall.Gateway.Tests.Security;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake;

public sealed class RequestLimitTests(OneHall one) : IClassFixture<OneHall>
{
    private const int Limit = 8 * 1024 * 1024;

    [Fact]
    public async Task More_than_eight_mebibytes_are_too_large_with_a_length_and_without()
    {
        var before = one.Count("record");
        var body = OfLength(Limit + 1);

        var withLength = await one.Hall.Client().SendAsync(HttpMethod.Post, "/v1/records", body);
        var chunked = await one.Hall.Client().SendAsync(HttpMethod.Post, "/v1/records", body, request => request.Headers.TransferEncodingChunked = true);

        Assert.Equal((413, "caller.body-too-large"), (withLength.Status, withLength.Code));
        Assert.Equal((413, "caller.body-too-large"), (chunked.Status, chunked.Code));
        Assert.Equal(before, one.Count("record"));
    }

    [Fact]
    public async Task Just_eight_mebibytes_are_read()
    {
        var withLength = await one.Hall.Client().SendAsync(HttpMethod.Post, "/v1/records", OfLength(Limit));
        var chunked = await one.Hall.Client().SendAsync(HttpMethod.Post, "/v1/records", OfLength(Limit), request => request.Headers.TransferEncodingChunked = true);
        var zipped = await SendZippedAsync(Zip.Of(OfLength(Limit)));

        Assert.All([withLength, chunked, zipped], answer => Assert.Equal(["rejected"], answer.Verdicts));
    }

    private Task<Answer> SendZippedAsync(byte[] zipped) =>
        one.Hall.Client().SendAsync(HttpMethod.Post, "/v1/records", zipped, request => request.Content!.Headers.ContentEncoding.Add("gzip"));

    // A record without a key: answered, and not kept.
    private static byte[] OfLength(int length)
    {
        const string around = """{"records":[{"x":""}]}""";
        return Encoding.UTF8.GetBytes($$"""{"records":[{"x":"{{new string('x', length - around.Length)}}"}]}""");
    }
}
