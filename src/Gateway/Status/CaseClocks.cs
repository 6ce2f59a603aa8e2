using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Status;

/// <summary>All clocks of a case as they stand at a moment.</summary>
/// <param name="Promised">That of its promised limit.</param>
/// <param name="Statutory">That of its statutory limit.</param>
/// <param name="Steps">Those of its steps that have limits of their own.</param>
internal sealed record CaseClocks(ClockReading Promised, ClockReading Statutory, IReadOnlyList<StepReading> Steps)
{
    public static CaseClocks Read(Case @case, WorkCalendar calendar, DateTimeOffset now) => new(
        CaseClock.Read(@case.Facts, @case.Matter?.Promised, calendar, now),
        CaseClock.Read(@case.Facts, @case.Matter?.Statutory, calendar, now),
        StepClocks.Read(@case.Facts, calendar, now));

    /// <summary>Whether these clocks of the same case show the same.</summary>
    public bool ShowTheSameAs(CaseClocks other) =>
        Promised == other.Promised && Statutory == other.Statutory && Steps.Count == other.Steps.Count && Steps.Zip(other.Steps).All(steps => steps.First.Clock == steps.Second.Clock);
}
