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
    public override async Task<PushResponse> Push(PushRequest request, ServerCallContext context)
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
        using var trace = PushTrace.Begin(context.GetHttpContext());
        var pushed = await pushes.TakeAsync(Preparing.Spread(records.Count, i => Prepare(records[i], i, caller, configuration)), trace) ?? throw RpcProblem.Of(ProblemCodes.Busy);
        context.GetHttpContext().Response.OnCompleted(pushed.TellAsync);
        return new PushResponse { Results = { pushed.Results.Select(ResultMessages.Of) } };
    }

    public override async Task PushStream(IAsyncStreamReader<Record> requestStream, IServerStreamWriter<Result> responseStream, ServerCallContext context)
    {
        var caller = Pushing(context);
        using var trace = PushTrace.Begin(context.GetHttpContext());
        await uploads.TakeAsync(new MessageLines(requestStream), new MessageAnswer(responseStream, uploads.IdleLimit, machine), caller, trace, context.CancellationToken);
    }

    private static Caller Pushing(ServerCallContext context) => RpcCallers.Of(context) is { Role: Role.Department } caller ? caller : throw RpcProblem.Of(ProblemCodes.NotYours);

    // What no JSON could say concerns the whole call, as it does over REST.
    private PreparedRecord Prepare(Record record, int at, Caller caller, Configuration configuration)
    {
        using var document = CanonicalRecord.TryParse(record) ?? throw RpcProblem.Of(ProblemCodes.BodyMalformed, "记录不能写成严格的 JSON（同名成员重复，或数值不是有限数）", $"records[{at}]");
        return preparer.Prepare(document.RootElement, caller, configuration);
    }
}
