namespace ServiceHall.Gateway.Api;

/// <summary>What the HTTP face logs. Caller's faults are information; never a body, a name or a number.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(1001, LogLevel.Information, "A call was refused: {Code}")]
    public static partial void CallRefused(ILogger log, string code);

    [LoggerMessage(1002, LogLevel.Error, "A call failed by a fault of ours")]
    public static partial void CallFailed(ILogger log, Exception fault);
}
