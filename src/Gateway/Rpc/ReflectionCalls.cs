using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1;
using ServiceHall.Gateway.Intake.Streams;
using V1Alpha = Grpc.Reflection.V1Alpha;

namespace ServiceHall.Gateway.Rpc;

/// <summary><c>grpc.reflection.v1.ServerReflection</c>.</summary>
internal sealed class ReflectionCalls(Description description, Uploads uploads, TimeProvider machine) : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            await Patience.WriteAsync(responseStream, description.Answer(requestStream.Current), uploads.IdleLimit, machine, context.CancellationToken);
        }
    }
}

/// <summary>The same as older tools ask for it: <c>grpc.reflection.v1alpha.ServerReflection</c>, whose messages are those of v1 under another name.</summary>
internal sealed class OldReflectionCalls(Description description, Uploads uploads, TimeProvider machine) : V1Alpha.ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<V1Alpha.ServerReflectionRequest> requestStream, IServerStreamWriter<V1Alpha.ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var answer = description.Answer(ServerReflectionRequest.Parser.ParseFrom(requestStream.Current.ToByteString()));
            await Patience.WriteAsync(responseStream, V1Alpha.ServerReflectionResponse.Parser.ParseFrom(answer.ToByteString()), uploads.IdleLimit, machine, context.CancellationToken);
        }
    }
}
