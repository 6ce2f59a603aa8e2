using System.Text;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.BadInput;

/// <summary>What is no HTTP, or HTTP that no client would write. The server itself answers what it can't read: a bare status, and the connection is closed.</summary>
public sealed class TransportTests(BadHall bad) : IClassFixture<BadHall>
{
    private const string Target = "/v1/cases?no=nobody";

    private static readonly string Push = $$"""{"records":[{{Samples.Accepted("transport").ToJsonString()}}]}""";

    public static TheoryData<string, int, string> NoHttp { get; } = new()
    {
        { "a hundred and one headers", 431, Wire.Lines(["GET /v1/changes HTTP/1.1", "Host: hall", .. Enumerable.Range(0, 100).Select(i => $"X-{i}: a")]) },
        { "a thousand headers", 431, Wire.Lines(["GET /v1/changes HTTP/1.1", "Host: hall", .. Enumerable.Range(0, 1000).Select(i => $"X-{i}: a")]) },
        { "a header of 33 KiB", 431, Wire.Lines("GET /v1/changes HTTP/1.1", "Host: hall", $"X-Long: {new string('a', 33 * 1024)}") },
        { "headers without an end", 431, $"GET /v1/changes HTTP/1.1\r\nHost: hall\r\nX-Long: {new string('a', 1024 * 1024)}" },
        { "a target of 9 KiB", 414, Wire.Lines($"GET /v1/cases?no={new string('a', 9 * 1024)} HTTP/1.1", "Host: hall") },
        { "a method of 9 KiB", 414, Wire.Lines($"{new string('A', 9 * 1024)} / HTTP/1.1", "Host: hall") },
        { "no request line", 400, "hello\r\n\r\n" },
        { "a request line of two words", 400, Wire.Lines("GET /v1/changes", "Host: hall") },
        { "TLS where none is spoken", 400, "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n" },
        { "HTTP/0.9", 505, Wire.Lines("GET /v1/changes HTTP/0.9", "Host: hall") },
        { "HTTP/3 in words", 505, Wire.Lines("GET /v1/changes HTTP/3.0", "Host: hall") },
        { "no host", 400, Wire.Lines("GET /v1/changes HTTP/1.1") },
        { "two hosts", 400, Wire.Lines("GET /v1/changes HTTP/1.1", "Host: hall", "Host: other") },
        { "a host that is none", 400, Wire.Lines("GET /v1/changes HTTP/1.1", "Host: hall<>") },
        { "U+0000 in a header", 400, Wire.Lines("GET /v1/changes HTTP/1.1", "Host: hall", "X-ServiceHall-Key: m\0z") },
        { "U+0000 in the target", 400, Wire.Lines("GET /v1/cha\0nges HTTP/1.1", "Host: hall") },
        { "an encoded U+0000 in the path", 400, Wire.Lines("GET /v1/records/%00 HTTP/1.1", "Host: hall") },
        { "a raw byte above ASCII in the target", 400, Wire.Lines("GET /v1/\u00e5 HTTP/1.1", "Host: hall") },
        { "a header without a name", 400, Wire.Lines("GET /v1/changes HTTP/1.1", "Host: hall", ": a") },
        { "a space before the colon", 400, Wire.Lines("GET /v1/changes HTTP/1.1", "Host : hall") },
        { "a folded header", 400, Wire.Lines("GET /v1/changes HTTP/1.1", "Host: hall", "X-Folded: a", " b") },
        { "two lengths", 400, Wire.Lines("POST /v1/records HTTP/1.1", "Host: hall", "Content-Length: 5", "Content-Length: 6") },
        { "a length below zero", 400, Wire.Lines("POST /v1/records HTTP/1.1", "Host: hall", "Content-Length: -1") },
        { "a length that is no number", 400, Wire.Lines("POST /v1/records HTTP/1.1", "Host: hall", "Content-Length: 1e3") },
        { "a length beyond all numbers", 400, Wire.Lines("POST /v1/records HTTP/1.1", "Host: hall", "Content-Length: 99999999999999999999999") },
        { "chunks that are not last", 400, Wire.Lines("POST /v1/records HTTP/1.1", "Host: hall", "Transfer-Encoding: chunked, gzip") },
        { "another transfer encoding", 400, Wire.Lines("POST /v1/records HTTP/1.1", "Host: hall", "Transfer-Encoding: gzip") },
    };

