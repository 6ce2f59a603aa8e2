using System.Text;
using ServiceHall.Gateway.Tests.Security;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake;

public sealed class RequestLimitTests(OneHall one) : IClassFixture<OneHall>
{
    private const int Limit = 8 * 1024 * 1024;

    [Fact]
    public async Task A_thousand_and_one_records_are_too_many()
    {
        var before = one.Count("record");
        var records = string.Join(',', Enumerable.Range(0, 1001).Select(i => $$"""{"key":"{{i}}"}"""));

        var answer = await one.Hall.Client().PostAsync("/v1/records", $$"""{"records":[{{records}}]}""");

        Assert.Equal((413, "caller.too-many-records"), (answer.Status, answer.Code));
        Assert.Equal(before, one.Count("record"));
    }

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

    [Fact]
    public async Task What_is_too_large_only_after_decompression_is_too_large()
    {
        var before = one.Count("record");
        var answer = await SendZippedAsync(Zip.Of(OfLength(Limit + 1)));
        var bomb = await SendZippedAsync(Zip.Of(new byte[200 * 1024 * 1024]));

        Assert.Equal((413, "caller.body-too-large"), (answer.Status, answer.Code));
        Assert.Equal((413, "caller.body-too-large"), (bomb.Status, bomb.Code));
        Assert.Equal(before, one.Count("record"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(20)]
    public async Task A_zipped_body_that_was_cut_off_is_malformed(int missing)
    {
        var before = one.Count("record");
        var zipped = Zip.Of($$"""{"records":[{{Samples.Accepted("cut-off").ToJsonString()}}]}""");

        var answer = await SendZippedAsync(zipped[..^missing]);

        Assert.Equal((400, "caller.body-malformed"), (answer.Status, answer.Code));
        Assert.Equal(before, one.Count("record"));
    }

    [Fact]
    public async Task So_is_one_that_was_changed_on_the_way_or_never_zipped()
    {
        var before = one.Count("record");
        var zipped = Zip.Of($$"""{"records":[{{Samples.Accepted("changed").ToJsonString()}}]}""");
        zipped[^6] ^= 1;

        var changed = await SendZippedAsync(zipped);
        var plain = await SendZippedAsync(Encoding.UTF8.GetBytes("""{"records":[{"key":"a"}]}"""));

        Assert.Equal((400, "caller.body-malformed"), (changed.Status, changed.Code));
        Assert.Equal((400, "caller.body-malformed"), (plain.Status, plain.Code));
        Assert.Equal(before, one.Count("record"));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("gzip, gzip")]
    public async Task Another_content_encoding_is_not_taken(string encoding)
    {
        var before = one.Count("record");
        var answer = await one.Hall.Client().SendAsync(HttpMethod.Post, "/v1/records", [1, 2, 3], request => request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", encoding));

        Assert.Equal((415, "caller.content-type"), (answer.Status, answer.Code));
        Assert.Equal(before, one.Count("record"));
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
