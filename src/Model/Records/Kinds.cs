namespace ServiceHall.Model.Records;

/// <summary>The kinds of contract section 3.</summary>
public static class Kinds
{
    public const string CaseSubmitted = "case.submitted";
    public const string CaseSupplementRequested = "case.supplementRequested";
    public const string CaseSupplementReceived = "case.supplementReceived";
    public const string CaseAccepted = "case.accepted";
    public const string CaseRefused = "case.refused";
    public const string CaseStep = "case.step";
    public const string CasePaused = "case.paused";
    public const string CaseResumed = "case.resumed";
    public const string CaseExtended = "case.extended";
    public const string CaseClosed = "case.closed";
    public const string CaseDelivered = "case.delivered";
    public const string CaseWithdrawn = "case.withdrawn";
    public const string EvaluationGiven = "evaluation.given";
    public const string CrossRegionSubmitted = "crossRegion.submitted";

    private static readonly HashSet<string> Announced =
    [
        "matter.published", "matter.withdrawn", "issue.raised", "issue.updated", "crossRegion.updated",
        "appointment.booked", "appointment.cancelled", "appointment.called", "appointment.served", "assist.opened", "assist.updated", "assist.closed", "visit.held",
    ];

    /// <summary>Whether the contract has this kind and this version of the gateway does not yet.</summary>
    public static bool IsAnnounced(string kind) => Announced.Contains(kind);

    /// <summary>Whether a record of this kind must name a case.</summary>
    public static bool ConcernsCase(string kind) => kind.StartsWith("case.", StringComparison.Ordinal) || kind.StartsWith("evaluation.", StringComparison.Ordinal);
}
