using System.Text;
using System.Text.Json.Nodes;
using ServiceHall.Gateway.Tests.Intake.Streams;
using ServiceHall.Gateway.Tests.Security;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.BadInput;

/// <summary>The way in that has no end: what is wrong with a line is that line's, what is wrong with the upload ends it.</summary>
public sealed class StreamTests(BadHall bad) : IClassFixture<BadHall>
{
    // What is no line of its own: nothing, and a line that ends within a text.
    private static readonly string[] NoLines = ["nothing", "white space"];

    [Fact]
    public async Task Every_line_that_is_no_strict_json_object_is_rejected_and_nothing_of_it_stored()
    {
        var before = bad.Seen();
        var record = Samples.Accepted("bad-line").ToJsonString();
        List<byte[]> lines =
        [
            .. BodyTests.Texts.Where(one => !NoLines.Contains(one.Name)).Select(one => Encoding.UTF8.GetBytes(one.Spoil(record))),
            .. BodyTests.Bytes.Select(one => one.Spoil(Encoding.UTF8.GetBytes(record))).Where(line => !line.Contains((byte)'\n')),
        ];
        using var call = await StreamCall.OpenAsync(bad.Hall);
        foreach (var line in lines)
        {
            await call.SendAsync((byte[])[.. line, (byte)'\n']);
        }

        await call.EndAsync();
        var answers = await call.RestAsync();

        Assert.True(answers.Count >= lines.Count, $"{answers.Count} answers to {lines.Count} lines");
        Assert.All(answers, answer => Assert.Equal(("rejected", "caller.malformed-line"), ((string?)answer["verdict"], (string?)answer["errors"]![0]!["rule"])));
        Assert.All(answers, answer => Assert.DoesNotMatch(BadHall.Inside(), answer.ToJsonString()));
        bad.IsUntouched(before);
    }

    [Theory]
    [InlineData("a bomb in one line", 64 * 1024 * 1024, ' ', 0)]
    [InlineData("a bomb of text", 64 * 1024 * 1024, 'a', 1)]
    [InlineData("a bomb of lines", 16 * 1024 * 1024, '\n', 0)]
    public async Task A_bomb_is_one_line_too_long_or_blank_ones(string what, int length, char of, int tooLong)
    {
        var before = bad.Seen();
        var plain = new byte[length];
        plain.AsSpan().Fill((byte)of);
        using var call = await StreamCall.OpenAsync(bad.Hall, more: "Content-Encoding: gzip\r\n");

        await call.SendAsync(Zip.Of(plain));
        await call.EndAsync();
        var answers = await call.RestAsync();

        // A line longer than 1 MiB is one, of whatever; blank lines are none.
        Assert.True(answers.Count == (of == ' ' ? 1 : tooLong), $"{what}: {answers.Count} answers");
        Assert.All(answers, answer => Assert.Equal(1, (int?)answer["line"]));
        bad.IsUntouched(before);
    }

    [Theory]
    [InlineData("zz\r\n")]
    [InlineData("fffffffffffffffff\r\n")]
    [InlineData("2\r\n{{}\r\n")]
    public async Task Chunks_that_are_none_end_it_with_a_problem(string chunks)
    {
        var before = bad.Seen();
        using var wire = await Wire.OpenAsync(bad.Hall);

        await wire.SendAsync(Head() + chunks);
        var answer = await wire.AnswerAsync();

        Assert.True(answer is { Status: 200 } && answer.Headers["Content-Type"] == "application/x-ndjson", $"{answer}");
        Assert.Equal("caller.body-malformed", (string?)JsonNode.Parse(await wire.ChunkAsync())!["problem"]!["code"]);
        bad.IsUntouched(before);
    }

    [Theory]
    [InlineData("X-ServiceHall-Signature", "0", "caller.signature-wrong")]
    [InlineData("X-ServiceHall-Key", "nobody", "caller.signature-wrong")]
    [InlineData("X-ServiceHall-Timestamp", "1795305600000", "caller.clock-off")]
    [InlineData("X-ServiceHall-Timestamp", "soon", "caller.not-signed")]
    [InlineData("X-ServiceHall-Nonce", "short", "caller.not-signed")]
    public async Task It_is_refused_before_a_byte_of_it_is_read(string header, string value, string code)
    {
        var before = bad.Seen();
        using var wire = await Wire.OpenAsync(bad.Hall);
        var head = Head().Split("\r\n").Select(line => line.StartsWith(header, StringComparison.Ordinal) ? $"{header}: {value}" : line);

        await wire.SendAsync(string.Join("\r\n", head));
        var answer = await wire.AnswerAsync();

        Assert.Equal(401, answer!.Status);
        BadHall.IsProblem(answer.Body, 401, code);
        bad.IsUntouched(before);
    }

    private string Head()
    {
        using var request = new HttpRequestMessage();
        bad.Hall.Client().Sign(request, "POST", "/v1/records", [], fifthLine: "STREAM");
        return Wire.Lines(["POST /v1/records HTTP/1.1", "Host: hall", "Content-Type: application/x-ndjson", "Transfer-Encoding: chunked", .. request.Headers.Select(one => $"{one.Key}: {one.Value.Single()}")]);
    }
}