    [Theory]
    [MemberData(nameof(NoHttp))]
    public async Task What_is_no_http_is_answered_by_a_bare_status_and_the_end(string what, int status, string sent)
    {
        Assert.NotEmpty(what);
        var before = bad.Seen();
        using var wire = await Wire.OpenAsync(bad.Hall);

        await wire.SendAsync(sent);
        var answer = await wire.AnswerAsync();

        Assert.True(answer is not null && answer.Status == status && answer.Body.Length == 0, $"{answer}");
        Assert.Equal("close", answer.Headers["Connection"]);
        Assert.Null(await wire.AnswerAsync());
        await IsUntouchedAsync(before);
    }

    [Theory]
    [InlineData("no number", "zz\r\n")]
    [InlineData("a number beyond all numbers", "fffffffffffffffff\r\n")]
    [InlineData("a number below zero", "-1\r\n")]
    [InlineData("a chunk longer than it says", "2\r\n{{}\r\n0\r\n\r\n")]
    [InlineData("nothing", "\r\n\r\n")]
    public async Task Chunks_that_are_none_are_a_malformed_body_on_every_way_in(string what, string chunks)
    {
        Assert.NotEmpty(what);
        foreach (var way in WayIn.All)
        {
            var before = bad.Seen();
            using var wire = await Wire.OpenAsync(bad.Hall);

            await wire.SendAsync(Wire.Head(bad.Hall, way.Client, "POST", way.Target, [], "Content-Type: application/json", "Transfer-Encoding: chunked") + chunks);

            await IsProblemAsync(wire, 400, "caller.body-malformed");
            await IsUntouchedAsync(before);
        }
    }

    [Fact]
    public async Task A_body_that_ends_or_is_cut_before_its_end_stores_nothing_and_is_no_fault_of_ours()
    {
        foreach (var way in WayIn.All)
        {
            var body = Encoding.UTF8.GetBytes(way.Shaped(way.Body));
            var before = bad.Seen();
            foreach (var framing in new[] { $"Content-Length: {body.Length}", "Transfer-Encoding: chunked" })
            {
                using var ended = await Wire.OpenAsync(bad.Hall);
                using var cut = await Wire.OpenAsync(bad.Hall);
                foreach (var wire in new[] { ended, cut })
                {
                    await wire.SendAsync(Wire.Head(bad.Hall, way.Client, "POST", way.Target, body, "Content-Type: application/json", framing));
                    await wire.SendAsync(framing[0] == 'C' ? body[..^1] : [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body[..^1]]);
                }

                ended.StopSending();
                cut.Cut();
                if (await ended.AnswerAsync() is { } answer)
                {
                    BadHall.IsProblem(answer.Body, 400, "caller.body-malformed");
                }
            }

            await IsUntouchedAsync(before);
        }
    }

    [Fact]
    public async Task Of_nine_mebibytes_not_one_byte_is_asked_for_or_taken_for_another_call()
    {
        var smuggled = Wire.Head(bad.Hall, "mz", "POST", "/v1/records", Encoding.UTF8.GetBytes(Push), "Content-Type: application/json", $"Content-Length: {Encoding.UTF8.GetByteCount(Push)}");
        foreach (var target in WayIn.All.Select(way => way.Target).Append("/nowhere").Append("/v1/changes"))
        {
            var before = bad.Seen();
            using var wire = await Wire.OpenAsync(bad.Hall);
            await wire.SendAsync(Wire.Lines($"POST {target} HTTP/1.1", "Host: hall", "Content-Type: application/json", "Content-Length: 9437184", "Expect: 100-continue"));

            await IsProblemAsync(wire, 413, "caller.body-too-large");
            await wire.SendAsync([.. Encoding.ASCII.GetBytes(smuggled), .. Encoding.UTF8.GetBytes(Push)]);

            Assert.Null(await wire.AnswerAsync());
            await IsUntouchedAsync(before);
        }
    }

    [Fact]
    public async Task With_a_length_and_chunks_the_chunks_count_and_nothing_behind_them()
    {
        using var wire = await Wire.OpenAsync(bad.Hall);
        var before = bad.Seen();

        await wire.SendAsync(Wire.Head(bad.Hall, "mz", "POST", "/v1/records", [], "Content-Type: application/json", "Content-Length: 5", "Transfer-Encoding: chunked") + "0\r\n\r\n" + Wire.Lines($"GET {Target} HTTP/1.1", "Host: hall"));

        Assert.Contains((await wire.AnswerAsync())!.Status, new[] { 400 });
        Assert.Null(await wire.AnswerAsync());
        await IsUntouchedAsync(before);
    }

