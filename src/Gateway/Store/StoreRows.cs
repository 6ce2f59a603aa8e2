using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Store;

// The rows of the store, as the scripts have them. Times are Unix milliseconds.

internal sealed record RecordRow(
    Guid Id, string Department, string Kind, int Version, long? CaseId, long Occurred, long Received, Verdict Verdict, RecordState State, string? Rule, long ConfigId, byte[]? Findings, byte[] Body, string? Adapter);

/// <summary>A record that is judged again.</summary>
internal sealed record RecordChange(Guid Id, string Department, string Key, int Version, long? CaseId, Verdict Verdict, RecordState From, RecordState To, string? Rule, long ConfigId, byte[]? Findings);

/// <summary>A record without a place in a case: it waits for the acceptance, or is one in quarantine.</summary>
internal sealed record UnplacedRow(string Department, string CaseNo, long Occurred, long Received, Guid RecordId, string Kind, string Key, bool Told = false);

internal sealed record KeyRow(string Department, string Key, int Version, Guid RecordId, RecordState State, byte[] Digest);

internal sealed record CaseRow(long Id, string Department, string? Matter, string Division, int State, long? YellowAt, long? RedAt, byte[] Document);

internal sealed record NumberRow(string Value, string Issuer, long CaseId);

internal sealed record DeliveryRow(
    long Subject, string Platform, long Position, Guid RecordId, int Slot, DeliveryState State, int Tries, long? NextAt, string? Why, string? Rows, string? Attempts)
{
    public DeliveryKey Key => new(Subject, Platform, Position);

    /// <summary>Nobody waits for it any more: the platform has it, with its own rows or with another's, or is not to be told of it.</summary>
    public bool IsDone => State is DeliveryState.Confirmed or DeliveryState.Carried or DeliveryState.NotForThisPlatform;

    /// <summary>Refused; or unknown without a next try, because the profile leaves that to a person.</summary>
    public bool WaitsForPerson => this is { State: DeliveryState.Refused } or { State: DeliveryState.Unknown, NextAt: null };
}

/// <summary>A record that lanes at a platform wait for.</summary>
internal sealed record AwaitedRecord(string Platform, string Department, string Key);

/// <summary>A lane that waits for a record.</summary>
/// <param name="Subject">Whose lane waits.</param>
/// <param name="Holder">In whose lane the record goes; null while nobody has sent it.</param>
internal sealed record AwaitedRow(string Platform, long Subject, string Department, string Key, long? Holder);

internal readonly record struct DeliveryKey(long Subject, string Platform, long Position);

/// <summary>The state of a delivery, how many stand in its lane up to it, and the calls it was in.</summary>
internal sealed record LaneStanding(DeliveryKey Delivery, DeliveryState State, int UpTo, string? Attempts);

/// <summary>A delivery that was under way when the gateway before this one stopped.</summary>
internal sealed record InterruptedRow(long Subject, Guid RecordId, string Department);

internal sealed record AttemptRow(long Id, string Platform, long Started, long? Ended, string? Outcome, string? Why, int Deliveries, byte[] Body);

/// <param name="Actor">The operator whose doing it is; null where it is nobody's.</param>
/// <param name="Reason">Why, sealed.</param>
internal sealed record JournalRow(
    long At, string What, string Department, long? Subject, Guid? RecordId, string? Platform, string? State, string? Code, byte[]? Digest,
    string? Actor = null, byte[]? Reason = null);

/// <summary>How an attempt ended.</summary>
internal sealed record AttemptEnd(long Id, long Ended, string Outcome, string? Why);

/// <summary>A page of the records in one state that nobody has settled, oldest first, from the one after <paramref name="After"/>; null leaves a filter out.</summary>
internal sealed record StuckQuery(RecordState State, Guid After, int Most, string? Department, string? Rule, string? Kind);

/// <summary>What a record says after its source was mapped anew.</summary>
internal sealed record RecordRewrite(Guid Id, string Kind, long Occurred, byte[] Body);

/// <summary>A platform that an operator stopped.</summary>
internal sealed record PlatformStop(string Platform, long At, string By, byte[] Reason);
