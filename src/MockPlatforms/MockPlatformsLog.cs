namespace ServiceHall.MockPlatforms;

/// <summary>Log lines of the mock platforms, 9000-9099. Never a row's content.</summary>
internal static partial class MockPlatformsLog
{
    [LoggerMessage(9000, LogLevel.Warning, "No --matters given: every acceptance will be refused with E0201.")]
    public static partial void NoMatters(ILogger logger);
}
