namespace ServiceHall.Model.Tests.Judging;

/// <summary>
/// Contract sections 2 to 4 as data: every state that a case can be in, and what every event upon it leads to. An outcome is the verdict and, of a
/// record that is taken, the state after it (<c>same</c> where it stays) and the rules it is warned by, else the rule that decides.
/// </summary>
internal static class TransitionTable
{
    private const string Unaccepted = "submitted, notified, notified twice, supplemented";
    private const string Lapsed = "lapsed unaccepted, lapsed and delivered";
    private const string Deferred = "deferred, deferred processing";
    private const string Unnoticed = "accepted, submitted and accepted, resumed, extended, rated, deferred supplied, processing, resumed processing";
    private const string WasNoticed = "accepted unanswered, answered";
    private const string Noticed = "noticed, noticed processing, noticed deferred";
    private const string Paused = "paused, paused processing, paused stepped, paused again";
    private const string Open = $"{Unnoticed}, {WasNoticed}, {Deferred}, {Noticed}, {Paused}, paused twice, paused noticed, paused deferred, paused noticed deferred";
    private const string AllPaused = $"{Paused}, paused twice, paused noticed, paused deferred, paused noticed deferred";
    private const string Undelivered = "licensed, returned, voided, deleted, forwarded, lapsed, completed, closed and rated";
    private const string Closed = $"{Undelivered}, delivered";

    private const string Parked = "parked case.not-yet-accepted";

    private static readonly (string Outcome, string States)[] Over =
    [
        ("rejected case.refused", "refused"),
        ("rejected case.withdrawn", "withdrawn unaccepted, withdrawn, withdrawn paused"),
    ];

    private static readonly (string Outcome, string States)[] Acceptance =
    [
        ("accepted Accepted", $"nothing, {Unaccepted}"),
        ("rejected case.already-accepted", $"{Open}, {Closed}"),
        ("rejected case.closed", Lapsed),
        .. Over,
    ];

    // 作废, 删除, 退回 and 转报 miss no deferred papers.
    private static readonly (string Outcome, string States)[] ResultWithoutPapers =
    [
        (Parked, $"nothing, {Unaccepted}"),
        ("accepted Closed", $"{Unnoticed}, {WasNoticed}, {Deferred}"),
        ("rejected supplement.still-open", Noticed),
        ("rejected pause.still-open", AllPaused),
        ("rejected case.closed", $"{Lapsed}, {Closed}"),
        .. Over,
    ];

    private static readonly (string Outcome, string States)[] ResultWithPapers =
    [
        (Parked, $"nothing, {Unaccepted}"),
        ("accepted Closed", $"{Unnoticed}, {WasNoticed}"),
        ("accepted Closed deferred.not-received", Deferred),
        ("rejected supplement.still-open", Noticed),
        ("rejected pause.still-open", AllPaused),
        ("rejected case.closed", $"{Lapsed}, {Closed}"),
        .. Over,
    ];

