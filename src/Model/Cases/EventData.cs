using System.Text.Json.Serialization;

namespace ServiceHall.Model.Cases;

/// <summary>What one kind of record says (contract section 3). May hold personal data: printing one reveals nothing.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$")]
[JsonDerivedType(typeof(Submitted), "submitted")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Step), "step")]
[JsonDerivedType(typeof(Paused), "paused")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(SupplementRequested), "supplementRequested")]
[JsonDerivedType(typeof(SupplementReceived), "supplementReceived")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Extended), "extended")]
[JsonDerivedType(typeof(Delivered), "delivered")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
[JsonDerivedType(typeof(Evaluation), "evaluation")]
[JsonDerivedType(typeof(CrossRegionRequest), "crossRegionRequest")]
public abstract record EventData
{
    /// <summary>Who did it at the hall, where the kind says so.</summary>
    [JsonIgnore]
    public virtual string? By => null;

    /// <inheritdoc/>
    public sealed override string ToString() => $"{GetType().Name} (withheld)";
}

/// <summary>收件 (申请): what the applicant asked for. On an acceptance the same members, where they were not sent before.</summary>
public sealed record Submitted : EventData
{
    public string? MatterCode { get; init; }
    public string? Title { get; init; }
    public string? Channel { get; init; }
    public Applicant? Applicant { get; init; }
    public Agent? Agent { get; init; }
    public IReadOnlyList<Material>? Materials { get; init; }
    public DateTimeOffset? ReceivedAt { get; init; }
    public string? ReceivedBy { get; init; }

    /// <inheritdoc/>
    public override string? By => ReceivedBy;
}

/// <summary>受理.</summary>
public sealed record Accepted : EventData
{
    /// <summary>What was said at the submission or is said here; merged by the case.</summary>
    public required Submitted Submission { get; init; }
    public string? MatterName { get; init; }
    public string? CaseType { get; init; }
    public DateTimeOffset? AppliedAt { get; init; }
    public string? AcceptedBy { get; init; }
    public string? OrganisationCode { get; init; }
    public string? OrganisationName { get; init; }

    /// <summary>The department's own reckoning; the gateway's is by the matter's limit and the calendar.</summary>
    public DateTimeOffset? PromisedDueAt { get; init; }

    /// <summary>容缺受理: what is to follow and until when.</summary>
    public Deferred? Deferred { get; init; }

    /// <summary>告知承诺.</summary>
    public bool? Commitment { get; init; }
    public string? DocumentNo { get; init; }

    /// <inheritdoc/>
    public override string? By => AcceptedBy;
}

/// <summary>过程: one step of the handling.</summary>
public sealed record Step : EventData
{
    public string? Name { get; init; }
    public string? Action { get; init; }
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Null while it goes on; platforms that demand an end get the start.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    public string? HandledBy { get; init; }
    public string? Opinion { get; init; }
    public Limit? Limit { get; init; }

    /// <inheritdoc/>
    public override string? By => HandledBy;
}

/// <summary>特别程序开始: the clock stops.</summary>
public sealed record Paused : EventData
{
    public string? Sequence { get; init; }
    public string? Procedure { get; init; }
    public string? Reason { get; init; }
    public string? Basis { get; init; }
    public string? ApprovedBy { get; init; }
    public int? LimitDays { get; init; }

    /// <inheritdoc/>
    public override string? By => ApprovedBy;
}

/// <summary>特别程序结果: the clock goes on.</summary>
public sealed record Resumed : EventData
{
    public string? Sequence { get; init; }
    public string? Result { get; init; }
    public string? HandledBy { get; init; }

    /// <inheritdoc/>
    public override string? By => HandledBy;
}

/// <summary>办结.</summary>
public sealed record Closed : EventData
{
    public string? Result { get; init; }
    public string? Reason { get; init; }
    public string? ClosedBy { get; init; }
    public string? DeliveryMethod { get; init; }
    public IReadOnlyList<Licence>? Licences { get; init; }
    public string? Fee { get; init; }

    /// <inheritdoc/>
    public override string? By => ClosedBy;
}
