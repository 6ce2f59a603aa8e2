namespace ServiceHall.Gateway.Operators;

/// <summary>What operators do, as the log has it: keys, ids and verbs, never a reason.</summary>
internal static partial class OperatorsLog
{
    [LoggerMessage(6001, LogLevel.Warning, "Platform {Platform} was stopped by {Actor}")]
    public static partial void Stopped(ILogger log, string platform, string actor);

    [LoggerMessage(6002, LogLevel.Information, "Platform {Platform} was started by {Actor}")]
    public static partial void Started(ILogger log, string platform, string actor);
}
