using ServiceHall.Model.Cases;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Judging;

/// <summary>The verdict of contract section 2.</summary>
public enum Verdict
{
    Accepted,
    Parked,
    Duplicate,
    Conflict,
    Superseded,
    Rejected,
}

/// <summary>What became of a record (contract section 4): a kept record is in exactly one of these.</summary>
public enum RecordState
{
    Taken,
    Parked,
    Quarantined,
    Conflict,
    Superseded,
}

/// <summary>What is already known under a record's key.</summary>
/// <param name="Highest">The highest version seen.</param>
/// <param name="SameVersion">Whether this very version was seen, and if so whether with the same content.</param>
/// <param name="Standing">The highest version that is taken or parked, if any: what a higher one corrects.</param>
public sealed record KnownKey(int Highest, SameVersion SameVersion, StandingRecord? Standing);

/// <summary>What a correction may not change.</summary>
public sealed record StandingRecord(string Kind, string? CaseNo);

/// <summary>Whether the same version was here before.</summary>
public enum SameVersion
{
    New,
    SameContent,
    OtherContent,
}

/// <summary>The judgement of one record.</summary>
/// <param name="Verdict">What is answered.</param>
/// <param name="Findings">Every finding, in rule order.</param>
/// <param name="Decides">The finding that decided, where the record was not accepted for one.</param>
/// <param name="Case">The case with the record in it, where it was accepted (or without what it withdraws); null for an accepted record that is no event of a case.</param>
/// <param name="Place">Where in the case's lanes it corrects or withdraws something, if it does.</param>
public sealed record Judgement(Verdict Verdict, IReadOnlyList<Finding> Findings, Finding? Decides, Case? Case, long? Place = null);
