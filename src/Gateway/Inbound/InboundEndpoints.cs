using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Security;

namespace ServiceHall.Gateway.Inbound;

/// <summary><c>POST /v1/inbound/{kind}</c> (contract section 7).</summary>
internal sealed class InboundEndpoints(Arrivals arrivals)
{
    public async Task TakeAsync(HttpContext context, string kind)
    {
        if (Arrivals.KindOf(kind) is not { } of)
        {
            await Problem.AnswerAsync(context, ProblemCodes.NoSuchPath);
            return;
        }

        var caller = context.Features.GetRequiredFeature<Caller>();
        if (caller is not { Role: Role.Platform, Platform: { } platform })
        {
            await Problem.AnswerAsync(context, ProblemCodes.NotYours);
            return;
        }

        await ObjectBody.UseAsync(context, SentTask.Wanted, async root =>
        {
            var arrival = await arrivals.TakeAsync(root, of, platform);
            await (arrival.Problem is { } problem
                ? Problem.AnswerAsync(context, problem, more: to => StoredFinding.WriteAll(to, "errors", arrival.Findings))
                : Json.AnswerAsync(context, StatusCodes.Status200OK, arrival.Write));
        });
    }
}

/// <summary>A body that is one JSON object.</summary>
internal static class ObjectBody
{
    /// <summary>Reads it and has it used, or answers what is wrong with it.</summary>
    /// <param name="wanted">What is told to whoever sends something else.</param>
    public static async Task UseAsync(HttpContext context, string wanted, Func<JsonElement, Task> use)
    {
        if (!context.Request.HasJsonContentType())
        {
            await Problem.AnswerAsync(context, ProblemCodes.ContentType);
            return;
        }

        var (body, problem) = await context.Features.GetRequiredFeature<RequestBody>().DecodeAsync(context.Request, context.RequestAborted);
        using var document = problem is null ? StrictJson.TryObject(body) : null;
        await (document is null ? Problem.AnswerAsync(context, problem ?? ProblemCodes.BodyMalformed, problem is null ? wanted : null) : use(document.RootElement));
    }
}
