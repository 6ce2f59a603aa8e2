namespace ServiceHall.Gateway.Store;

/// <summary>What the store logs.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(2001, LogLevel.Error, "A {Work} could not be written")]
    public static partial void WorkFailed(ILogger log, Exception fault, string work);

    [LoggerMessage(2003, LogLevel.Error, "Housekeeping of the store failed")]
    public static partial void HousekeepingFailed(ILogger log, Exception fault);

    [LoggerMessage(2004, LogLevel.Error, "A group was committed and could not be measured")]
    public static partial void NotMeasured(ILogger log, Exception fault);

    [LoggerMessage(2005, LogLevel.Error, "The database is lost to this gateway, or another took it for dead: others may do its work by now, so it ends, to be started again")]
    public static partial void ConnectionLost(ILogger log, Exception? fault);

    [LoggerMessage(2002, LogLevel.Warning, "A group of {Works} failed with {Fault} and is halved")]
    public static partial void GroupHalved(ILogger log, string fault, int works);
}
