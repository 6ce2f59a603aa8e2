using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Intake.Streams;

/// <summary><c>POST /v1/records</c> with <c>application/x-ndjson</c>: a record a line, without an end, each answered by a line once it is durable.</summary>
internal sealed class UploadEndpoint(
    RecordPreparer preparer, StoreWriter writer, Hall hall, Wakeups wakeups, GatewaySettings settings, TimeProvider machine, IHostApplicationLifetime host, RecordTraces traces, ILogger<UploadEndpoint> log)
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
        using var ends = new UploadEnds(settings.Intake.StreamIdleLimit, machine, host.ApplicationStopping, context.RequestAborted);
        using var upload = new Upload(new LineReader(body), Prepare, writer, wakeups, new AnswerLines(context.Response.BodyWriter, settings.Intake.StreamIdleLimit, machine), traces, ends, log);
        try
        {
            await upload.RunAsync();
        }
        catch (OperationCanceledException)
        {
            // Nobody reads the answers: what is left of the connection is no use to anybody.
            context.Abort();
        }

        // A long upload goes on under what came into force meanwhile; each of its batches is of one configuration.
        IntakeWork Prepare(UploadBatch batch) => new(batch.Prepare(preparer, caller, hall.Current), hall, preparer) { Trace = context.Features.Get<PushTrace>() };
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
