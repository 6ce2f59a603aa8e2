using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace ServiceHall.Rpc.Tests.Interop;

/// <summary>The service that gRPC's own interop clients call, on the assemblies that the gateway stands on.</summary>
internal sealed class TestServiceCalls : TestService.TestServiceBase
{
    public override Task<Empty> EmptyCall(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        MustBeCompressed(request.ExpectCompressed, context);
        await CompressAsync(request.ResponseCompressed, context);
        EndAs(request.ResponseStatus);
        return new SimpleResponse { Payload = Noughts(request.ResponseSize) };
    }

    public override async Task StreamingOutputCall(StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        foreach (var one in request.ResponseParameters)
        {
            await SendAsync(one, responseStream, context);
        }

        EndAs(request.ResponseStatus);
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        var size = 0;
        await foreach (var request in requestStream.ReadAllAsync())
        {
            MustBeCompressed(request.ExpectCompressed, context);
            size += request.Payload?.Body.Length ?? 0;
        }

        return new StreamingInputCallResponse { AggregatedPayloadSize = size };
    }

    public override async Task FullDuplexCall(IAsyncStreamReader<StreamingOutputCallRequest> requestStream, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            EndAs(request.ResponseStatus);
            foreach (var one in request.ResponseParameters)
            {
                await SendAsync(one, responseStream, context);
            }
        }
    }

    private static async Task SendAsync(ResponseParameters what, IServerStreamWriter<StreamingOutputCallResponse> to, ServerCallContext context)
    {
        using var interval = new PeriodicTimer(TimeSpan.FromMicroseconds(Math.Max(1000, what.IntervalUs)));
        if (what.IntervalUs > 0)
        {
            await interval.WaitForNextTickAsync(context.CancellationToken);
        }

        await to.WriteAsync(new StreamingOutputCallResponse { Payload = Noughts(what.Size) }, context.CancellationToken);
    }

    private static Payload Noughts(int size) => new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) };

    private static void EndAs(EchoStatus? status)
    {
        if (status is { Code: not 0 })
        {
            throw new RpcException(new Status((StatusCode)status.Code, status.Message));
        }
    }

    private static void MustBeCompressed(BoolValue? expected, ServerCallContext context)
    {
        if (expected is { Value: true } && context.GetHttpContext().Request.Headers["grpc-encoding"].ToString() is "" or "identity")
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "It was to be compressed."));
        }
    }

    private static Task CompressAsync(BoolValue? wanted, ServerCallContext context) =>
        wanted is { Value: true } ? context.WriteResponseHeadersAsync(new Metadata { { "grpc-internal-encoding-request", "gzip" } }) : Task.CompletedTask;
}
