using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Tests.Hall;
using ServiceHall.Tests.Rpc;

namespace ServiceHall.Rpc.Tests.Faces;

/// <summary>Records without end, changes as they come, and what the face tells of itself.</summary>
public sealed class StreamTests
{
    [Fact]
    public async Task Verdicts_come_in_order_while_the_stream_goes_on()
    {
        await using var hall = await TestHall.StartAsync();
        using var rpc = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);
        using var stream = rpc.Intake.PushStream();

        for (var i = 0; i < 1000; i++)
        {
            await stream.RequestStream.WriteAsync(Messages.RecordOf(Samples.Accepted(Samples.Number(i))));
        }

        // None is kept waiting for what was not sent yet.
        var results = new List<V1.Result>();
        while (results.Count < 1000 && await stream.ResponseStream.MoveNext(CancellationToken.None))
        {
            results.Add(stream.ResponseStream.Current);
        }

        await stream.RequestStream.CompleteAsync();

        Assert.False(await stream.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"{Samples.Number(i)}/accepted"), results.Select(one => one.Key));
        Assert.All(results, one => Assert.Equal("accepted", one.Verdict));
    }

    [Fact]
    public async Task A_record_that_is_none_has_a_verdict_of_its_own()
    {
        await using var hall = await TestHall.StartAsync();
        using var rpc = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);
        using var stream = rpc.Intake.PushStream();
        var twice = Messages.RecordOf(Samples.Accepted("甲"));
        twice.Extra = new() { Fields = { ["key"] = Google.Protobuf.WellKnownTypes.Value.ForString("乙") } };

        await stream.RequestStream.WriteAsync(twice);
        await stream.RequestStream.WriteAsync(Messages.RecordOf(Samples.Accepted("乙")));
        await stream.RequestStream.CompleteAsync();
        var results = await stream.ResponseStream.ReadAllAsync().ToListAsync();

        Assert.Equal([("rejected", 1L), ("accepted", 0L)], results.Select(one => (one.Verdict, one.Line)));
        Assert.Equal("caller.malformed-line", results[0].Errors.Single().Rule);
    }

    [Fact]
    public async Task Changes_are_watched_and_resumed_by_their_cursor()
    {
        await using var hall = await TestHall.StartAsync();
        using var rpc = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);
        await hall.Client().PushAsync(Samples.Accepted("甲"));
        using var first = rpc.Status.Watch(new V1.WatchRequest());
        var seen = await TakeAsync(first, 1);

        using var resumed = rpc.Status.Watch(new V1.WatchRequest { After = seen[0].Cursor });
        await resumed.ResponseHeadersAsync;
        await hall.Client().PushAsync(Samples.Step("甲"));
        var live = await TakeAsync(resumed, 1);
        var all = await rpc.Status.ListChangesAsync(new V1.ListChangesRequest { Limit = 1000 });

        Assert.Equal(all.Changes.Take(2).Select(one => one.Cursor), seen.Concat(live).Select(one => one.Cursor));
    }

    [Fact]
    public async Task A_thousand_watch_at_once()
    {
        await using var hall = await TestHall.StartAsync();
        using var rpc = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);
        var watches = Enumerable.Range(0, 1000).Select(_ => rpc.Status.Watch(new V1.WatchRequest { After = "now" })).ToList();
        await Task.WhenAll(watches.Select(watch => watch.ResponseHeadersAsync));

        await hall.Client().PushAsync(Samples.Accepted("甲"));
        var seen = await Task.WhenAll(watches.Select(watch => TakeAsync(watch, 1)));

        Assert.Single(seen.Select(one => Assert.Single(one).Cursor).Distinct(StringComparer.Ordinal));
        watches.ForEach(watch => watch.Dispose());
    }

    [Fact]
    public async Task A_watch_ends_with_the_gateway()
    {
        var hall = await TestHall.StartAsync();
        using var rpc = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);
        using var watch = rpc.Status.Watch(new V1.WatchRequest { After = "now" });
        await watch.ResponseHeadersAsync;

        await hall.DisposeAsync();

        var fault = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal((StatusCode.Unavailable, "hall.busy"), (fault.StatusCode, SignedRpc.CodeOf(fault)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody knows this one")]
    public async Task A_watch_of_its_health_that_is_left_is_over(string service)
    {
        var calls = new CallsUnderWay();
        await using var hall = await TestHall.StartAsync(services: services => services.AddSingleton<IStartupFilter>(calls));
        using var rpc = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);
        using var watch = new Health.HealthClient(rpc.Channel).Watch(new HealthCheckRequest { Service = service });
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(1, calls.Count);

        watch.Dispose();

        await Until.Async(() => Task.FromResult(calls.Count == 0 ? "over" : null), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_stream_that_is_left_in_the_middle_loses_nothing_it_was_told_of()
    {
        await using var hall = await TestHall.StartAsync();
        using var rpc = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);
        for (var left = 0; left < 5; left++)
        {
            var deadline = left == 0 ? TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(5) : (DateTime?)null;
            using var stream = rpc.Intake.PushStream(deadline: deadline);
            List<string> told = [];
            var from = left;
            var writing = Task.Run(async () =>
            {
                for (var i = 0; i < 100_000; i++)
                {
                    await stream.RequestStream.WriteAsync(Messages.RecordOf(Samples.Accepted($"{from}-{i}")));
                }
            });
            try
            {
                while (told.Count < (left == 0 ? int.MaxValue : left * 300) && await stream.ResponseStream.MoveNext(CancellationToken.None))
                {
                    told.Add(stream.ResponseStream.Current.RecordId);
                }
            }
            catch (RpcException fault) when (left == 0 && IsDeadline(fault, deadline!.Value))
            {
                // That was the deadline's turn.
            }

            stream.Dispose();
            await Assert.ThrowsAnyAsync<Exception>(() => writing);

            Assert.NotEmpty(told);
            Assert.Equal("taken", (await rpc.Status.GetRecordAsync(new V1.GetRecordRequest { RecordId = told[^1] })).State);
        }

        // The client aborts the request at the deadline, and calls it that where the reader comes upon the end before its timer has said why.
        static bool IsDeadline(RpcException fault, DateTime deadline) =>
            fault.StatusCode == StatusCode.DeadlineExceeded || (fault.StatusCode == StatusCode.Unavailable && TimeProvider.System.GetUtcNow().UtcDateTime >= deadline);
    }

    [Fact]
    public async Task A_number_beyond_all_is_told_as_it_was_written()
    {
        await using var hall = await TestHall.StartAsync();
        using var rpc = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);
        await hall.Client().PushAsync(Samples.Accepted("甲"));
        var closed = Samples.Closed("甲").ToJsonString().Replace("\"closedBy\"", "\"fee\":1e999,\"closedBy\"", StringComparison.Ordinal);
        var pushed = (await hall.Client().PostAsync("/v1/records", $$"""{"records":[{{closed}}]}""")).Json["results"]![0]!;

        var record = await rpc.Status.GetRecordAsync(new V1.GetRecordRequest { RecordId = (string)pushed["recordId"]! });

        Assert.Equal("1e999", record.Record.Fields["data"].StructValue.Fields["fee"].StringValue);
    }

    [Fact]
    public async Task It_says_how_it_is_and_what_it_has()
    {
        await using var hall = await TestHall.StartAsync();
        using var rpc = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);

        var health = await new Health.HealthClient(rpc.Channel).CheckAsync(new HealthCheckRequest { Service = "servicehall.v1.Intake" });
        using var asking = new ServerReflection.ServerReflectionClient(rpc.Channel).ServerReflectionInfo();
        await asking.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        await asking.RequestStream.WriteAsync(new ServerReflectionRequest { FileContainingSymbol = "servicehall.v1.Intake.Push" });
        await asking.RequestStream.CompleteAsync();
        var answers = await asking.ResponseStream.ReadAllAsync().ToListAsync();

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        Assert.Superset(
            new HashSet<string> { "servicehall.v1.Intake", "servicehall.v1.Status", "servicehall.v1.Tasks", "servicehall.v1.CrossRegion" },
            answers[0].ListServicesResponse.Service.Select(one => one.Name).ToHashSet(StringComparer.Ordinal));
        Assert.Contains(answers[1].FileDescriptorResponse.FileDescriptorProto, file => Google.Protobuf.Reflection.FileDescriptorProto.Parser.ParseFrom(file).Name == "servicehall/v1/intake.proto");
    }

    private static async Task<List<V1.Change>> TakeAsync(AsyncServerStreamingCall<V1.Change> watch, int count)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var taken = new List<V1.Change>();
        while (taken.Count < count && await watch.ResponseStream.MoveNext(bound.Token))
        {
            taken.Add(watch.ResponseStream.Current);
        }

        return taken;
    }
}
