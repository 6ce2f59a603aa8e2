using System.Globalization;
using Google.Protobuf;
using ServiceHall.Rpc.Tests.Faces;
using ServiceHall.Tests.Hall;
using ServiceHall.Tests.Rpc;
using Xunit.Abstractions;

namespace ServiceHall.Rpc.Tests.Edges;

/// <summary>Frames that are none, floods of headers, streams that are opened and left, and a caller who stops reading: the connection or the stream ends, the gateway goes on.</summary>
public sealed class BadFrameTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, byte[]> Bad = new()
    {
        ["longer than was agreed"] = [.. RawHttp2.Frame(RawHttp2.Data, 0, 1, [])[..0], 0xFF, 0xFF, 0xFF, RawHttp2.Data, 0, 0, 0, 0, 1],
        ["data of no stream"] = RawHttp2.Frame(RawHttp2.Data, 0, 0, [1]),
        ["data of a stream that was never opened"] = RawHttp2.Frame(RawHttp2.Data, 0, 5, [1]),
        ["a stream of the server's numbers"] = RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndHeaders, 2, RawHttp2.Block("/servicehall.v1.Intake/Push", [])),
        ["settings of half a setting"] = RawHttp2.Frame(RawHttp2.Settings, 0, 0, [0, 1, 2]),
        ["a ping of seven bytes"] = RawHttp2.Frame(RawHttp2.Ping, 0, 0, new byte[7]),
        ["a window that grows by nothing"] = RawHttp2.Frame(RawHttp2.WindowUpdate, 0, 0, new byte[4]),
        ["a window beyond all numbers"] = RawHttp2.Frame(RawHttp2.WindowUpdate, 0, 0, [0x7F, 0xFF, 0xFF, 0xFF]),
        ["what goes on without a beginning"] = RawHttp2.Frame(RawHttp2.Continuation, RawHttp2.EndHeaders, 1, [0]),
        ["headers that are none"] = RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndHeaders, 1, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
        ["a reset of nothing"] = RawHttp2.Frame(RawHttp2.ResetStream, 0, 7, new byte[4]),
        ["no frame at all"] = "GET / HTTP/1.1\r\nHost: gateway\r\n\r\n"u8.ToArray(),
    };

    [Theory]
    [MemberData(nameof(BadOnes))]
    public async Task The_connection_is_closed_and_the_rest_goes_on(string what)
    {
        await using var hall = await TestHall.StartAsync();
        using var raw = await RawHttp2.ConnectAsync(hall.RpcUrl, greets: what != "no frame at all");

        await raw.SendAsync(Bad[what]);
        await raw.UntilOverAsync();

        await GoesOnAsync(hall);
    }

    [Fact]
    public async Task A_flood_of_headers_ends_its_connection()
    {
        await using var hall = await TestHall.StartAsync();
        using var raw = await RawHttp2.ConnectAsync(hall.RpcUrl);
        var flood = RawHttp2.Block("/servicehall.v1.Intake/Push", Enumerable.Range(0, 400).Select(i => KeyValuePair.Create($"x-flood-{i}", new string('x', 4000)))).Chunk(16_000).ToList();

        try
        {
            await raw.SendAsync(RawHttp2.Headers, 0, 1, flood[0]);
            foreach (var piece in flood.Skip(1))
            {
                await raw.SendAsync(RawHttp2.Continuation, 0, 1, piece);
            }
        }
        catch (IOException)
        {
            // It was closed before all of it was sent.
        }

        await raw.UntilOverAsync();
        await GoesOnAsync(hall);
    }

    [Fact]
    public async Task Ten_thousand_streams_that_are_opened_and_left_cost_little()
    {
        const int Connections = 10, Streams = 1000;
        await using var hall = await TestHall.StartAsync();
        var raws = new List<RawHttp2>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        try
        {
            for (var i = 0; i < Connections; i++)
            {
                var raw = await RawHttp2.ConnectAsync(hall.RpcUrl);
                raws.Add(raw);
                for (var stream = 0; stream < Streams; stream++)
                {
                    await raw.SendAsync(RawHttp2.Headers, RawHttp2.EndHeaders, stream * 2 + 1, RawHttp2.Block("/servicehall.v1.Intake/PushStream", Signed(hall, "/servicehall.v1.Intake/PushStream")));
                }

                Assert.DoesNotContain(RawHttp2.ResetStream, await raw.PingAsync());
            }

            await GoesOnAsync(hall);
            var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (Connections * Streams);
            output.WriteLine($"{each:N0} bytes a stream");
            Assert.InRange(each, 0, 40_000);

            // They are open: each would still be answered.
            await raws[^1].SendAsync(RawHttp2.Data, RawHttp2.EndStream, 1, RawCalls.Message(Messages.RecordOf(Samples.Accepted("甲")).ToByteArray()));
            Assert.Contains(RawHttp2.Data, await raws[^1].UntilOverAsync(stream: 1));
        }
        finally
        {
            raws.ForEach(raw => raw.Dispose());
        }

        await GoesOnAsync(hall);
    }

    [Fact]
    public async Task Who_stops_reading_is_read_no_further_and_his_call_ends_alone()
    {
        // No more than the server's first window holds, and more than may be under way at once with what its answers fill this side's with.
        const int Records = 1200, FirstWindow = 768 * 1024;
        var sent = 0;
        await using var hall = await TestHall.StartAsync(settings: new() { ["Intake:StreamIdleLimit"] = "00:00:02" });
        using var raw = await RawHttp2.ConnectAsync(hall.RpcUrl);
        await raw.SendAsync(RawHttp2.Headers, RawHttp2.EndHeaders, 1, RawHttp2.Block("/servicehall.v1.Intake/PushStream", Signed(hall, "/servicehall.v1.Intake/PushStream")));
        for (var i = 0; i < Records; i++)
        {
            var record = Messages.RecordOf(Samples.Accepted(Samples.Number(i)).Keyed(new string('k', 150) + i.ToString(CultureInfo.InvariantCulture)));
            var message = RawCalls.Message(record.ToByteArray());
            sent += message.Length;
            await raw.SendAsync(RawHttp2.Data, 0, 1, message);
        }

        Assert.InRange(sent, 1, FirstWindow);

        // The answers fill the first window of 65,535 bytes, which is never given back.
        var over = await raw.UntilOverAsync(stream: 1);

        Assert.Equal(RawHttp2.ResetStream, over[^1]);
        Assert.DoesNotContain(RawHttp2.GoAway, over);
        Assert.InRange((await hall.JournalAsync()).Count, 1, Records - 1);

        // A status needs no window.
        await raw.SendAsync(RawHttp2.Headers, RawHttp2.EndHeaders, 3, RawHttp2.Block("/servicehall.v1.Status/GetCase", Signed(hall, "/servicehall.v1.Status/GetCase")));
        await raw.SendAsync(RawHttp2.Data, RawHttp2.EndStream, 3, RawCalls.Message(new V1.GetCaseRequest { No = "没有" }.ToByteArray()));
        Assert.Equal(RawHttp2.Headers, (await raw.UntilOverAsync(stream: 3))[^1]);
    }

    public static TheoryData<string> BadOnes() => [.. Bad.Keys];

    private static async Task GoesOnAsync(TestHall hall)
    {
        using var rpc = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);
        Assert.NotEmpty((await rpc.Status.ListChangesAsync(new V1.ListChangesRequest { After = "now" }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30))).Next);
    }

    private static IEnumerable<KeyValuePair<string, string>> Signed(TestHall hall, string path)
    {
        using var request = new HttpRequestMessage();
        hall.Client().Sign(request, "POST", path, [], fifthLine: "GRPC");
        return [.. request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.Single()))];
    }
}
