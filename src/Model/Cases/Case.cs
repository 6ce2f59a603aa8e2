using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ServiceHall.Model.Matters;

namespace ServiceHall.Model.Cases;

/// <summary>办件: one case, as the records taken of it tell. Immutable; printing one reveals nothing.</summary>
public sealed record Case
{
    private CaseFacts? _facts;

    /// <summary>The gateway's own serial number.</summary>
    public required long Id { get; init; }

    public required string Department { get; init; }

    /// <summary>The department's own case number.</summary>
    public required string CaseNo { get; init; }

    /// <summary>The gateway's case number, which platforms know as <c>project_no</c>.</summary>
    public required string GatewayNo { get; init; }

    /// <summary>The matter as it was when the case was accepted (or submitted): later versions do not rewrite it.</summary>
    public Matter? Matter { get; init; }

    /// <summary>The code the department used for the matter.</summary>
    public string? MatterCodeUsed { get; init; }

    /// <summary>What was taken, in the order of judgement.</summary>
    public ImmutableArray<CaseEvent> Events { get; init; } = [];

    /// <summary>Where the next delivery of this case stands in its lanes.</summary>
    public long NextPosition { get; init; } = 1;

    /// <summary>What the events add up to.</summary>
    [JsonIgnore]
    public CaseFacts Facts => _facts ??= CaseFacts.Of(Events);

    /// <summary>The case with one more event, at the end of its lanes.</summary>
    public Case With(CaseEvent taken) => this with { Events = Events.Add(taken with { Position = NextPosition }), NextPosition = NextPosition + 1, _facts = null };

    /// <summary>Equality is identity: two readings of a case are compared by what they say, member by member, where that is wanted.</summary>
    public bool Equals(Case? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"case {GatewayNo}";
}

/// <summary>One taken record of a case.</summary>
public sealed record CaseEvent(Guid RecordId, string Key, int Version, string Kind, DateTimeOffset OccurredAt, DateTimeOffset ReceivedAt, EventData Data)
{
    /// <summary>Its place in the case's lanes, from 1, given at judgement.</summary>
    public long Position { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} (withheld)";
}
