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
    Supplementing,
    Refused,
    Delivered,
    Withdrawn,
}

/// <summary>One special procedure: open while it has no end.</summary>
public sealed record Pause(string Sequence, CaseEvent Start, CaseEvent? End)
{
    /// <summary>What was said at the start.</summary>
    public Paused Said => (Paused)Start.Data;
}

/// <summary>One notice of what is missing (补正告知): open until what was missing has come, or the case was accepted without it.</summary>
public sealed record Supplement(CaseEvent Notice, CaseEvent? Answer);

/// <summary>
/// What a case's events add up to: a pure fold over them in the order in which they were judged and taken.
/// </summary>
public sealed record CaseFacts
{
    // Longer than any calendar: a number that could not be added to another is no number of days.
    private const int MostDays = 3_660_000;

    public CaseEvent? Submission { get; private init; }

    public CaseEvent? Acceptance { get; private init; }

    public CaseEvent? Refusal { get; private init; }

    public CaseEvent? Closing { get; private init; }

    public CaseEvent? Delivery { get; private init; }

    public CaseEvent? Withdrawal { get; private init; }

    public ImmutableArray<CaseEvent> Steps { get; private init; } = [];

    /// <summary>All special procedures, by their start.</summary>
    public ImmutableArray<Pause> Pauses { get; private init; } = [];

    public ImmutableArray<Supplement> Supplements { get; private init; } = [];

    public ImmutableArray<CaseEvent> Extensions { get; private init; } = [];

    public ImmutableArray<CaseEvent> Evaluations { get; private init; } = [];

    /// <summary>What came of the papers that the acceptance deferred (容缺); null where they are still to come, or nothing was deferred.</summary>
    public CaseEvent? DeferredAnswer { get; private init; }

    /// <summary>What the applicant asked for, as of the acceptance where there is one.</summary>
    public Submitted? Application { get; private init; }

    public Accepted? Accepted => (Accepted?)Acceptance?.Data;

    public Closed? Closed => (Closed?)Closing?.Data;

    public Pause? OpenPause => Pauses.FirstOrDefault(pause => pause.End is null);

    public Supplement? OpenSupplement => Supplements.LastOrDefault(supplement => supplement.Answer is null);

    /// <summary>Whether the acceptance deferred papers that have not come.</summary>
    public bool AwaitsDeferred => Accepted?.Deferred is not null && DeferredAnswer is null;

    /// <summary>By how many days the limit was lengthened.</summary>
    public int ExtendedDays => (int)Math.Min(Extensions.Sum(extension => (long)(((Extended)extension.Data).Days ?? 0)), MostDays);

    /// <summary>The state. A case whose every record was withdrawn is <see cref="CaseState.Withdrawn"/>.</summary>
    public CaseState State => this switch
    {
        { Withdrawal: not null } or { Submission: null, Acceptance: null } => CaseState.Withdrawn,
        { Refusal: not null } => CaseState.Refused,
        { Delivery: not null } => CaseState.Delivered,
        { Closing: not null } => CaseState.Closed,
        { OpenPause: not null } => CaseState.Paused,
        { OpenSupplement: not null } => CaseState.Supplementing,
        { Acceptance: null } => CaseState.Submitted,
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
            facts = facts.With(taken);
        }

        return facts with { Pauses = [.. facts.Pauses.OrderBy(pause => pause.Start.OccurredAt)] };
    }

    /// <summary>The facts after one more event. Pauses stand in the order of the events here, not of their starts.</summary>
    public CaseFacts With(CaseEvent taken) => taken.Kind switch
    {
        Kinds.CaseSubmitted => this with { Submission = taken, Application = (Submitted)taken.Data },
        Kinds.CaseSupplementRequested => this with { Supplements = Supplements.Add(new Supplement(taken, Answer: null)) },
        Kinds.CaseSupplementReceived => Supplemented(taken),
        Kinds.CaseRefused => this with { Refusal = taken },
        Kinds.CaseAccepted => this with { Acceptance = taken, Supplements = Answered(taken), Application = Merge((Submitted?)Submission?.Data, ((Accepted)taken.Data).Submission) },
        Kinds.CaseStep => this with { Steps = Steps.Add(taken) },
        Kinds.CasePaused => this with { Pauses = Pauses.Add(new Pause(((Paused)taken.Data).Sequence!, taken, End: null)) },
        Kinds.CaseResumed => this with { Pauses = Ended(taken) },
        Kinds.CaseExtended => this with { Extensions = Extensions.Add(taken) },
        Kinds.CaseClosed => this with { Closing = taken },
        Kinds.CaseDelivered => this with { Delivery = taken },
        Kinds.CaseWithdrawn => this with { Withdrawal = taken },
        Kinds.EvaluationGiven => this with { Evaluations = Evaluations.Add(taken) },
        _ => throw new InvalidOperationException($"A record of kind '{taken.Kind}' is not an event of a case."),
    };

    private ImmutableArray<Pause> Ended(CaseEvent end)
    {
        var open = OpenPauseOf(((Resumed)end.Data).Sequence!)!;
        return Pauses.Replace(open, open with { End = end });
    }

    // Whoever accepts a case has what was missing, or does without it.
    private ImmutableArray<Supplement> Answered(CaseEvent by) =>
        [.. Supplements.Select(supplement => supplement.Answer is null ? supplement with { Answer = by } : supplement)];

    // Where a notice is open, what comes is the answer to it; else it is what the acceptance deferred.
    private CaseFacts Supplemented(CaseEvent taken) =>
        OpenSupplement is null ? this with { DeferredAnswer = taken } : this with { Supplements = Answered(taken) };

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
