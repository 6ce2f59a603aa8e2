using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Rpc.Tests.Faces;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;
using ServiceHall.Tests.Rpc;

namespace ServiceHall.Rpc.Tests.Edges;

/// <summary>Messages that are none: a correct status for their caller, nothing in the error log (the hall's end looks), and nothing for anybody else.</summary>
public sealed class BadMessageTests
{
    private static readonly Dictionary<string, byte[]> Bad = new()
    {
        ["a length beyond what came"] = [0, 0, 0, 0, 100, 1, 2, 3],
        ["a length beyond all numbers"] = [0, 255, 255, 255, 255],
        ["a head that is cut off"] = [0, 0, 0],
        ["no message at all"] = [],
        ["two messages where there is one"] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ["a flag that is none"] = [9, 0, 0, 0, 0],
        ["compressed without an encoding"] = [1, 0, 0, 0, 1, 0],
        ["no protobuf"] = [0, 0, 0, 0, 4, 0x0A, 0xFF, 0xFF, 0xFF],
        ["a group that never ends"] = [0, 0, 0, 0, 2, 0x0B, 0x0B],
        ["a field of number nought"] = [0, 0, 0, 0, 1, 0x00],
        ["nested deeper than anybody reads"] = RawCalls.Message(Nested(200)),
    };

    [Theory]
    [MemberData(nameof(BadOnes))]
    public async Task It_is_the_callers_fault(string what)
    {
        await using var hall = await TestHall.StartAsync();
        using var raw = new RawCalls(hall);
        using var good = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);

        var single = await raw.SendAsync("Intake/Push", new ByteArrayContent(Bad[what]));
        var streamed = await raw.SendAsync("Intake/PushStream", new ByteArrayContent(Bad[what]));

        List<StatusCode?> fair = [StatusCode.InvalidArgument, StatusCode.ResourceExhausted];
        Assert.Contains(single, fair);

        // Nothing, and nothing twice, are no mistake in a stream, and a push's records are a record's key: each has a verdict of its own.
        fair.AddRange(what is "no message at all" or "two messages where there is one" or "nested deeper than anybody reads" ? [StatusCode.OK] : []);
        Assert.Contains(streamed, fair);
        Assert.Equal("accepted", (await good.Intake.PushAsync(new V1.PushRequest { Records = { Messages.RecordOf(Samples.Accepted("甲")) } })).Results.Single().Verdict);
    }

    [Theory]
    [MemberData(nameof(BadOnes))]
    public async Task Of_nobody_no_message_is_read(string what)
    {
        await using var hall = await TestHall.StartAsync();
        using var raw = new RawCalls(hall) { IsSigned = false };

        Assert.Equal(StatusCode.Unauthenticated, await raw.SendAsync("Intake/Push", new ByteArrayContent(Bad[what])));
        Assert.Equal(StatusCode.Unauthenticated, await raw.SendAsync("Intake/PushStream", new ByteArrayContent(Bad[what])));
    }

    [Theory]
    [InlineData("Intake/Push")]
    [InlineData("Intake/PushStream")]
    public async Task What_grows_without_end_is_not_unpacked(string method)
    {
        await using var hall = await TestHall.StartAsync();
        using var raw = new RawCalls(hall);
        var bomb = RawCalls.Message(RawCalls.Bomb(512 << 20), flag: 1);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var status = await raw.SendAsync(method, new ByteArrayContent(bomb), "gzip");

        Assert.Equal(StatusCode.ResourceExhausted, status);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 100 << 20);
    }

    [Fact]
    public async Task What_was_zipped_and_cut_is_the_callers_fault()
    {
        await using var hall = await TestHall.StartAsync();
        using var raw = new RawCalls(hall);

        var status = await raw.SendAsync("Intake/Push", new ByteArrayContent(RawCalls.Message(RawCalls.Bomb(1 << 20)[..100], flag: 1)), "gzip");

        Assert.Equal(StatusCode.InvalidArgument, status);
    }

    [Fact]
    public async Task An_upload_that_stalls_harms_nobody_on_its_connection()
    {
        var machine = new ManualTime();
        await using var hall = await TestHall.StartAsync(services: services => services.AddSingleton<TimeProvider>(machine));
        using var raw = new RawCalls(hall, machine);
        var goesOn = new TaskCompletionSource();
        var message = RawCalls.Message(new V1.PushRequest { Records = { Messages.RecordOf(Samples.Accepted("甲")) } }.ToByteArray());
        var stalled = raw.SendAsync("Intake/Push", new HaltingContent(message[..20], goesOn.Task, message[20..]));

        // Longer than the server itself would let a connection be so slow.
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(8);)
        {
            Assert.Equal(StatusCode.NotFound, await raw.SendAsync("Status/GetCase", new ByteArrayContent(RawCalls.Message(new V1.GetCaseRequest { No = "没有" }.ToByteArray()))));
        }

        Assert.False(stalled.IsCompleted);
        machine.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(StatusCode.DeadlineExceeded, await stalled);
        goesOn.SetResult();
        Assert.Equal(StatusCode.NotFound, await raw.SendAsync("Status/GetCase", new ByteArrayContent(RawCalls.Message(new V1.GetCaseRequest { No = "没有" }.ToByteArray()))));
    }

    public static TheoryData<string> BadOnes() => [.. Bad.Keys];

    // extra of extra of extra …: a Struct with a member that is a Struct.
    private static byte[] Nested(int depth)
    {
        var value = new Google.Protobuf.WellKnownTypes.Struct();
        for (var i = 0; i < depth; i++)
        {
            value = new() { Fields = { ["a"] = new() { StructValue = value } } };
        }

        return new V1.PushRequest { Records = { new V1.Record { Extra = value } } }.ToByteArray();
    }
}
