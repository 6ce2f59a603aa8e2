namespace ServiceHall.Gateway.Dispatch;

/// <summary>What dispatch logs: platforms and codes, never a row.</summary>
internal static partial class DispatchLog
{
    [LoggerMessage(3001, LogLevel.Warning, "Platform {Platform} is away ({Outcome}); deliveries wait")]
    public static partial void Away(ILogger log, string platform, string outcome);

    [LoggerMessage(3002, LogLevel.Information, "Platform {Platform} is back")]
    public static partial void Back(ILogger log, string platform);

    [LoggerMessage(3003, LogLevel.Error, "Delivering to {Platform} failed by a fault of ours")]
    public static partial void Failed(ILogger log, Exception fault, string platform);

    [LoggerMessage(3005, LogLevel.Error, "The lane of subject {Subject} to {Platform} can't be worked out; it waits, the others go on")]
    public static partial void LaneFailed(ILogger log, Exception fault, long subject, string platform);

    [LoggerMessage(3006, LogLevel.Error, "Platform {Platform} is stopped until somebody starts it: {Why}")]
    public static partial void StoppedByAlarm(ILogger log, string platform, string why);

    [LoggerMessage(3004, LogLevel.Warning, "{Deliveries} deliveries to {Platform} were under way when the gateway stopped; their outcome is unknown")]
    public static partial void Interrupted(ILogger log, int deliveries, string platform);

    [LoggerMessage(3007, LogLevel.Information, "{Slots} slots of {Platform} are this gateway's now: {All} in all")]
    public static partial void SlotsTaken(ILogger log, int slots, int all, string platform);

    [LoggerMessage(3008, LogLevel.Warning, "The gateway {Name} (node {Node}) has given no sign of life for a whole lease; its work is taken over")]
    public static partial void Buried(ILogger log, string name, long node);

    [LoggerMessage(3009, LogLevel.Warning, "What other gateways wrote could not be read; it is tried again")]
    public static partial void NeighboursNotHeard(ILogger log, Exception fault);

    [LoggerMessage(3011, LogLevel.Warning, "The circuit breaker of {Operation} at {Platform} is open: too many calls failed; none is made until it is tried again")]
    public static partial void BreakerOpen(ILogger log, string operation, string platform);

    [LoggerMessage(3012, LogLevel.Information, "The circuit breaker of {Operation} at {Platform} is half open: one call is tried")]
    public static partial void BreakerHalfOpen(ILogger log, string operation, string platform);

    [LoggerMessage(3013, LogLevel.Information, "The circuit breaker of {Operation} at {Platform} is closed; calls come back slowly")]
    public static partial void BreakerClosed(ILogger log, string operation, string platform);

    [LoggerMessage(3014, LogLevel.Information, "Platform {Platform} is closed by its hours until {Until}; deliveries wait")]
    public static partial void HoursClosed(ILogger log, string platform, DateTimeOffset? until);

    [LoggerMessage(3015, LogLevel.Information, "Platform {Platform} is open by its hours until {Until}")]
    public static partial void HoursOpen(ILogger log, string platform, DateTimeOffset? until);
}
