using System.Text;
using ServiceHall.Gateway.Tests.Intake.Streams;

namespace ServiceHall.Gateway.Tests.BadInput;

/// <summary>Callers who take their time. The gateway's patience is short here; nobody waits for it but by its answer.</summary>
public sealed class SlowTests(BadHall bad) : IClassFixture<BadHall>
{
    [Fact]
    public async Task A_body_that_stops_coming_is_given_up_on_every_way_in()
    {
        var before = bad.Seen();
        var wires = new List<Wire>();
        foreach (var way in WayIn.All)
        {
            var body = Encoding.UTF8.GetBytes(way.Shaped(way.Body));
            wires.Add(await Wire.OpenAsync(bad.Hall));
            await wires[^1].SendAsync(Wire.Head(bad.Hall, way.Client, "POST", way.Target, body, "Content-Type: application/json", $"Content-Length: {body.Length}"));
            await wires[^1].SendAsync(body[..^1]);
        }

        foreach (var wire in wires)
        {
            var answer = await wire.AnswerAsync();
            Assert.True(answer?.Status == 408, $"{answer}");
            BadHall.IsProblem(answer.Body, 408, "caller.body-slow");
            wire.Dispose();
        }

        bad.IsUntouched(before);
    }

    [Fact]
    public async Task So_is_a_head_that_stops_coming()
    {
        using var wire = await Wire.OpenAsync(bad.Hall);

        await wire.SendAsync("GET /v1/changes HTTP/1.1\r\nHost: hall\r\nX-Slow: ");

        Assert.Equal(408, (await wire.AnswerAsync())?.Status);
        Assert.Null(await wire.AnswerAsync());
    }

    [Fact]
    public async Task A_stream_may_be_as_slow_while_others_are_served()
    {
        using var call = await StreamCall.OpenAsync(bad.Hall);
        using var slow = await Wire.OpenAsync(bad.Hall);
        await call.SendAsync("{");
        await slow.SendAsync(Wire.Head(bad.Hall, "mz", "POST", "/v1/records", [], "Content-Type: application/json", "Content-Length: 100"));

        // When the other has been given up, this one was silent for as long.
        Assert.Equal(408, (await slow.AnswerAsync())?.Status);
        Assert.Equal(404, (await bad.Hall.Client().GetAsync("/v1/cases?no=nobody")).Status);
        await call.SendAsync("}\n");

        Assert.Equal("rejected", (string?)(await call.LineAsync())!["verdict"]);
    }
}
