using Grpc.Core;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Intake.Streams;
using ServiceHall.Gateway.Security;
using ServiceHall.V1;
using Record = ServiceHall.V1.Record;

namespace ServiceHall.Gateway.Rpc;

/// <summary><c>servicehall.v1.Intake</c>: what <c>POST /v1/records</c> does, by the same code.</summary>
internal sealed class IntakeCalls(RecordPreparer preparer, Pushes pushes, Uploads uploads, Hall hall, TimeProvider machine) : V1.Intake.IntakeBase
{
    public override Task<PushResponse> Push(PushRequest request, ServerCallContext context) => TracedAsync(context, trace => PushAsync(request, context, trace));

    public override Task PushStream(IAsyncStreamReader<Record> requestStream, IServerStreamWriter<Result> responseStream, ServerCallContext context) => TracedAsync(context, async trace =>
    {
        await uploads.TakeAsync(new MessageLines(requestStream), new MessageAnswer(responseStream, uploads.IdleLimit, machine), Pushing(context), trace, context.CancellationToken);
        return true;
    });

    private async Task<PushResponse> PushAsync(PushRequest request, ServerCallContext context, PushTrace? trace)
    {
        var caller = Pushing(context);
        switch (request.Records.Count)
        {
            case 0:
                throw RpcProblem.Of(ProblemCodes.BodyMalformed, "请给出 1 至 1000 条记录", "records");
            case > IntakeEndpoints.MostRecords:
                throw RpcProblem.Of(ProblemCodes.TooManyRecords, field: "records");
        }

        var (configuration, records) = (hall.Current, request.Records);
        var pushed = await pushes.TakeAsync(Preparing.Spread(records.Count, i => Prepare(records[i], i, caller, configuration)), trace) ?? throw RpcProblem.Of(ProblemCodes.Busy);
        context.GetHttpContext().Response.OnCompleted(pushed.TellAsync);
        return new PushResponse { Results = { pushed.Results.Select(ResultMessages.Of) } };
    }

    private static async Task<T> TracedAsync<T>(ServerCallContext context, Func<PushTrace?, Task<T>> push)
    {
        using var trace = PushTrace.Begin(context.GetHttpContext());
        try
        {
            var answer = await push(trace);
            trace?.Ended((int)StatusCode.OK, isFault: false);
            return answer;
        }
        catch (RpcException refused)
        {
            trace?.Ended((int)refused.StatusCode, RpcProblem.IsFault(refused.StatusCode));
            throw;
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or IOException))
        {
            // Those are of who calls and of the way to it; the rest is told as this status.
            trace?.Ended((int)StatusCode.Internal, isFault: true);
            throw;
        }
    }

    private static Caller Pushing(ServerCallContext context) => RpcCallers.Of(context) is { Role: Role.Department } caller ? caller : throw RpcProblem.Of(ProblemCodes.NotYours);

    // What no JSON could say concerns the whole call, as it does over REST.
    private PreparedRecord Prepare(Record record, int at, Caller caller, Configuration configuration)
    {
        using var document = CanonicalRecord.TryParse(record) ?? throw RpcProblem.Of(ProblemCodes.BodyMalformed, "记录不能写成严格的 JSON（同名成员重复，或数值不是有限数）", $"records[{at}]");
        return preparer.Prepare(document.RootElement, caller, configuration);
    }
}
