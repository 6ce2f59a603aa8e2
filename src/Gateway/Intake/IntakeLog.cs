namespace ServiceHall.Gateway.Intake;

/// <summary>What intake logs: files, lines and codes of the hall's own configuration, never a record.</summary>
internal static partial class IntakeLog
{
    [LoggerMessage(4001, LogLevel.Information, "Configuration {Id} is in force: {Parts}")]
    public static partial void InForce(ILogger log, long id, string parts);

    [LoggerMessage(4002, LogLevel.Warning, "The departments' folders changed and are not taken, the configuration in force stays: {Mistake}")]
    public static partial void NotTaken(ILogger log, string mistake);

    [LoggerMessage(4003, LogLevel.Error, "Looking after the departments' folders failed; it is tried again")]
    public static partial void LookFailed(ILogger log, Exception fault);
}
