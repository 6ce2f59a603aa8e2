using Grpc.Core;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Inbound;
using ServiceHall.Gateway.Intake.Streams;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Status.Feed;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Tasks;
using ServiceHall.V1;
using SentTask = ServiceHall.Gateway.Inbound.SentTask;

namespace ServiceHall.Gateway.Rpc;

/// <summary><c>servicehall.v1.Tasks</c> (contract section 7), by the code of REST.</summary>
internal sealed class TaskCalls(Arrivals arrivals, Inbound.Tasks tasks, TaskPages pages, ChangePages places, ChangeFeed feed, TaskView view, Uploads uploads, TimeProvider machine) : V1.Tasks.TasksBase
{
    private const int Batch = 500;

    private static readonly Dictionary<string, TaskAct> Acts = TaskEndpoints.Acts.ToDictionary(act => act.Word(), StringComparer.Ordinal);

    public override async Task<ReceiveTaskResponse> Receive(ReceiveTaskRequest request, ServerCallContext context)
    {
        if (Arrivals.KindOf(request.Kind) is not { } kind)
        {
            throw RpcProblem.Of(ProblemCodes.BodyMalformed, "kind 应为 applications、issues 或 reviews", "kind");
        }

        if (RpcCallers.Of(context) is not { Role: Role.Platform, Platform: { } platform })
        {
            throw RpcProblem.Of(ProblemCodes.NotYours);
        }

        using var body = MessageBody.Of(request.Task, SentTask.Wanted);
        var arrival = await arrivals.TakeAsync(body.RootElement, kind, platform);
        return arrival.Problem is { } problem ? throw RpcProblem.Of(problem, arrival.Findings) : StatusMessages.Of<ReceiveTaskResponse>(arrival.Write);
    }

    public override async Task<V1.TaskPage> List(ListTasksRequest request, ServerCallContext context)
    {
        var query = ChangesQuery.Of(request.After, request.HasLimit ? request.Limit : null, request.Wait) ?? throw RpcProblem.Of(ProblemCodes.QueryMalformed, ChangesQuery.Wanted);
        var caller = RpcCallers.Of(context);
        var page = await pages.ReadAsync(query, Place(request.After), caller, context.CancellationToken);
        return page is null ? throw RpcProblem.Of(ProblemCodes.CursorExpired) : Of(page, caller);
    }

    public override async Task Watch(WatchTasksRequest request, IServerStreamWriter<V1.TaskPage> responseStream, ServerCallContext context)
    {
        var place = Place(request.After);
        var caller = RpcCallers.Of(context);
        using var listening = feed.Listen();

        // A caller knows by the headers that it is heard.
        await context.WriteResponseHeadersAsync([]);
        var query = new ChangesQuery(request.After, Batch, TimeSpan.FromMinutes(1));
        while (!feed.IsStopping)
        {
            var page = await pages.ReadAsync(query, place, caller, context.CancellationToken) ?? throw RpcProblem.Of(ProblemCodes.CursorExpired);
            place = page.Place;
            if (page.Tasks.Count > 0)
            {
                await Patience.WriteAsync(responseStream, Of(page, caller), uploads.IdleLimit, machine, context.CancellationToken);
            }
        }

        throw RpcProblem.Of(ProblemCodes.Busy);
    }

    public override Task<V1.HallTask> Get(GetTaskRequest request, ServerCallContext context)
    {
        var caller = RpcCallers.Of(context);
        return tasks.Find(request.TaskNo, caller) is { } task ? Task.FromResult(Of(task, caller)) : throw RpcProblem.Of(ProblemCodes.NoSuchTask);
    }

    public override async Task<ActResponse> Act(ActRequest request, ServerCallContext context)
    {
        var caller = RpcCallers.Of(context);
        if (caller.Role != Role.Department)
        {
            throw RpcProblem.Of(ProblemCodes.NotYours);
        }

        if (!Acts.TryGetValue(request.Act, out var act))
        {
            throw RpcProblem.Of(ProblemCodes.BodyMalformed, $"act 应为 {string.Join('、', Acts.Keys)} 之一", "act");
        }

        var task = tasks.Find(request.TaskNo, caller) ?? throw RpcProblem.Of(ProblemCodes.NoSuchTask);
        using var body = MessageBody.Of(request.Order, TaskEndpoints.Wanted);
        var outcome = await tasks.DoAsync(task, act, body.RootElement);
        return outcome.Problem is { } problem ? throw RpcProblem.Of(problem, outcome.Findings) : StatusMessages.Of<ActResponse>(outcome.Write);
    }

    private V1.TaskPage Of(Inbound.TaskPage page, Caller caller) => new() { Tasks = { page.Tasks.Select(task => Of(task, caller)) }, Next = page.Next };

    private V1.HallTask Of(TaskRow task, Caller caller) => StatusMessages.OfTask(to => view.Write(to, task, caller));

    private long? Place(string after) => places.TryPlace(after, out var place) ? place : throw RpcProblem.Of(ProblemCodes.CursorUnknown, field: "after");
}
