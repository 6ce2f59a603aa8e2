using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Intake;

namespace ServiceHall.Gateway.CrossRegion;

/// <summary><c>POST /v1/crossRegion/routes:preview</c>: who would get this request, by which rule, and why. Nothing is kept of it.</summary>
internal sealed class PreviewEndpoint(RoutePreview preview)
{
    public async Task PreviewAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            await Problem.AnswerAsync(context, ProblemCodes.ContentType);
            return;
        }

        var (body, problem) = await context.Features.GetRequiredFeature<RequestBody>().DecodeAsync(context.Request, context.RequestAborted);
        var (asked, findings) = problem is null ? PreviewRequest.Read(body) : (null, []);
        await (asked switch
        {
            null => Problem.AnswerAsync(context, problem ?? ProblemCodes.BodyMalformed, problem is null ? PreviewRequest.Wanted : null),
            _ when findings.Count > 0 => Problem.AnswerAsync(context, ProblemCodes.BodyMalformed, more: to => StoredFinding.WriteAll(to, "errors", findings.Select(one => new StoredFinding(one.Rule.Id, one.Field, one.Message, IsError: true)))),
            _ => Json.AnswerAsync(context, StatusCodes.Status200OK, to => preview.Write(to, asked)),
        });
    }
}
