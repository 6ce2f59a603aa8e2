using System.Collections.Immutable;
using ServiceHall.Model.Records;

namespace ServiceHall.Model.Cases;

/// <summary>状态 (contract section 4).</summary>
public enum CaseState
{
    Submitted,
    Accepted,
    Processing,
    Paused,
    Closed,
}

/// <summary>One special procedure: open while it has no end.</summary>
public sealed record Pause(string Sequence, CaseEvent Start, CaseEvent? End)
{
    /// <summary>What was said at the start.</summary>
    public Paused Said => (Paused)Start.Data;
}

/// <summary>
/// What a case's events add up to: a pure fold over them in the order in which they were judged and taken.
/// </summary>
public sealed record CaseFacts
{
    public CaseEvent? Submission { get; private init; }

    public CaseEvent? Acceptance { get; private init; }

    public CaseEvent? Closing { get; private init; }

    public ImmutableArray<CaseEvent> Steps { get; private init; } = [];

    /// <summary>All special procedures, by their start.</summary>
    public ImmutableArray<Pause> Pauses { get; private init; } = [];

    /// <summary>What the applicant asked for, as of the acceptance where there is one.</summary>
    public Submitted? Application { get; private init; }

    public Accepted? Accepted => (Accepted?)Acceptance?.Data;

    public Closed? Closed => (Closed?)Closing?.Data;

    public Pause? OpenPause => Pauses.FirstOrDefault(pause => pause.End is null);

    public CaseState State => this switch
    {
        { Closing: not null } => CaseState.Closed,
        { Acceptance: null } => CaseState.Submitted,
        { OpenPause: not null } => CaseState.Paused,
        { Steps.IsEmpty: false } => CaseState.Processing,
        _ => CaseState.Accepted,
    };

    /// <summary>The open special procedure of that sequence; a sequence may be used again once it has ended.</summary>
    public Pause? OpenPauseOf(string sequence) => Pauses.FirstOrDefault(pause => pause.Sequence == sequence && pause.End is null);

    /// <summary>Folds the events of one case.</summary>
    public static CaseFacts Of(IEnumerable<CaseEvent> events)
    {
        var facts = new CaseFacts();
        foreach (var taken in events)
        {
            facts = facts.And(taken);
        }

        return facts with { Pauses = [.. facts.Pauses.OrderBy(pause => pause.Start.OccurredAt)] };
    }

    private CaseFacts And(CaseEvent taken) => taken.Kind switch
    {
        Kinds.CaseSubmitted => this with { Submission = taken, Application = (Submitted)taken.Data },
        Kinds.CaseAccepted => this with { Acceptance = taken, Application = Merge((Submitted?)Submission?.Data, ((Accepted)taken.Data).Submission) },
        Kinds.CaseStep => this with { Steps = Steps.Add(taken) },
        Kinds.CasePaused => this with { Pauses = Pauses.Add(new Pause(((Paused)taken.Data).Sequence!, taken, End: null)) },
        Kinds.CaseResumed => this with { Pauses = Ended(taken) },
        Kinds.CaseClosed => this with { Closing = taken },
        _ => throw new InvalidOperationException($"A record of kind '{taken.Kind}' is not an event of a case."),
    };

    private ImmutableArray<Pause> Ended(CaseEvent end)
    {
        var open = OpenPauseOf(((Resumed)end.Data).Sequence!)!;
        return Pauses.Replace(open, open with { End = end });
    }

    /// <summary>What the acceptance repeats wins; what it leaves out is as the submission said.</summary>
    public static Submitted Merge(Submitted? submission, Submitted acceptance) => submission is null ? acceptance : new Submitted
    {
        MatterCode = acceptance.MatterCode ?? submission.MatterCode,
        Title = acceptance.Title ?? submission.Title,
        Channel = acceptance.Channel ?? submission.Channel,
        Applicant = acceptance.Applicant ?? submission.Applicant,
        Agent = acceptance.Agent ?? submission.Agent,
        Materials = acceptance.Materials ?? submission.Materials,
        ReceivedAt = acceptance.ReceivedAt ?? submission.ReceivedAt,
        ReceivedBy = acceptance.ReceivedBy ?? submission.ReceivedBy,
    };
}
