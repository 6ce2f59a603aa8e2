using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Status;
using ServiceHall.Gateway.Status.Feed;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Rules;
using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.Inbound;

/// <summary><c>GET /v1/tasks</c>, <c>GET /v1/tasks/{no}</c> and <c>POST /v1/tasks/{no}:{act}</c> (contract section 7).</summary>
internal sealed class TaskEndpoints(Tasks tasks, TaskPages pages, ChangePages places, TaskView view, StatusReader cases, Hall hall)
{
    private const string Wanted = "请求体应为一个 JSON 对象";

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
        await (page is null ? Problem.AnswerAsync(context, ProblemCodes.CursorExpired) : Json.AnswerAsync(context, StatusCodes.Status200OK, to =>
        {
            to.WriteStartObject();
            to.WriteStartArray("tasks");
            foreach (var task in page.Tasks)
            {
                view.Write(to, task, CaseOf(task), caller);
            }

            to.WriteEndArray();
            to.WriteString("next", page.Next);
            to.WriteEndObject();
        }));
    }

    public Task GetAsync(HttpContext context, string number)
    {
        var caller = context.Features.GetRequiredFeature<Caller>();
        return tasks.Find(number, caller) is { } task
            ? Json.AnswerAsync(context, StatusCodes.Status200OK, to => view.Write(to, task, CaseOf(task), caller))
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
            List<Finding> found = [];
            var order = TaskOrder.Read(root, act, found);
            var findings = found.ConvertAll(finding => StoredFinding.Of(finding, hall.Rules.Profile));
            await (findings.Exists(finding => finding.IsError)
                ? Problem.AnswerAsync(context, ProblemCodes.BodyMalformed, more: to => StoredFinding.WriteAll(to, "errors", findings.Where(finding => finding.IsError)))
                : AnswerAsync(context, await tasks.DoAsync(task, order, root), findings));
        });
    }

    private static Task AnswerAsync(HttpContext context, TaskOutcome outcome, List<StoredFinding> findings) => outcome.Task is { } task
        ? Json.AnswerAsync(context, StatusCodes.Status200OK, to =>
        {
            to.WriteStartObject();
            to.WriteString("taskNo", task.Id);
            to.WriteString("verdict", outcome.IsRepeat ? "duplicate" : "accepted");
            to.WriteString("state", task.State.Word());
            to.WriteString("caseNo", task.OwnNo);
            to.WriteString("gatewayCaseNo", outcome.GatewayCaseNo);
            to.WriteString("recordId", outcome.RecordId?.ToString());
            StoredFinding.WriteAll(to, "warnings", [.. findings, .. outcome.Findings]);
            to.WriteEndObject();
        })
        : Problem.AnswerAsync(context, outcome.Problem!, more: to => StoredFinding.WriteAll(to, "errors", outcome.Findings));

    private Case? CaseOf(TaskRow task) => task.CaseId is { } id ? cases.Case(id) : null;
}
