using System.Text.Json.Nodes;
using ServiceHall.Gateway.Tests.Security;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;
using Xunit.Abstractions;

namespace ServiceHall.Gateway.Tests.Intake.Streams;

public sealed class StreamTests(OneHall one, ITestOutputHelper output) : IClassFixture<OneHall>
{
    [Fact]
    public async Task A_verdict_comes_before_the_upload_has_ended()
    {
        using var call = await StreamCall.OpenAsync(one.Hall);

        await call.SendAsync(Samples.Step("stream-1").ToJsonString() + "\n");
        Assert.Equal("parked", (string?)(await call.LineAsync())!["verdict"]);
        await call.SendAsync(Samples.Accepted("stream-1").ToJsonString() + "\n");
        Assert.Equal("accepted", (string?)(await call.LineAsync())!["verdict"]);
        Assert.Equal(200, (await one.Hall.Client().GetAsync("/v1/cases?no=stream-1")).Status);

        await call.EndAsync();
        Assert.Null(await call.LineAsync());
    }

    [Fact]
    public async Task Blank_lines_count_and_have_no_verdict_and_the_last_line_needs_no_end()
    {
        using var call = await StreamCall.OpenAsync(one.Hall);

        await call.SendAsync($"\n \t\r\n{Samples.Accepted("stream-2").ToJsonString()}\r\n\nno record\n\r\n{Samples.Step("stream-2").ToJsonString()}");
        await call.EndAsync();
        var lines = await call.RestAsync();

        Assert.Equal(["accepted", "rejected", "accepted"], lines.Select(line => (string?)line["verdict"]));
        Assert.Equal((5, null), ((int?)lines[1]["line"], lines[1]["key"]));
        Assert.Equal(["stream-2/accepted", null, "stream-2/step"], lines.Select(line => (string?)line["key"]));
    }

    [Fact]
    public async Task An_upload_of_nothing_is_answered_by_nothing()
    {
        using var call = await StreamCall.OpenAsync(one.Hall);

        await call.EndAsync();

        Assert.Empty(await call.RestAsync());
    }

    [Fact]
    public async Task Whatever_the_borders_of_its_pieces_a_stream_has_the_verdicts_of_the_same_records_pushed_as_json()
    {
        foreach (var seeded in Seeded.Each(output, usual: 6))
        {
            await CompareAsync(seeded);
        }
    }

    private static async Task CompareAsync(Seeded seeded)
    {
        var random = seeded.Random;
        var records = Enumerable.Range(0, random.Next(1, 700)).Select(_ => RandomRecord(random)).ToList();
        await using var pushed = await TestHall.StartAsync();
        var expected = new Queue<JsonNode>((await pushed.Client().PushAsync(records.Select(record => record.DeepClone().AsObject()))).Results);
        var (text, order) = WithDirt(records, random);
        var zipped = random.Next(2) == 0;
        await using var streamed = await TestHall.StartAsync();
        using var call = await StreamCall.OpenAsync(streamed, more: zipped ? "Content-Encoding: gzip\r\n" : "");

        var sending = SendAsync(call, zipped ? Zip.Of(text) : System.Text.Encoding.UTF8.GetBytes(text), random);
        var lines = await call.RestAsync();
        await sending;

        seeded.AssertEqual(order.Count, lines.Count, "lines");
        foreach (var (line, dirt) in lines.Zip(order))
        {
            seeded.AssertEqual(dirt is null ? Comparable(expected.Dequeue()) : $$"""{{dirt}} rejected caller.malformed-line""", dirt is null ? Comparable(line) : $"{line["line"]} {line["verdict"]} {line["errors"]![0]!["rule"]}", "a verdict");
        }

        seeded.AssertEqual(pushed.Count("record"), streamed.Count("record"), "records");
    }

    // A few cases, so that records depend on each other: steps before the acceptance, repeats, other contents under the same key.
    private static JsonObject RandomRecord(Random random)
    {
        var caseNo = $"random-{random.Next(40)}";
        return random.Next(6) switch
        {
            0 or 1 => Samples.Accepted(caseNo),
            2 => Samples.Step(caseNo, $"step-{random.Next(3)}"),
            3 => Samples.Step(caseNo, "step", at: $"2026-06-15T1{random.Next(10)}:00:00+08:00"),
            4 => Samples.Paused(caseNo, $"{random.Next(2)}"),
            _ => Samples.Closed(caseNo).Keyed(random.Next(4) == 0 ? "" : $"{caseNo}/closed"),
        };
    }

    // Per line that has a verdict its number where it is dirt.
    private static (string Text, List<int?> Order) WithDirt(List<JsonObject> records, Random random)
    {
        string[] dirt = ["{", "[]", "null", "{\"key\":\"a\",\"key\":\"b\"}", "名"];
        List<string> lines = [];
        List<int?> order = [];
        foreach (var record in records)
        {
            if (random.Next(8) == 0)
            {
                lines.Add("");
            }

            if (random.Next(8) == 0)
            {
                lines.Add(dirt[random.Next(dirt.Length)]);
                order.Add(lines.Count);
            }

            lines.Add(record.ToJsonString());
            order.Add(null);
        }

        return (string.Concat(lines.Select(line => line + (random.Next(2) == 0 ? "\n" : "\r\n"))), order);
    }

    private static async Task SendAsync(StreamCall call, byte[] bytes, Random random)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            var length = Math.Min(random.Next(2) == 0 ? random.Next(1, 200) : random.Next(1, 100_000), bytes.Length - sent);
            await call.SendAsync(bytes.AsMemory(sent, length));
            sent += length;
        }

        await call.EndAsync();
    }

    // Ids are made of the time.
    private static string Comparable(JsonNode result)
    {
        var comparable = result.DeepClone().AsObject();
        comparable.Remove("recordId");
        return comparable.ToJsonString();
    }
}
