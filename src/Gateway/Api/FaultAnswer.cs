namespace ServiceHall.Gateway.Api;

/// <summary>The edge where a fault of ours becomes an answer: a stable code, no stack trace.</summary>
internal sealed class FaultAnswer(RequestDelegate next, ILogger<FaultAnswer> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException fault)
        {
            await Problem.AnswerAsync(context, fault.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => ProblemCodes.BodyTooLarge,
                StatusCodes.Status408RequestTimeout => ProblemCodes.BodySlow,
                _ => ProblemCodes.BodyMalformed,
            });
        }
        catch (Exception fault) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            ApiLog.CallFailed(log, fault);
            await Problem.AnswerAsync(context, ProblemCodes.Fault);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone: there is nobody to answer.
        }
    }
}
