using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using ServiceHall.Gateway.Api;

namespace ServiceHall.Gateway.Security;

/// <summary>
/// Every call's way in, in the contract's order of checks: 413 by length, 401, 404 and 405, 403, 415, 400. The body is read here, once, because
/// the signature covers its bytes as sent; that of a streamed upload is left to its endpoint.
/// </summary>
internal sealed class FrontDoor(SignedCalls signatures, EndpointDataSource endpoints, ILogger<FrontDoor> log)
{
    // Only when it is asked for are all of them mapped.
    private readonly Lazy<KnownPaths> _paths = new(() => new KnownPaths(endpoints));

    // They tell nothing of records and change nothing; what they tell is for whoever has no secret: a probe, a scraper (which has a token), a reader of the description.
    private static readonly string[] Open = ["/healthz", "/metrics", "/openapi"];

    // The server's own default.
    private static readonly MinDataRate SlowestReader = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

    /// <summary>Middleware around all endpoints.</summary>
    public async Task EnterAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } answer)
        {
            answer.MinDataRate = SlowestReader;
        }

        if (context.Request.ContentLength > RequestBody.Limit && !StreamedBody.Is(context.Request))
        {
            await Problem.AnswerAsync(context, ProblemCodes.BodyTooLarge);
            return;
        }

        if (!Open.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal)))
        {
            if (await WhoAsync(context) is not { } caller)
            {
                return;
            }

            context.Features.Set(caller);
        }

        await next(context);
        if (!context.Response.HasStarted && context.Response.StatusCode is 404 or 405 && context.Response.ContentLength is null)
        {
            await NotThereAsync(context);
        }
    }

    private Task NotThereAsync(HttpContext context)
    {
        var methods = _paths.Value.Methods(context.Request.Path);
        if (methods.Count == 0)
        {
            context.Response.Headers.Allow = default;
            return Problem.AnswerAsync(context, ProblemCodes.NoSuchPath);
        }

        context.Response.Headers.Allow = string.Join(", ", methods);
        return Problem.AnswerAsync(context, ProblemCodes.Method);
    }

    private async Task<Caller?> WhoAsync(HttpContext context)
    {
        if (!signatures.HasClients)
        {
            return await RefuseAsync(context, ProblemCodes.NoClients);
        }

        if (signatures.CheckHeaders(context.Request.Headers) is { } early)
        {
            return await RefuseAsync(context, early);
        }

        if (StreamedBody.Is(context.Request))
        {
            return StreamedBody.MayCome(context) ? await CheckAsync(context, SignedCalls.Stream) : await RefuseAsync(context, ProblemCodes.StreamInClear);
        }

        if (await RequestBody.ReadAsync(context) is not { } body)
        {
            await Problem.AnswerAsync(context, ProblemCodes.BodyTooLarge);
            return null;
        }

        context.Features.Set(new RequestBody(body));
        return await CheckAsync(context, SignedCalls.Digest(body));
    }

    private async Task<Caller?> CheckAsync(HttpContext context, string fifthLine)
    {
        var (caller, problem) = signatures.Check(context.Request, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, fifthLine);
        return problem is null ? caller : await RefuseAsync(context, problem);
    }

    private async Task<Caller?> RefuseAsync(HttpContext context, ProblemCode code)
    {
        ApiLog.CallRefused(log, code.Code);
        await Problem.AnswerAsync(context, code);
        return null;
    }
}
