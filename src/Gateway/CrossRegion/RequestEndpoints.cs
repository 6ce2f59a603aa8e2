using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Inbound;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;

namespace ServiceHall.Gateway.CrossRegion;

/// <summary><c>/v1/crossRegion/requests</c> and <c>/v1/crossRegion/inbound</c> (contract section 6).</summary>
internal sealed class RequestEndpoints(Requests requests, RequestView view)
{
    public Task SubmitAsync(HttpContext context) => TakeAsync(context, Role.Department, requests.SubmitAsync);

    public Task ReceiveAsync(HttpContext context) => TakeAsync(context, Role.Platform, requests.ReceiveAsync);

    public Task GetAsync(HttpContext context, string no)
    {
        var caller = context.Features.GetRequiredFeature<Caller>();
        return requests.Find(no, caller) is { } request
            ? Json.AnswerAsync(context, StatusCodes.Status200OK, to => view.Write(to, request, caller))
            : Problem.AnswerAsync(context, ProblemCodes.NoSuchRequest);
    }

    public async Task DoAsync(HttpContext context, string no)
    {
        var caller = context.Features.GetRequiredFeature<Caller>();
        if (caller.Role == Role.Operator)
        {
            await Problem.AnswerAsync(context, ProblemCodes.NotYours);
            return;
        }

        if (requests.Find(no, caller) is not { } request)
        {
            await Problem.AnswerAsync(context, ProblemCodes.NoSuchRequest);
            return;
        }

        await ObjectBody.UseAsync(context, TaskEndpoints.Wanted, async root => await AnswerAsync(context, await requests.DoAsync(request, root, caller)));
    }

    private static async Task TakeAsync(HttpContext context, Role role, Func<JsonElement, Caller, Task<RequestOutcome>> take)
    {
        var caller = context.Features.GetRequiredFeature<Caller>();
        if (caller.Role != role)
        {
            await Problem.AnswerAsync(context, ProblemCodes.NotYours);
            return;
        }

        await ObjectBody.UseAsync(context, SentRequest.Wanted, async root => await AnswerAsync(context, await take(root, caller)));
    }

    private static Task AnswerAsync(HttpContext context, RequestOutcome outcome) => outcome.Problem is { } problem
        ? Problem.AnswerAsync(context, problem, more: to => StoredFinding.WriteAll(to, "errors", outcome.Findings))
        : Json.AnswerAsync(context, StatusCodes.Status200OK, outcome.Write);
}
