using Grpc.Core;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake.Streams;
using ServiceHall.Gateway.Status;
using ServiceHall.Gateway.Status.Feed;
using ServiceHall.V1;
using Case = ServiceHall.V1.Case;
using Change = ServiceHall.V1.Change;

namespace ServiceHall.Gateway.Rpc;

/// <summary><c>servicehall.v1.Status</c>: what is pulled over REST (contract section 4), by the same code.</summary>
internal sealed class StatusCalls(StatusAnswers answers, ChangePages pages, ChangeFeed feed, Uploads uploads, TimeProvider machine) : V1.Status.StatusBase
{
    // How long a watch sleeps where nothing happens; it says nothing then, the connection's own pings tell who is gone.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private static readonly WriteOptions MoreCome = new(WriteFlags.BufferHint);

    public override Task<Case> GetCase(GetCaseRequest request, ServerCallContext context)
    {
        if (request.No.Length == 0)
        {
            throw RpcProblem.Of(ProblemCodes.QueryMalformed, "请给出一个编号（no），必要时加 issuer", "no");
        }

        var found = answers.Find(request.No, request.Issuer.Length == 0 ? null : request.Issuer, RpcCallers.Of(context));
        return found switch
        {
            [] => throw RpcProblem.Of(ProblemCodes.NoSuchCase),
            [var one] => Task.FromResult(StatusMessages.Of(answers.Show(one.Case))),
            _ => throw RpcProblem.Of(ProblemCodes.NumberAmbiguous, more: ("issuers", string.Join(',', found.Select(one => one.Issuer)))),
        };
    }

    public override Task<BatchGetCasesResponse> BatchGetCases(BatchGetCasesRequest request, ServerCallContext context) => request.CaseNos.Count switch
    {
        0 => throw RpcProblem.Of(ProblemCodes.BodyMalformed, "请给出 1 至 500 个编号", "case_nos"),
        > CaseBatch.Most => throw RpcProblem.Of(ProblemCodes.TooManyRecords, CaseBatch.TooMany, "case_nos"),
        _ => Task.FromResult(StatusMessages.Of<BatchGetCasesResponse>(answers.Batch(request.CaseNos, RpcCallers.Of(context)))),
    };

    public override Task<RecordStatus> GetRecord(GetRecordRequest request, ServerCallContext context) => answers.Record(request.RecordId, RpcCallers.Of(context)) is { } record
        ? Task.FromResult(StatusMessages.OfRecord(record))
        : throw RpcProblem.Of(ProblemCodes.NoSuchRecord);

    public override async Task<ListChangesResponse> ListChanges(ListChangesRequest request, ServerCallContext context)
    {
        var query = ChangesQuery.Of(request.After, request.HasLimit ? request.Limit : null, request.Wait) ?? throw RpcProblem.Of(ProblemCodes.QueryMalformed, ChangesQuery.Wanted);
        var page = await pages.ReadAsync(query, Place(request.After), RpcCallers.Of(context), context.CancellationToken);
        return page is null ? throw RpcProblem.Of(ProblemCodes.CursorExpired) : StatusMessages.Of(page);
    }

    public override async Task Watch(WatchRequest request, IServerStreamWriter<Change> responseStream, ServerCallContext context)
    {
        var place = Place(request.After);
        using var listening = feed.Listen();
        var caller = RpcCallers.Of(context);
        var page = pages.First(place, caller);

        // A caller knows by the headers that it is heard.
        await context.WriteResponseHeadersAsync([]);
        while (page is not null && !feed.IsStopping)
        {
            for (var i = 0; i < page.Changes.Count; i++)
            {
                responseStream.WriteOptions = i < page.Changes.Count - 1 ? MoreCome : WriteOptions.Default;
                await Patience.WriteAsync(responseStream, StatusMessages.Of(page.Changes[i]), uploads.IdleLimit, machine, context.CancellationToken);
            }

            page = await pages.NextAsync(page, caller, LongestSleep, context.CancellationToken);
        }

        throw RpcProblem.Of(page is null ? ProblemCodes.CursorExpired : ProblemCodes.Busy);
    }

    private long? Place(string after) => pages.TryPlace(after, out var place) ? place : throw RpcProblem.Of(ProblemCodes.CursorUnknown, field: "after");
}
