namespace ServiceHall.Gateway.Status.Feed;

/// <summary>What the change feed logs.</summary>
internal static partial class FeedLog
{
    [LoggerMessage(7001, LogLevel.Error, "The changes could not be read for those who wait; it is tried again")]
    public static partial void NotRead(ILogger log, Exception fault);

    [LoggerMessage(7002, LogLevel.Error, "The case of subject {Subject} can't be opened; its changes are told without its number")]
    public static partial void CaseNotOpened(ILogger log, Exception fault, long subject);
}
