using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Security;

namespace ServiceHall.Gateway.Rpc;

/// <summary>Who makes a gRPC call (contract section 1): its metadata is signed as a REST call's headers are, with POST, the full method name and the word GRPC.</summary>
internal sealed class RpcCallers(SignedCalls signatures)
{
    /// <summary>Whether a call's signature is right.</summary>
    public (Caller? Caller, ProblemCode? Problem) Check(HttpContext call)
    {
        if (!signatures.HasClients)
        {
            return (null, ProblemCodes.NoClients);
        }

        if (signatures.CheckHeaders(call.Request.Headers) is { } early)
        {
            return (null, early);
        }

        // No signature covers the messages: the connection must.
        return StreamedBody.MayCome(call) ? signatures.Check(call.Request, call.Request.Path.Value!, SignedCalls.Grpc) : (null, ProblemCodes.RpcInClear);
    }

    /// <summary>Who made this call, once it was let in.</summary>
    public static Caller Of(ServerCallContext call) => call.GetHttpContext().Features.GetRequiredFeature<Caller>();
}