    /// <summary>Every state: its word in contract section 4, and the events that lead to it.</summary>
    public static readonly (string Name, string State, string[] Events)[] States =
    [
        ("nothing", "", []),
        ("submitted", "Submitted", ["case.submitted"]),
        ("notified", "Supplementing", ["case.submitted", "case.supplementRequested"]),
        ("notified twice", "Supplementing", ["case.submitted", "case.supplementRequested", "case.supplementRequested"]),
        ("supplemented", "Submitted", ["case.submitted", "case.supplementRequested", "case.supplementReceived"]),
        ("lapsed unaccepted", "Closed", ["case.submitted", "case.supplementRequested", "case.closed supplementLapsed"]),
        ("lapsed and delivered", "Delivered", ["case.submitted", "case.supplementRequested", "case.closed supplementLapsed", "case.delivered"]),
        ("refused", "Refused", ["case.submitted", "case.refused"]),
        ("withdrawn unaccepted", "Withdrawn", ["case.submitted", "case.withdrawn"]),

        ("accepted", "Accepted", ["case.accepted"]),
        ("submitted and accepted", "Accepted", ["case.submitted", "case.accepted"]),
        ("accepted unanswered", "Accepted", ["case.submitted", "case.supplementRequested", "case.accepted"]),
        ("answered", "Accepted", ["case.accepted", "case.supplementRequested", "case.supplementReceived"]),
        ("resumed", "Accepted", ["case.accepted", "case.paused 1", "case.resumed 1"]),
        ("extended", "Accepted", ["case.accepted", "case.extended"]),
        ("rated", "Accepted", ["case.accepted", "evaluation.given accepted"]),
        ("deferred", "Accepted", ["case.accepted deferring"]),
        ("deferred supplied", "Accepted", ["case.accepted deferring", "case.supplementReceived"]),
        ("processing", "Processing", ["case.accepted", "case.step"]),
        ("resumed processing", "Processing", ["case.accepted", "case.paused 1", "case.step", "case.resumed 1"]),
        ("deferred processing", "Processing", ["case.accepted deferring", "case.step"]),
        ("noticed", "Supplementing", ["case.accepted", "case.supplementRequested"]),
        ("noticed processing", "Supplementing", ["case.accepted", "case.step", "case.supplementRequested"]),
        ("noticed deferred", "Supplementing", ["case.accepted deferring", "case.supplementRequested"]),
        ("paused", "Paused", ["case.accepted", "case.paused 1"]),
        ("paused processing", "Paused", ["case.accepted", "case.step", "case.paused 1"]),
        ("paused stepped", "Paused", ["case.accepted", "case.paused 1", "case.step"]),
        ("paused again", "Paused", ["case.accepted", "case.paused 1", "case.resumed 1", "case.paused 1"]),
        ("paused twice", "Paused", ["case.accepted", "case.paused 1", "case.paused 2"]),
        ("paused noticed", "Paused", ["case.accepted", "case.paused 1", "case.supplementRequested"]),
        ("paused deferred", "Paused", ["case.accepted deferring", "case.paused 1"]),
        ("paused noticed deferred", "Paused", ["case.accepted deferring", "case.supplementRequested", "case.paused 1"]),

        ("licensed", "Closed", ["case.accepted", "case.closed licensed"]),
        ("returned", "Closed", ["case.accepted", "case.closed returned"]),
        ("voided", "Closed", ["case.accepted", "case.closed voided"]),
        ("deleted", "Closed", ["case.accepted", "case.closed deleted"]),
        ("forwarded", "Closed", ["case.accepted", "case.closed forwarded"]),
        ("lapsed", "Closed", ["case.accepted", "case.supplementRequested", "case.closed supplementLapsed"]),
        ("completed", "Closed", ["case.accepted", "case.step", "case.closed completed"]),
        ("closed and rated", "Closed", ["case.accepted", "case.closed completed", "evaluation.given closed"]),
        ("delivered", "Delivered", ["case.accepted", "case.closed completed", "case.delivered"]),
        ("withdrawn", "Withdrawn", ["case.accepted", "case.withdrawn"]),
        ("withdrawn paused", "Withdrawn", ["case.accepted", "case.paused 1", "case.withdrawn"]),
    ];

