using System.Collections.Immutable;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Records;

namespace ServiceHall.Model.Tests.Cases;

/// <summary>What happened to a case and when, in hall time and without any of the model's words, as the reference reads it.</summary>
internal sealed record ClockHistory
{
    public DateTime? SubmittedAt { get; init; }

    /// <summary>When the papers came, where the submission says so.</summary>
    public DateTime? ReceivedAt { get; init; }

    public ImmutableArray<DateTime> NoticedAt { get; init; } = [];

    public DateTime? RefusedAt { get; init; }

    public DateTime? AcceptedAt { get; init; }

    public ImmutableArray<(DateTime Start, DateTime? End)> Pauses { get; init; } = [];

    public ImmutableArray<(DateTime At, int Days)> Extensions { get; init; } = [];

    public ImmutableArray<(DateTime Start, DateTime? End, int Value, string Unit)> Steps { get; init; } = [];

    public (DateTime At, string Result)? Closed { get; init; }

    public DateTime? WithdrawnAt { get; init; }

    /// <summary>Every instant at which something happened.</summary>
    public IEnumerable<DateTime> Instants => Events().Select(one => one.At);

    /// <summary>The facts of it. Each time is written with an offset of its own, and not always judged in the order of time: neither must matter.</summary>
    public CaseFacts Facts(Random random) => CaseFacts.Of((random.Next(2) == 0 ? Events() : Events().OrderBy(one => one.At))
        .Select(one => (one.Kind, At: InSomeZone(one.At, random), one.Data))
        .Select((one, index) => new CaseEvent(Guid.NewGuid(), $"K{index}", 1, one.Kind, one.At, one.At, one.Data))
        .ToList());

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Events().OrderBy(one => one.At).Select(one => $"{one.Kind[5..]} {one.At:yyyy-MM-dd HH:mm:ss.FFFFFFF}"))
        + string.Concat(Steps.Select(step => $"; step {step.Start:s} to {step.End:s} of {step.Value} {step.Unit}")) + $"; received {ReceivedAt:s}";

    private IEnumerable<(string Kind, DateTime At, EventData Data)> Events() => BeforeAcceptance()
        .Concat(Pauses.SelectMany((pause, index) => Of(pause, $"{index}")))
        .Concat(Extensions.Select(extension => (Kinds.CaseExtended, extension.At, (EventData)new Extended { Days = extension.Days })))
        .Concat(Steps.Select(step => (Kinds.CaseStep, step.End ?? step.Start, (EventData)StepOf(step))))
        .Concat(Ends());

    private IEnumerable<(string Kind, DateTime At, EventData Data)> BeforeAcceptance()
    {
        if (SubmittedAt is { } submitted)
        {
            yield return (Kinds.CaseSubmitted, submitted, new Submitted { ReceivedAt = ReceivedAt is { } received ? InHall(received) : null });
        }

        foreach (var noticed in NoticedAt)
        {
            yield return (Kinds.CaseSupplementRequested, noticed, new SupplementRequested());
        }

        if (AcceptedAt is { } accepted)
        {
            yield return (Kinds.CaseAccepted, accepted, new Accepted { Submission = new Submitted() });
        }
    }

    private IEnumerable<(string Kind, DateTime At, EventData Data)> Ends()
    {
        if (RefusedAt is { } refused)
        {
            yield return (Kinds.CaseRefused, refused, new Refused());
        }

        if (Closed is { } closed)
        {
            yield return (Kinds.CaseClosed, closed.At, new Closed { Result = closed.Result });
        }

        if (WithdrawnAt is { } withdrawn)
        {
            yield return (Kinds.CaseWithdrawn, withdrawn, new Withdrawn());
        }
    }

    private static IEnumerable<(string Kind, DateTime At, EventData Data)> Of((DateTime Start, DateTime? End) pause, string sequence)
    {
        yield return (Kinds.CasePaused, pause.Start, new Paused { Sequence = sequence });
        if (pause.End is { } end)
        {
            yield return (Kinds.CaseResumed, end, new Resumed { Sequence = sequence });
        }
    }

    private static Step StepOf((DateTime Start, DateTime? End, int Value, string Unit) step) => new()
    {
        StartedAt = InHall(step.Start),
        EndedAt = step.End is { } end ? InHall(end) : null,
        Limit = step.Unit == "none" ? null : new Limit(step.Value, step.Unit),
    };

    private static DateTimeOffset InHall(DateTime at) => new(at, HallTime.Offset);

    private static DateTimeOffset InSomeZone(DateTime at, Random random) => InHall(at).ToOffset(TimeSpan.FromMinutes(15 * random.Next(-48, 49)));
}
