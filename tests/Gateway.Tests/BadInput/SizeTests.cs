using System.Text;
using ServiceHall.Gateway.Tests.Security;

namespace ServiceHall.Gateway.Tests.BadInput;

/// <summary>Too much, zipped or plain, on every way in.</summary>
public sealed class SizeTests(BadHall bad) : IClassFixture<BadHall>
{
    private const int Limit = 8 * 1024 * 1024;

    private static readonly byte[] Bomb = Zip.Of(new byte[256 * 1024 * 1024]);

    public static TheoryData<string> Ways => [.. WayIn.All.Select(way => way.Name)];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Nine_mebibytes_are_too_large_with_a_length_and_in_chunks(string way)
    {
        var body = new byte[Limit + 1024 * 1024];
        body.AsSpan().Fill((byte)' ');

        await bad.RefusesAsync(413, "caller.body-too-large", () => WayIn.Of(way).SendAsync(bad.Hall, body));
        await bad.RefusesAsync(413, "caller.body-too-large", () => WayIn.Of(way).SendAsync(bad.Hall, body, request => request.Headers.TransferEncodingChunked = true));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task So_is_one_byte_more_than_eight_when_it_is_unpacked_and_a_bomb(string way)
    {
        var to = WayIn.Of(way);

        await bad.RefusesAsync(413, "caller.body-too-large", () => to.SendAsync(bad.Hall, Zip.Of(to.Body.PadRight(Limit + 1)), Zipped));
        Assert.True(Bomb.Length < Limit / 16);
        await bad.RefusesAsync(413, "caller.body-too-large", () => to.SendAsync(bad.Hall, Bomb, Zipped));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_was_zipped_and_cut_off_changed_or_never_zipped_is_malformed(string way)
    {
        var to = WayIn.Of(way);
        var zipped = Zip.Of(to.Shaped(to.Body));
        var changed = zipped.ToArray();
        changed[^6] ^= 1;
        byte[][] all = [[], zipped[..5], zipped[..(zipped.Length / 2)], zipped[..^8], zipped[..^1], changed, Encoding.UTF8.GetBytes(to.Body), Zip.Of("")];
        foreach (var body in all)
        {
            await bad.RefusesAsync(400, "caller.body-malformed", () => to.SendAsync(bad.Hall, body, Zipped));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Another_encoding_is_not_taken(string way)
    {
        foreach (var encoding in new[] { "br", "deflate", "zstd", "compress", "gzip, gzip", "x-gzip", "gzip;q=1" })
        {
            await bad.RefusesAsync(415, "caller.content-type", () => WayIn.Of(way).SendAsync(bad.Hall, WayIn.Of(way).Body, request => request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", encoding)));
        }
    }

    [Fact]
    public async Task A_thousand_and_one_records_are_too_many_however_they_come()
    {
        var items = Enumerable.Range(0, 1001).Select(i => $$"""{"key":"{{i}}","id":"{{i}}"}""").ToList();
        var canonical = $$"""{"records":[{{string.Join(',', items)}}]}""";

        await TooManyAsync("records", canonical);
        await TooManyAsync("validate", canonical);
        await TooManyAsync("array", $"[{string.Join(',', items)}]");
        await TooManyAsync("lines", string.Join('\n', items));
    }

    [Fact]
    public async Task So_are_more_numbers_or_ids_than_a_call_takes()
    {
        await TooManyAsync("batchGet", $$"""{"caseNos":[{{string.Join(',', Enumerable.Range(0, 501).Select(i => $"\"{i}\""))}}]}""");
        await TooManyAsync("rejudge", $$"""{"reason":"a reason","recordIds":[{{string.Join(',', Enumerable.Range(0, 201).Select(_ => $"\"{Guid.NewGuid()}\""))}}]}""");
    }

    private Task TooManyAsync(string way, string body) => bad.RefusesAsync(413, "caller.too-many-records", () => WayIn.Of(way).SendAsync(bad.Hall, body));

    private static void Zipped(HttpRequestMessage request) => request.Content!.Headers.ContentEncoding.Add("gzip");
}