    [Theory]
    [InlineData("GET", "http://hall/v1/cases?no=nobody")]
    [InlineData("OPTIONS", "*")]
    [InlineData("GET", "//v1/cases")]
    [InlineData("GET", "/v1/../v1/nowhere")]
    [InlineData("GET", "/v1/%2e%2e/nowhere")]
    [InlineData("GET", "/v1/records/%2e%2e%2f%2e%2e")]
    [InlineData("GET", "/v1/records/%ff%fe")]
    [InlineData("GET", "/v1/records/%zz")]
    [InlineData("GET", "/v1/records/01a201f8-36ff-7520-b01c-99d7ea29e5d9%20")]
    [InlineData("GET", "/v1/cases/%E5%8A%9E")]
    [InlineData("GET", "/v1/cases?no=%00")]
    [InlineData("GET", "/v1/cases?no=a&issuer=%00")]
    [InlineData("GET", "/v1/cases?no=%ED%A0%80")]
    [InlineData("GET", "/v1/cases?no=%ff")]
    [InlineData("GET", "/v1/cases?no='%20OR%201=1--")]
    [InlineData("POST", "/v1/intake/..%2f..%2fetc")]
    [InlineData("POST", "/v1/intake/%00x")]
    public async Task A_strange_target_is_one_that_does_not_exist(string method, string target)
    {
        var before = bad.Seen();
        using var wire = await Wire.OpenAsync(bad.Hall);

        await wire.SendAsync(Wire.Head(bad.Hall, "mz", method, target, [], method == "POST" ? ["Content-Length: 0"] : Array.Empty<string>()));
        var answer = await wire.AnswerAsync();

        // What the server can't take apart is answered bare, as what is no HTTP; the rest by the gateway.
        Assert.True(answer is { Status: 400, Body: "" } || (answer!.Status == 404 && answer.Headers["Content-Type"] == "application/problem+json"), $"{answer}");
        Assert.DoesNotMatch(BadHall.Inside(), answer.Body);
        await IsUntouchedAsync(before);
    }

    [Fact]
    public async Task Two_calls_in_one_piece_are_answered_in_their_order()
    {
        using var wire = await Wire.OpenAsync(bad.Hall);

        await wire.SendAsync(Wire.Head(bad.Hall, "mz", "GET", Target, []) + Wire.Head(bad.Hall, "mz", "POST", "/v1/records", [], "Content-Length: 0") + Wire.Head(bad.Hall, "operator", "GET", "/v1/parked", []));

        await IsProblemAsync(wire, 404, "caller.no-such-case");
        await IsProblemAsync(wire, 415, "caller.content-type");
        Assert.Equal(200, (await wire.AnswerAsync())!.Status);
    }

    [Fact]
    public async Task An_old_client_without_a_host_is_served_and_the_connection_closed()
    {
        using var wire = await Wire.OpenAsync(bad.Hall);

        await wire.SendAsync(Wire.Head(bad.Hall, "mz", "GET", Target, []).Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal).Replace("Host: hall\r\n", "", StringComparison.Ordinal));

        await IsProblemAsync(wire, 404, "caller.no-such-case");
        Assert.Null(await wire.AnswerAsync());
    }

    [Fact]
    public async Task What_expects_to_be_asked_is_asked_once_it_may_call()
    {
        using var wire = await Wire.OpenAsync(bad.Hall);
        var body = "{}"u8.ToArray();

        await wire.SendAsync(Wire.Head(bad.Hall, "mz", "POST", "/v1/cases:batchGet", body, "Content-Type: application/json", "Content-Length: 2", "Expect: 100-continue"));
        Assert.Equal(100, (await wire.AnswerAsync())!.Status);
        await wire.SendAsync(body);

        await IsProblemAsync(wire, 400, "caller.body-malformed");
    }

    private static async Task IsProblemAsync(Wire wire, int status, string code)
    {
        var answer = await wire.AnswerAsync();
        Assert.True(answer is not null && answer.Status == status && answer.Body.Length > 0, $"{status} {code} was to come, and not {answer}");
        Assert.Equal("application/problem+json", answer.Headers["Content-Type"]);
        BadHall.IsProblem(answer.Body, status, code);
    }

    // Nothing was stored, nothing was logged as a fault, and the gateway serves.
    private async Task IsUntouchedAsync((string Rows, int Errors) before)
    {
        Assert.Equal("caller.no-such-case", (await bad.Hall.Client().GetAsync(Target)).Code);
        bad.IsUntouched(before);
    }
}
