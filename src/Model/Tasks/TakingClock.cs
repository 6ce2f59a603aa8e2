using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;

namespace ServiceHall.Model.Tasks;

/// <summary>接收时限: until when a task must be taken.</summary>
/// <param name="TakeBy">Behind it the task goes back; null where it can't be known, as no holiday notice covers it.</param>
/// <param name="YellowAt">From when on it is urgent; null likewise, also where <paramref name="TakeBy"/> is known: a limit of natural days needs no notice, its last working day does.</param>
public sealed record TakingClock(DateTimeOffset? TakeBy, DateTimeOffset? YellowAt)
{
    /// <summary>From a limit that the hall has set for itself.</summary>
    public static TakingClock Of(Limit limit, WorkCalendar calendar, DateTimeOffset receivedAt)
    {
        var units = LimitUnits.Of(limit.Unit, calendar);
        return units.Due(receivedAt, limit.Value, paused: 0) is { } due ? new TakingClock(due, units.YellowAt(due)) : new TakingClock(null, null);
    }

    /// <summary>From what the platform asks for; yellow in the last half of it.</summary>
    public static TakingClock Of(DateTimeOffset takeBy, DateTimeOffset receivedAt) => new(takeBy, receivedAt + ((takeBy - receivedAt) / 2));

    /// <summary>How it stands while nobody has taken the task.</summary>
    public Light At(DateTimeOffset now) => this switch
    {
        { TakeBy: null } => Light.None,
        _ when now > TakeBy => Light.Red,
        { YellowAt: null } => Light.None,
        _ => now >= YellowAt ? Light.Yellow : Light.Green,
    };
}