    /// <summary>Every event, with a word of its data where that matters, and its outcome upon every state.</summary>
    public static readonly (string Event, (string Outcome, string States)[] Outcomes)[] Events =
    [
        ("case.submitted",
        [
            ("accepted Submitted", "nothing"),
            ("rejected case.already-submitted", $"{Unaccepted}, {Lapsed}"),
            ("rejected case.already-accepted", $"{Open}, {Closed}"),
            .. Over,
        ]),
        ("case.supplementRequested",
        [
            ("rejected case.not-submitted", "nothing"),
            ("accepted Supplementing", $"submitted, {Unnoticed}, {Deferred}"),
            ("accepted Supplementing supplement.repeated", $"notified, notified twice, supplemented, {WasNoticed}, {Noticed}"),
            ("accepted Paused", $"{Paused}, paused twice, paused deferred"),
            ("accepted Paused supplement.repeated", "paused noticed, paused noticed deferred"),
            ("rejected case.closed", $"{Lapsed}, {Closed}"),
            .. Over,
        ]),
        ("case.supplementReceived",
        [
            ("rejected case.not-submitted", "nothing"),
            ("accepted Submitted", "notified, notified twice"),
            ("accepted Accepted", "noticed, noticed deferred, deferred"),
            ("accepted Processing", "noticed processing, deferred processing"),
            ("accepted Paused", "paused noticed, paused deferred, paused noticed deferred"),
            ("rejected supplement.not-open", $"submitted, supplemented, {Unnoticed}, {WasNoticed}, {Paused}, paused twice"),
            ("rejected case.closed", $"{Lapsed}, {Closed}"),
            .. Over,
        ]),
        ("case.accepted", Acceptance),
        ("case.accepted deferring", Acceptance),
        ("case.refused",
        [
            ("rejected case.not-submitted", "nothing"),
            ("accepted Refused", Unaccepted),
            ("rejected case.already-accepted", $"{Open}, {Closed}"),
            ("rejected case.closed", Lapsed),
            .. Over,
        ]),
        ("case.step",
        [
            (Parked, $"nothing, {Unaccepted}"),
            ("accepted Processing", $"{Unnoticed}, {WasNoticed}, {Deferred}"),
            ("accepted same", $"{Noticed}, {AllPaused}"),
            ("rejected case.closed", $"{Lapsed}, {Closed}"),
            .. Over,
        ]),
        ("case.paused 1",
        [
            (Parked, $"nothing, {Unaccepted}"),
            ("accepted Paused", $"{Unnoticed}, {WasNoticed}, {Deferred}, {Noticed}"),
            ("rejected pause.already-open", AllPaused),
            ("rejected case.closed", $"{Lapsed}, {Closed}"),
            .. Over,
        ]),
        ("case.paused 2",
        [
            (Parked, $"nothing, {Unaccepted}"),
            ("accepted Paused", $"{Unnoticed}, {WasNoticed}, {Deferred}, {Noticed}, {Paused}, paused noticed, paused deferred, paused noticed deferred"),
            ("rejected pause.already-open", "paused twice"),
            ("rejected case.closed", $"{Lapsed}, {Closed}"),
            .. Over,
        ]),
        ("case.resumed 1",
        [
            (Parked, $"nothing, {Unaccepted}"),
            ("rejected pause.not-open", $"{Unnoticed}, {WasNoticed}, {Deferred}, {Noticed}"),
            ("accepted Accepted", "paused, paused again, paused deferred"),
            ("accepted Processing", "paused processing, paused stepped"),
            ("accepted Supplementing", "paused noticed, paused noticed deferred"),
            ("accepted Paused", "paused twice"),
            ("rejected case.closed", $"{Lapsed}, {Closed}"),
            .. Over,
        ]),
        ("case.resumed 2",
        [
            (Parked, $"nothing, {Unaccepted}"),
            ("rejected pause.not-open", $"{Unnoticed}, {WasNoticed}, {Deferred}, {Noticed}, {Paused}, paused noticed, paused deferred, paused noticed deferred"),
            ("accepted Paused", "paused twice"),
            ("rejected case.closed", $"{Lapsed}, {Closed}"),
            .. Over,
        ]),
        ("case.extended",
        [
            (Parked, $"nothing, {Unaccepted}"),
            ("accepted same", Without(Open, "extended")),
            ("accepted same extension.repeated", "extended"),
            ("rejected case.closed", $"{Lapsed}, {Closed}"),
            .. Over,
        ]),
        ("case.closed licensed", ResultWithPapers),
        ("case.closed returned", ResultWithoutPapers),
        ("case.closed voided", ResultWithoutPapers),
        ("case.closed deleted", ResultWithoutPapers),
        ("case.closed forwarded", ResultWithoutPapers),
        ("case.closed supplementLapsed",
        [
            ("rejected case.not-submitted", "nothing"),
            ("accepted Closed", $"notified, notified twice, {Noticed}"),
            ("rejected supplement.not-open", $"submitted, supplemented, {Unnoticed}, {WasNoticed}, {Deferred}, {Paused}, paused twice, paused deferred"),
            ("rejected pause.still-open", "paused noticed, paused noticed deferred"),
            ("rejected case.closed", $"{Lapsed}, {Closed}"),
            .. Over,
        ]),
        ("case.closed completed", ResultWithPapers),
        ("case.delivered",
        [
            (Parked, $"nothing, {Unaccepted}"),
            ("rejected case.not-closed", Open),
            ("accepted Delivered", $"lapsed unaccepted, {Undelivered}"),
            ("rejected case.already-delivered", "lapsed and delivered, delivered"),
            .. Over,
        ]),
        ("case.withdrawn",
        [
            ("rejected case.not-submitted", "nothing"),
            ("accepted Withdrawn", $"{Unaccepted}, {Open}"),
            ("rejected case.closed", $"{Lapsed}, {Closed}"),
            .. Over,
        ]),
        ("evaluation.given received",
        [
            (Parked, $"nothing, {Unaccepted}"),
            ("accepted same", $"{Lapsed}, {Without(Open, "rated")}, {Without(Closed, "closed and rated")}"),
            ("rejected evaluation.repeated", "rated, closed and rated"),
            .. Over,
        ]),
        ("evaluation.given accepted",
        [
            (Parked, $"nothing, {Unaccepted}"),
            ("rejected evaluation.before-result", Lapsed),
            ("accepted same", $"{Without(Open, "rated")}, {Without(Closed, "closed and rated")}"),
            ("rejected evaluation.repeated", "rated, closed and rated"),
            .. Over,
        ]),
        ("evaluation.given closed",
        [
            (Parked, $"nothing, {Unaccepted}"),
            ("rejected evaluation.before-result", Open),
            ("accepted same", $"{Lapsed}, {Without(Closed, "closed and rated")}"),
            ("rejected evaluation.repeated", "closed and rated"),
            .. Over,
        ]),
    ];

    /// <summary>The names in a list of states.</summary>
    public static string[] Named(string states) => states.Split(", ");

    private static string Without(string states, string one) => string.Join(", ", Named(states).Where(name => name != one));
}
