namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>What happened in the day, told as it happens.</summary>
internal sealed class DayNews(Func<DateTimeOffset> hallTime, Action<string>? tell)
{
    /// <summary>The latest, with the hall's time.</summary>
    public string Latest { get; private set; } = "";

    public void Say(string what)
    {
        Latest = $"{hallTime():HH:mm} {what}";
        tell?.Invoke(Latest);
    }
}
