using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Security;
using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Status;

/// <summary><c>GET /v1/cases</c>, <c>POST /v1/cases:batchGet</c> and <c>GET /v1/records/{id}</c> (contract section 4).</summary>
internal sealed class StatusEndpoints(StatusAnswers answers)
{
    /// <summary>A case by any of its numbers.</summary>
    public Task FindCaseAsync(HttpContext context)
    {
        if (context.Request.Query["no"] is not [{ Length: > 0 } number] || context.Request.Query["issuer"] is not ([] or [{ Length: > 0 }]))
        {
            return Problem.AnswerAsync(context, ProblemCodes.QueryMalformed, "请给出一个编号：/v1/cases?no=…，必要时加 &issuer=…");
        }

        var found = answers.Find(number, context.Request.Query["issuer"].FirstOrDefault(), context.Features.GetRequiredFeature<Caller>());
        return found switch
        {
            [] => Problem.AnswerAsync(context, ProblemCodes.NoSuchCase),
            [var one] => AnswerAsync(context, one.Case),
            _ => Problem.AnswerAsync(context, ProblemCodes.NumberAmbiguous, more: to =>
            {
                to.WriteStartArray("issuers");
                foreach (var one in found)
                {
                    to.WriteStringValue(one.Issuer);
                }

                to.WriteEndArray();
            }),
        };
    }

    /// <summary>A case by the gateway's number.</summary>
    public Task GetCaseAsync(HttpContext context, string number)
    {
        return answers.Find(number, StatusReader.GatewayIssuer, context.Features.GetRequiredFeature<Caller>()) is [var found, ..]
            ? AnswerAsync(context, found.Case)
            : Problem.AnswerAsync(context, ProblemCodes.NoSuchCase);
    }

    /// <summary>Many cases, each by any of its numbers.</summary>
    public async Task BatchGetAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            await Problem.AnswerAsync(context, ProblemCodes.ContentType);
            return;
        }

        var (body, problem) = await context.Features.GetRequiredFeature<RequestBody>().DecodeAsync(context.Request, context.RequestAborted);
        var numbers = problem is null ? CaseBatch.Read(body) : null;
        await (numbers switch
        {
            null => Problem.AnswerAsync(context, problem ?? ProblemCodes.BodyMalformed, problem is null ? CaseBatch.Wanted : null),
            { Count: > CaseBatch.Most } => Problem.AnswerAsync(context, ProblemCodes.TooManyRecords, CaseBatch.TooMany),
            _ => Json.AnswerAsync(context, StatusCodes.Status200OK, answers.Batch(numbers, context.Features.GetRequiredFeature<Caller>())),
        });
    }

    /// <summary>A record with its verdict and every delivery.</summary>
    public Task GetRecordAsync(HttpContext context, string id) => answers.Record(id, context.Features.GetRequiredFeature<Caller>()) is { } write
        ? Json.AnswerAsync(context, StatusCodes.Status200OK, write)
        : Problem.AnswerAsync(context, ProblemCodes.NoSuchRecord);

    private Task AnswerAsync(HttpContext context, Case @case)
    {
        var shown = answers.Show(@case);
        context.Response.Headers.ETag = shown.Tag;
        if (context.Request.Headers.IfNoneMatch.Count > 0 && IsKnown(context.Request, shown.Tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return Json.AnswerAsync(context, StatusCodes.Status200OK, shown.Body);
    }

    private static bool IsKnown(HttpRequest request, string tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(new EntityTagHeaderValue(tag), useStrongComparison: false));
}
