namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>One moment of the day, as it is shown.</summary>
/// <param name="HallTime">The hall's clock.</param>
/// <param name="Platform">How the platform is, in a word or two.</param>
/// <param name="Faults">The province's faults: what each is called, how often it struck, whether it may strike now.</param>
/// <param name="News">What happened last.</param>
internal sealed record DayView(
    DateTimeOffset HallTime, int Pushed, int Pushes, IReadOnlyList<DepartmentLine> Departments, DeliveryCounts Deliveries, string Platform, IReadOnlyList<(string Name, long Times, bool IsNow)> Faults, string News);
