using System.Globalization;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;
using ServiceHall.Tests;

namespace ServiceHall.Model.Tests.Cases;

/// <summary>Cases of which only the times matter.</summary>
internal static class Clocks
{
    public static WorkCalendar Notices { get; } = WorkCalendar.Load(Path.Combine(Repository.Data, "holidays"));

    /// <summary>An instant of 2026 in the hall: <c>11-02 10:00</c>.</summary>
    public static DateTimeOffset At(string text) =>
        new(DateTime.ParseExact(text.StartsWith("20", StringComparison.Ordinal) ? text : $"2026-{text}", ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.f"], CultureInfo.InvariantCulture), HallTime.Offset);

    /// <summary>A case accepted then, with these procedures; one without an end is still open.</summary>
    public static CaseFacts Case(DateTimeOffset acceptedAt, IEnumerable<(DateTimeOffset Start, DateTimeOffset? End)> pauses, DateTimeOffset? closedAt = null)
    {
        var events = new List<CaseEvent> { Event(Kinds.CaseAccepted, acceptedAt, new Accepted { Submission = new Submitted() }) };
        foreach (var ((start, end), index) in pauses.Select((pause, index) => (pause, index)))
        {
            events.Add(Event(Kinds.CasePaused, start, new Paused { Sequence = $"{index}" }));
            if (end is { } at)
            {
                events.Add(Event(Kinds.CaseResumed, at, new Resumed { Sequence = $"{index}" }));
            }
        }

        if (closedAt is { } closed)
        {
            events.Add(Event(Kinds.CaseClosed, closed, new Closed()));
        }

        return CaseFacts.Of(events);
    }

    private static CaseEvent Event(string kind, DateTimeOffset at, EventData data) => new(Guid.NewGuid(), $"{kind} {at}", 1, kind, at, at, data);
}
