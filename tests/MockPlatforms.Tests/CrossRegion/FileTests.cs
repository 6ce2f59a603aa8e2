using System.Net.Http.Headers;

namespace ServiceHall.MockPlatforms.Tests.CrossRegion;

public sealed class FileTests
{
    private const int Largest = 20 * 1024 * 1024;
    private static readonly byte[] Bytes = [.. Enumerable.Range(0, 100_000).Select(n => (byte)(n * 31 >> 3))];
    private static readonly string Digest = County.DigestOf(Bytes);

    [Fact]
    public async Task A_file_goes_on_after_a_restart_where_it_stopped()
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");

        Assert.Equal("404 0 false", await sender.HeadAsync(Digest));
        Assert.Equal((200, """{"held":60000,"complete":false}"""), await sender.PutAsync(Digest, Bytes[..60_000], 0, Bytes.Length));
        await exchange.RestartAsync();

        Assert.Equal("200 60000 false", await sender.HeadAsync(Digest));
        Assert.Equal((409, """{"held":60000,"complete":false}"""), await sender.PutAsync(Digest, Bytes[50_000..], 50_000, Bytes.Length));
        Assert.Equal((200, """{"held":100000,"complete":true}"""), await sender.PutAsync(Digest, Bytes[60_000..], 60_000, Bytes.Length));
        Assert.Equal((200, """{"held":100000,"complete":true}"""), await sender.PutAsync(Digest, Bytes[60_000..], 60_000, Bytes.Length));
        await exchange.RestartAsync();
        Assert.Equal("200 100000 true", await sender.HeadAsync(Digest));
        Assert.Equal(Bytes, (await sender.GetFileAsync(Digest)).Bytes);
    }

    [Fact]
    public async Task A_file_of_another_digest_is_dropped()
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");
        await sender.PutAsync(Digest, Bytes[1..60_001], 0, Bytes.Length);

        var (status, body) = await sender.PutAsync(Digest, Bytes[60_000..], 60_000, Bytes.Length);

        Assert.Equal(422, status);
        Assert.Contains("\"R0302\"", body, StringComparison.Ordinal);
        Assert.Equal("404 0 false", await sender.HeadAsync(Digest));
        Assert.Equal(200, (await sender.PutAsync(Digest, Bytes)).Status);
    }

    [Fact]
    public async Task Twenty_mebibytes_are_taken_and_not_a_byte_more()
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");
        byte[] most = new byte[Largest], more = new byte[Largest + 1];

        Assert.Equal(200, (await sender.PutAsync(County.DigestOf(most), most)).Status);
        Assert.Contains("\"R0303\"", (await sender.PutAsync(County.DigestOf(more), [1], 0, more.Length)).Body, StringComparison.Ordinal);
        Assert.Equal(413, (await sender.PutAsync(County.DigestOf(more), [1], 0, more.Length)).Status);
        Assert.Equal("404 0 false", await sender.HeadAsync(County.DigestOf(more)));
    }

    [Theory]
    [InlineData(0L, 9L, 206, 10)]
    [InlineData(99_990L, null, 206, 10)]
    [InlineData(99_990L, 200_000L, 206, 10)]
    [InlineData(null, 7L, 206, 7)]
    [InlineData(100_000L, null, 416, 0)]
    public async Task A_range_is_answered_with_just_that(long? from, long? to, int status, int length)
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");
        await sender.PutAsync(Digest, Bytes);

        var answer = await sender.GetFileAsync(Digest, new RangeHeaderValue(from, to));

        var start = (int)(from ?? Bytes.Length - to!.Value);
        Assert.Equal(status, answer.Status);
        Assert.Equal(Bytes.Skip(start).Take(length), answer.Bytes);
    }

    [Fact]
    public async Task Only_who_sent_a_file_or_got_a_package_naming_it_may_read_it()
    {
        await using var exchange = await Exchange.StartAsync();
        County sender = exchange.County("990001"), receiver = exchange.County("990002"), other = exchange.County("990003");
        await sender.PutAsync(Digest, Bytes);

        Assert.Equal(404, (await receiver.GetFileAsync(Digest)).Status);
        Assert.Equal("404 0 false", await receiver.HeadAsync(Digest));
        await sender.PushAsync(County.Naming(sender.Package(1), Digest, Bytes.Length));
        await exchange.RestartAsync();

        Assert.Equal(Bytes, (await receiver.GetFileAsync(Digest)).Bytes);
        Assert.Equal("200 100000 true", await receiver.HeadAsync(Digest));
        Assert.Equal(404, (await other.GetFileAsync(Digest)).Status);
    }

    [Fact]
    public async Task What_was_received_can_be_sent_on_and_another_naming_what_it_has_not_cannot()
    {
        await using var exchange = await Exchange.StartAsync();
        County one = exchange.County("990001"), two = exchange.County("990002"), three = exchange.County("990003");
        await one.PutAsync(Digest, Bytes);

        Assert.Equal("R0301", (await two.PushAsync(County.Naming(two.Package(1, "990003"), Digest, Bytes.Length))).Code);
        await one.PushAsync(County.Naming(one.Package(1), Digest, Bytes.Length));
        Assert.Equal("0", (await two.PushAsync(County.Naming(two.Package(1, "990003"), Digest, Bytes.Length))).Code);

        Assert.Equal(Bytes, (await three.GetFileAsync(Digest)).Bytes);
    }

    [Fact]
    public async Task A_package_waits_for_its_files_and_tells_their_true_size()
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");
        await sender.PutAsync(Digest, Bytes[..10], 0, Bytes.Length);

        Assert.Equal("R0301", (await sender.PushAsync(County.Naming(sender.Package(1), Digest, Bytes.Length))).Code);
        await sender.PutAsync(Digest, Bytes[10..], 10, Bytes.Length);
        Assert.Equal("R0201", (await sender.PushAsync(County.Naming(sender.Package(1), Digest, Bytes.Length - 1))).Code);
        Assert.Equal("0", (await sender.PushAsync(County.Naming(sender.Package(1), Digest, Bytes.Length))).Code);
    }

    [Fact]
    public async Task A_part_is_not_read_under_its_name_on_disk()
    {
        await using var exchange = await Exchange.StartAsync();
        var sender = exchange.County("990001");
        await sender.PutAsync(Digest, Bytes[..10], 0, Bytes.Length);

        Assert.Equal(404, (await sender.GetFileAsync($"{Digest}.part")).Status);
        Assert.Equal("404 0 false", await sender.HeadAsync($"{Digest}.part"));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("..%2F..%2Fjournal.jsonl")]
    public async Task An_address_that_is_no_digest_is_400(string digest)
    {
        await using var exchange = await Exchange.StartAsync();

        Assert.Equal(400, (await exchange.County("990001").PutAsync(digest, Bytes)).Status);
        Assert.Equal(404, (await exchange.County("990001").GetFileAsync(digest)).Status);
    }
}
