using ServiceHall.Model.Calendar;
using ServiceHall.Model.Codes;

namespace ServiceHall.Model.Cases;

/// <summary>What the clock of one step shows.</summary>
public sealed record StepReading(CaseEvent Step, ClockReading Clock);

/// <summary>环节时限: a step that has a limit of its own has a clock from its start to its end, which stands still while the case's does. An extension of the case lengthens no step.</summary>
public static class StepClocks
{
    /// <summary>One reading for each step with a limit, in the order of the steps.</summary>
    public static IReadOnlyList<StepReading> Read(CaseFacts facts, WorkCalendar calendar, DateTimeOffset now) =>
    [
        .. facts.Steps
            .Where(step => step.Data is Step { Limit: { } limit } && Words.LimitUnit.Contains(limit.Unit))
            .Select(step => new StepReading(step, CaseClock.Read(facts, (Step)step.Data, step.OccurredAt, calendar, now))),
    ];
}
