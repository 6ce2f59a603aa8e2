using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Status.Feed;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.Inbound;

/// <summary><c>GET /v1/tasks</c>, <c>GET /v1/tasks/{no}</c> and <c>POST /v1/tasks/{no}:{act}</c> (contract section 7).</summary>
internal sealed class TaskEndpoints(Tasks tasks, TaskPages pages, ChangePages places, TaskView view)
{
    /// <summary>Whoever sends something else is told so.</summary>
    public const string Wanted = "请求体应为一个 JSON 对象";

    /// <summary>What departments can do.</summary>
    public static IReadOnlyList<TaskAct> Acts { get; } = Enum.GetValues<TaskAct>();

    public async Task ListAsync(HttpContext context)
    {
        if (ChangesQuery.Read(context.Request.Query) is not { } query)
        {
            await Problem.AnswerAsync(context, ProblemCodes.QueryMalformed, ChangesQuery.Wanted);
            return;
        }

        if (!places.TryPlace(query.After, out var place))
        {
            await Problem.AnswerAsync(context, ProblemCodes.CursorUnknown);
            return;
        }

        var caller = context.Features.GetRequiredFeature<Caller>();
        var page = await pages.ReadAsync(query, place, caller, context.RequestAborted);
        await (page is null ? Problem.AnswerAsync(context, ProblemCodes.CursorExpired) : Json.AnswerAsync(context, StatusCodes.Status200OK, to => view.Write(to, page, caller)));
    }

    public Task GetAsync(HttpContext context, string number)
    {
        var caller = context.Features.GetRequiredFeature<Caller>();
        return tasks.Find(number, caller) is { } task
            ? Json.AnswerAsync(context, StatusCodes.Status200OK, to => view.Write(to, task, caller))
            : Problem.AnswerAsync(context, ProblemCodes.NoSuchTask);
    }

    public async Task DoAsync(HttpContext context, string number, TaskAct act)
    {
        var caller = context.Features.GetRequiredFeature<Caller>();
        if (caller.Role != Role.Department)
        {
            await Problem.AnswerAsync(context, ProblemCodes.NotYours);
            return;
        }

        if (tasks.Find(number, caller) is not { } task)
        {
            await Problem.AnswerAsync(context, ProblemCodes.NoSuchTask);
            return;
        }

        await ObjectBody.UseAsync(context, Wanted, async root =>
        {
            var outcome = await tasks.DoAsync(task, act, root);
            await (outcome.Problem is { } problem
                ? Problem.AnswerAsync(context, problem, more: to => StoredFinding.WriteAll(to, "errors", outcome.Findings))
                : Json.AnswerAsync(context, StatusCodes.Status200OK, outcome.Write));
        });
    }
}
