using System.Globalization;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using ServiceHall.Gateway.Api;

namespace ServiceHall.Gateway.Rpc;

/// <summary>
/// What surrounds a gRPC call before and after the server's own work: limits of time that are its own, so that one stalled call harms nobody else on its
/// connection, and a status for what the server would call a fault of ours.
/// </summary>
internal sealed class RpcEdge(RpcCallers callers, IServiceProvider services, TimeProvider machine, ILogger<RpcEdge> log)
{
    private const string ContentType = "application/grpc";

    // They tell nothing of records: a probe's, and a reader's of the description.
    private const string Open = "/grpc.";

    private const string TimeoutHeader = "grpc-timeout";
    private const string StatusHeader = "grpc-status";
    private const string MessageHeader = "grpc-message";

    // A caller who says nothing waits for as long as a page of changes may take, and as long again.
    private const string UsualTimeout = "60S";

    // Between two pieces of one message.
    private static readonly TimeSpan BodyIdleLimit = TimeSpan.FromSeconds(10);

    // For all of it.
    private static readonly TimeSpan BodyLimit = TimeSpan.FromSeconds(60);

    // All that a call needs is there once: it needs no scope of its own, which the server would make to look for it.
    private readonly AllThere _services = new(services);

    /// <summary>Whether a call is one: it says so, and what it calls is a method of ours or nothing at all. A path of REST has a door of its own, whatever a call says of itself.</summary>
    public static bool Is(HttpContext context) =>
        context.Request.ContentType is { } type && type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is not null);

    /// <summary>Middleware around gRPC's endpoints alone.</summary>
    public async Task EnterAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not { } endpoint)
        {
            await RefuseAsync(context, callers.Check(context).Problem ?? ProblemCodes.NoSuchPath);
            return;
        }

        // Before a byte of a message is read: what nobody signed costs nothing.
        var isOpen = context.Request.Path.Value!.StartsWith(Open, StringComparison.Ordinal);
        if (!isOpen)
        {
            var (caller, problem) = callers.Check(context);
            if (problem is not null)
            {
                await RefuseAsync(context, problem);
                return;
            }

            context.Features.Set(caller);
        }

        context.Features.Set<IServiceProvidersFeature>(_services);
        LetItTakeItsTime(context, isOpen, endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()!.Method.Type);
        await next(context);
        if (context.Features.Get<CallGuard>() is null && StatusOf(context) is { } at && at[RpcProblem.DetailsKey].Count == 0
            && int.TryParse(at[StatusHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var status) && RpcProblem.Meant((StatusCode)status) is { } meant)
        {
            // Nothing of ours was reached: the message could not be read.
            await TellAsync(context, at, meant);
        }
    }

    // The server's own limit of bytes a second ends the connection, with every call on it. Ours end the one call.
    private void LetItTakeItsTime(HttpContext context, bool isOpen, MethodType type)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } upload)
        {
            upload.MinDataRate = null;
        }

        // A stream of records has limits of its own.
        if ((isOpen || type is MethodType.Unary or MethodType.ServerStreaming) && context.Features.Get<IRequestBodyPipeFeature>() is { } body)
        {
            context.Features.Set<IRequestBodyPipeFeature>(new IdleLimitedBody(body.Reader, BodyIdleLimit, BodyLimit, machine));
        }

        if (type is MethodType.Unary && !context.Request.Headers.ContainsKey(TimeoutHeader))
        {
            context.Request.Headers[TimeoutHeader] = UsualTimeout;
        }
    }

    // An answer without messages has its status among its headers.
    private static IHeaderDictionary? StatusOf(HttpContext context) => context.Response.HasStarted ? context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers : context.Response.Headers;

    private Task RefuseAsync(HttpContext context, ProblemCode problem)
    {
        context.Response.ContentType = ContentType;
        return TellAsync(context, context.Response.Headers, problem);
    }

    private Task TellAsync(HttpContext context, IHeaderDictionary at, ProblemCode problem)
    {
        ApiLog.CallRefused(log, problem.Code);
        at[StatusHeader] = Number(RpcProblem.CodeOf(problem));
        at[MessageHeader] = Uri.EscapeDataString(problem.Detail);
        at[RpcProblem.DetailsKey] = Convert.ToBase64String(RpcProblem.Details(problem).ToByteArray());
        return context.Response.HasStarted ? Task.CompletedTask : context.Response.CompleteAsync();
    }

    private static string Number(StatusCode code) => ((int)code).ToString(CultureInfo.InvariantCulture);

    private sealed class AllThere(IServiceProvider services) : IServiceProvidersFeature
    {
        public IServiceProvider RequestServices { get; set; } = services;
    }
}
