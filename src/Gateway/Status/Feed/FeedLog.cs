namespace ServiceHall.Gateway.Status.Feed;

/// <summary>What the change feed logs.</summary>
internal static partial class FeedLog
{
    [LoggerMessage(7001, LogLevel.Error, "The changes could not be read for those who wait; it is tried again")]
    public static partial void NotRead(ILogger log, Exception fault);
}
