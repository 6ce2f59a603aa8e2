using ServiceHall.Model.Cases;

namespace ServiceHall.Model.Records;

/// <summary>One event as a department sent it, read but not yet judged. Printing one reveals nothing.</summary>
public sealed record Record
{
    /// <summary>The department's code, as the client's settings name it.</summary>
    public required string Department { get; init; }

    /// <summary>The department's natural key, 1 to 200 characters.</summary>
    public required string Key { get; init; }

    /// <summary>One of <see cref="Kinds"/>, or whatever was sent.</summary>
    public required string Kind { get; init; }

    /// <summary>The department's own case number (办件编号), 1 to 50 characters.</summary>
    public string? CaseNo { get; init; }

    /// <summary>From 1 (DATAVER); 0 where what was sent is no version.</summary>
    public required int Version { get; init; }

    /// <summary>Withdraws the record.</summary>
    public bool Deleted { get; init; }

    /// <summary>When it happened, in hall time; the time of receipt where what was sent is no time.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When the gateway received it, by the hall's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>What the kind says; null where the kind is unknown or its data could not be read at all.</summary>
    public EventData? Data { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} (withheld)";
}
