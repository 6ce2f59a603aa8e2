using System.Diagnostics;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using ServiceHall.Rpc.Tests.Faces;
using ServiceHall.Tests.Hall;
using ServiceHall.Tests.Rpc;
using Xunit.Abstractions;

namespace ServiceHall.Rpc.Tests.Edges;

/// <summary>A caller who takes 200 MB of verdicts, and takes his time.</summary>
public sealed class SlowReaderTests(ITestOutputHelper output)
{
    private const long Wanted = 200_000_000;
    private const int Unknown = 200;
    private const int Records = 16_000;

    [Fact]
    public async Task It_is_waited_for_in_little_memory_and_nobody_else_waits()
    {
        await using var hall = await TestHall.StartAsync();
        using var slow = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);
        using var other = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);
        using var stream = slow.Intake.PushStream();
        var (written, before) = (0, GC.GetTotalMemory(forceFullCollection: true));
        var writing = Task.Run(WriteAsync);

        // It reads nothing until it is read no further; others are answered meanwhile.
        for (var (since, last) = (Stopwatch.GetTimestamp(), 0); Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(3);)
        {
            await other.Status.ListChangesAsync(new V1.ListChangesRequest { After = "now" }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(10));
            (since, last) = Volatile.Read(ref written) == last ? (since, last) : (Stopwatch.GetTimestamp(), Volatile.Read(ref written));
        }

        var (held, stood) = (GC.GetTotalMemory(forceFullCollection: true) - before, Volatile.Read(ref written));
        var (results, bytes) = (0, 0L);
        while (await stream.ResponseStream.MoveNext(CancellationToken.None))
        {
            (results, bytes) = (results + 1, bytes + stream.ResponseStream.Current.CalculateSize());
        }

        await writing;
        output.WriteLine($"{stood:N0} records were taken and {held / 1e6:N0} MB held while it read nothing; then {results:N0} verdicts, {bytes / 1e6:N0} MB");
        Assert.InRange(stood, 1, Records - 1);
        Assert.InRange(held, long.MinValue, 150_000_000);
        Assert.Equal(Records, results);
        Assert.InRange(bytes, Wanted, long.MaxValue);

        async Task WriteAsync()
        {
            for (var i = 0; i < Records; i++)
            {
                await stream.RequestStream.WriteAsync(Wordy(i));
                Volatile.Write(ref written, i + 1);
            }

            await stream.RequestStream.CompleteAsync();
        }
    }

    // Every member that nobody knows is a warning of its verdict.
    private static V1.Record Wordy(int number)
    {
        var record = Messages.RecordOf(Samples.Accepted(Samples.Number(number)));
        record.CaseAccepted.Extra = new Struct();
        for (var i = 0; i < Unknown; i++)
        {
            record.CaseAccepted.Extra.Fields[$"notInTheContract{i.ToString(CultureInfo.InvariantCulture)}"] = Value.ForBool(true);
        }

        return record;
    }
}
