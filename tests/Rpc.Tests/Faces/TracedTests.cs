using System.Diagnostics;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Store;
using ServiceHall.Tests.Hall;
using ServiceHall.Tests.Rpc;

namespace ServiceHall.Rpc.Tests.Faces;

/// <summary>A push over gRPC goes on in the trace that its caller records, and its span says how it ended.</summary>
public sealed class TracedTests : IDisposable
{
    private readonly ActivityContext _caller = Spans.NewTrace();
    private readonly Traced _traced = new();

    public void Dispose() => _traced.Dispose();

    [Fact]
    public async Task A_push_is_a_span_of_its_callers_trace_and_so_is_each_judgement()
    {
        await using var hall = await TestHall.StartAsync();
        using var rpc = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);

        await rpc.Intake.PushAsync(new V1.PushRequest { Records = { Messages.RecordOf(Samples.Accepted("甲")) } }, InTrace());
        await hall.StopAsync();

        Assert.Equal(["POST /servicehall.v1.Intake/Push", "judge case.accepted"], _traced.Spans.Of(_caller.TraceId));
        var span = Push();
        Assert.Equal((_caller.SpanId, "mz", 0, ActivityStatusCode.Unset), (span.ParentSpanId, span.GetTagItem("servicehall.client"), span.GetTagItem("rpc.grpc.status_code"), span.Status));
    }

    [Fact]
    public async Task What_the_caller_did_wrong_is_no_fault_of_the_span()
    {
        await using var hall = await TestHall.StartAsync();
        using var rpc = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);

        var fault = await Assert.ThrowsAsync<RpcException>(() => rpc.Intake.PushAsync(new V1.PushRequest(), InTrace()).ResponseAsync);
        await hall.StopAsync();

        Assert.Equal(StatusCode.InvalidArgument, fault.StatusCode);
        Assert.Equal(((int)StatusCode.InvalidArgument, ActivityStatusCode.Unset), (Push().GetTagItem("rpc.grpc.status_code"), Push().Status));
    }

    [Fact]
    public async Task A_gateway_that_is_too_busy_says_so_in_the_span()
    {
        await using var hall = await TestHall.StartAsync(settings: new() { ["Intake:QueueLimit"] = "1" });
        using var rpc = new SignedRpc(hall.RpcUrl, "mz", TestHall.Secret);
        var writer = hall.Services.GetRequiredService<StoreWriter>();
        using var held = new Held(weight: 1);
        using var waiting = new Held(weight: 1);
        writer.Enqueue(held);
        await held.Begun;
        writer.Enqueue(waiting);

        var fault = await Assert.ThrowsAsync<RpcException>(() => rpc.Intake.PushAsync(new V1.PushRequest { Records = { Messages.RecordOf(Samples.Accepted("甲")) } }, InTrace()).ResponseAsync);
        held.Release();
        waiting.Release();
        await hall.StopAsync();

        Assert.Equal(StatusCode.Unavailable, fault.StatusCode);
        Assert.Equal(((int)StatusCode.Unavailable, ActivityStatusCode.Error), (Push().GetTagItem("rpc.grpc.status_code"), Push().Status));
    }

    private Metadata InTrace() => new() { { "traceparent", _caller.Header() } };

    private Activity Push() => Assert.Single(_traced.Spans, span => span.TraceId == _caller.TraceId && span.Kind == ActivityKind.Server);
}
