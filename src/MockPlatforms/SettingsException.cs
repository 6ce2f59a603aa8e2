namespace ServiceHall.MockPlatforms;

/// <summary>The province cannot start as it was told to; the message names the setting or the line, and the cure.</summary>
public sealed class SettingsException(string message) : Exception(message);
