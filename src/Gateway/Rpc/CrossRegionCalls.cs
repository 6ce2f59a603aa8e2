using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.CrossRegion;
using ServiceHall.Gateway.Inbound;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Store;
using ServiceHall.V1;
using SentRequest = ServiceHall.Gateway.CrossRegion.SentRequest;

namespace ServiceHall.Gateway.Rpc;

/// <summary><c>servicehall.v1.CrossRegion</c> (contract section 6), by the code of REST.</summary>
internal sealed class CrossRegionCalls(RoutePreview preview, Requests requests, RequestView view) : V1.CrossRegion.CrossRegionBase
{
    public override Task<RequestDone> Submit(SubmitRequestRequest request, ServerCallContext context) => TakeAsync(request.Request, Role.Department, requests.SubmitAsync, context);

    public override Task<RequestDone> Receive(ReceiveRequestRequest request, ServerCallContext context) => TakeAsync(request.Request, Role.Platform, requests.ReceiveAsync, context);

    public override Task<RegionRequest> Get(GetRequestRequest request, ServerCallContext context)
    {
        var caller = RpcCallers.Of(context);
        var row = Find(request.RequestNo, caller);
        return Task.FromResult(StatusMessages.OfRequest(to => view.Write(to, row, caller)));
    }

    public override async Task<RequestDone> Act(ActOnRequestRequest request, ServerCallContext context)
    {
        var caller = RpcCallers.Of(context);
        if (caller.Role == Role.Operator)
        {
            throw RpcProblem.Of(ProblemCodes.NotYours);
        }

        var row = Find(request.RequestNo, caller);
        using var body = MessageBody.Of(request.Deed, TaskEndpoints.Wanted);
        return Answer(await requests.DoAsync(row, body.RootElement, caller));
    }

    public override Task<PreviewRouteResponse> PreviewRoute(PreviewRouteRequest request, ServerCallContext context)
    {
        // A request has no number, and so can always be written.
        var (asked, findings) = PreviewRequest.Read(CanonicalRecord.TryWriteRequest(request)!);
        return findings.Count == 0
            ? Task.FromResult(StatusMessages.Of<PreviewRouteResponse>(to => preview.Write(to, asked!)))
            : throw RpcProblem.Of(ProblemCodes.BodyMalformed, findings.Select(one => new StoredFinding(one.Rule.Id, one.Field, one.Message, IsError: true)));
    }

    private static async Task<RequestDone> TakeAsync(IMessage? request, Role role, Func<JsonElement, Caller, Task<RequestOutcome>> take, ServerCallContext context)
    {
        var caller = RpcCallers.Of(context);
        if (caller.Role != role)
        {
            throw RpcProblem.Of(ProblemCodes.NotYours);
        }

        using var body = MessageBody.Of(request, SentRequest.Wanted);
        return Answer(await take(body.RootElement, caller));
    }

    private static RequestDone Answer(RequestOutcome outcome) => outcome.Problem is { } problem ? throw RpcProblem.Of(problem, outcome.Findings) : StatusMessages.Of<RequestDone>(outcome.Write);

    private RequestRow Find(string no, Caller caller) => requests.Find(no, caller) ?? throw RpcProblem.Of(ProblemCodes.NoSuchRequest);
}
