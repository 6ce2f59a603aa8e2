using System.Text;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake.Streams;

public sealed class MalformedLineTests(OneHall one) : IClassFixture<OneHall>
{
    private const int Limit = 1024 * 1024;

    public static TheoryData<string, string> Lines { get; } = new()
    {
        { "no JSON", "records" },
        { "cut off", """{"key":"a""" },
        { "two documents", "{}{}" },
        { "a byte order mark", "\uFEFF{}" },
        { "a member twice", """{"key":"a","key":"a"}""" },
        { "a member twice, once by escape", """{"key":"a","k\u0065y":"b"}""" },
        { "a member twice, beside half a character", """{"\ud800":1,"a":{"b":1,"b":2}}""" },
        { "65 deep", $$"""{"key":"a","data":{{new string('[', 64)}}{{new string(']', 64)}}}""" },
        { "very deep", new string('[', 100_000) },
        { "a comment", """{"key":"a"/* */}""" },
        { "a raw control character", "{\"key\":\"a\u0001\"}" },
        { "a raw U+0000", "{\"key\":\"a\0\"}" },
        { "an array", "[{}]" },
        { "a text", "\"a\"" },
        { "null", "null" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_line_that_is_no_strict_json_object_is_answered_by_its_number_and_the_stream_goes_on(string what, string line)
    {
        var before = one.Count("record");

        await AssertRejectedAsync(Encoding.UTF8.GetBytes(line), $"malformed, {what}");

        Assert.Equal(before + 1, one.Count("record"));
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0xC0)]
    [InlineData(0xED)]
    public async Task So_is_one_that_is_not_utf8(int wrong) => await AssertRejectedAsync([.. "{\"key\":\"a"u8, (byte)wrong, .. "\"}"u8], $"malformed, {wrong}");

    [Fact]
    public async Task A_line_may_have_one_mebibyte_without_its_end_and_no_byte_more()
    {
        using var call = await StreamCall.OpenAsync(one.Hall);
        var (fits, tooLong) = (OfLength(Limit), OfLength(Limit + 1));

        await call.SendAsync($"{fits}\n{fits}\r\n{tooLong}\n{tooLong}\r\n{new string(' ', 5 * Limit)}\n{fits}\n{tooLong}");
        await call.EndAsync();
        var lines = await call.RestAsync();

        Assert.Equal([null, null, 3, 4, 5, null, 7], lines.Select(line => (int?)line["line"]));
        Assert.All(lines.Where(line => line["line"] is not null), line => Assert.Equal("caller.malformed-line", (string?)line["errors"]![0]!["rule"]));
        Assert.All(lines.Where(line => line["line"] is null), line => Assert.Equal("field.required", (string?)line["errors"]![0]!["rule"]));
    }

    [Fact]
    public async Task Half_a_character_and_u0000_are_the_records_own_fault_and_kept()
    {
        using var call = await StreamCall.OpenAsync(one.Hall);
        var before = one.Count("record");
        var record = Samples.Accepted("unprintable").ToJsonString();

        await call.SendAsync(record.Replace("\"window\"", "\"win\\ud800dow\"", StringComparison.Ordinal) + "\n");
        await call.SendAsync(record.Replace("unprintable", "unprintable-2", StringComparison.Ordinal).Replace("\"window\"", "\"win\\u0000dow\"", StringComparison.Ordinal));
        await call.EndAsync();
        var lines = await call.RestAsync();

        Assert.Equal(["rejected", "rejected"], lines.Select(line => (string?)line["verdict"]));
        Assert.All(lines, line => Assert.NotNull(line["recordId"]));
        Assert.Equal(before + 2, one.Count("record"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_zipped_stream_that_breaks_off_or_was_changed_ends_with_a_problem(bool isCut)
    {
        using var call = await StreamCall.OpenAsync(one.Hall, more: "Content-Encoding: gzip\r\n");
        var before = one.Count("record");
        var zipped = Security.Zip.Of(Samples.Accepted($"zip-{isCut}").ToJsonString());
        zipped[^6] ^= 1;

        await call.SendAsync(isCut ? zipped[..^10] : zipped);
        await call.EndAsync();

        Assert.Equal("caller.body-malformed", (string?)(await call.RestAsync()).Single()["problem"]!["code"]);
        Assert.Equal(before, one.Count("record"));
    }

    private async Task AssertRejectedAsync(byte[] line, string caseNo)
    {
        using var call = await StreamCall.OpenAsync(one.Hall);

        await call.SendAsync(new byte[] { (byte)'\n' }.Concat(line).Append((byte)'\n').ToArray());
        await call.SendAsync(Samples.Accepted(caseNo).ToJsonString());
        await call.EndAsync();
        var lines = await call.RestAsync();

        Assert.Equal(["rejected", "accepted"], lines.Select(answer => (string?)answer["verdict"]));
        Assert.Equal((2, "caller.malformed-line"), ((int?)lines[0]["line"], (string?)lines[0]["errors"]![0]!["rule"]));
        Assert.False(lines[0].AsObject().ContainsKey("key"));
    }

    // A record without a key: answered, and not kept.
    private static string OfLength(int length) => $$"""{"x":"{{new string('x', length - """{"x":""}""".Length)}}"}""";
}
