using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Security;

namespace ServiceHall.Gateway.Intake.Streams;

/// <summary><c>POST /v1/records</c> with <c>application/x-ndjson</c>: a record a line, without an end, each answered by a line once it is durable.</summary>
internal sealed class UploadEndpoint(Uploads uploads, TimeProvider machine)
{
    public async Task PushAsync(HttpContext context)
    {
        var caller = context.Features.GetRequiredFeature<Caller>();
        if (caller.Role != Role.Department)
        {
            await Problem.AnswerAsync(context, ProblemCodes.NotYours);
            return;
        }

        if (StreamedBody.Open(context.Request) is not { } body)
        {
            await Problem.AnswerAsync(context, ProblemCodes.ContentType);
            return;
        }

        LetItTakeItsTime(context);
        context.Response.ContentType = StreamedBody.MediaType;
        try
        {
            await uploads.TakeAsync(new LineReader(body), new AnswerLines(context.Response.BodyWriter, uploads.IdleLimit, machine), caller, context.Features.Get<PushTrace>(), context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    // The server's own limit asks for so many bytes a second, which a counter that types its cases does not send. Ours asks for any sign of life.
    private static void LetItTakeItsTime(HttpContext context)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } upload)
        {
            upload.MinDataRate = null;
        }

        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } answers)
        {
            answers.MinDataRate = null;
        }
    }
}
