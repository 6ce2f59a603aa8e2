using Grpc.Core;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.CrossRegion;
using ServiceHall.Gateway.Intake;
using ServiceHall.V1;

namespace ServiceHall.Gateway.Rpc;

/// <summary><c>servicehall.v1.CrossRegion</c> (contract section 6), by the code of REST.</summary>
internal sealed class CrossRegionCalls(RoutePreview preview) : V1.CrossRegion.CrossRegionBase
{
    public override Task<PreviewRouteResponse> PreviewRoute(PreviewRouteRequest request, ServerCallContext context)
    {
        // A request has no number, and so can always be written.
        var (asked, findings) = PreviewRequest.Read(CanonicalRecord.TryWriteRequest(request)!);
        return findings.Count == 0
            ? Task.FromResult(StatusMessages.Of<PreviewRouteResponse>(to => preview.Write(to, asked!)))
            : throw RpcProblem.Of(ProblemCodes.BodyMalformed, findings.Select(one => new StoredFinding(one.Rule.Id, one.Field, one.Message, IsError: true)));
    }
}
