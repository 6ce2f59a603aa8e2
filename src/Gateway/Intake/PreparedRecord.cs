using ServiceHall.Gateway.Store;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.Intake;

/// <summary>A record that is read, checked by the stateless rules and sealed: all that can be done outside the transaction.</summary>
internal sealed record PreparedRecord
{
    public required string? Key { get; init; }

    /// <summary>Of a line that is no record: its number.</summary>
    public long? Line { get; init; }

    /// <summary>Null where it can't be kept: no record, no usable key, or not the caller's to say.</summary>
    public Record? Record { get; init; }

    /// <summary>What was sent or mapped, where it can't be kept; empty where there is no record.</summary>
    public byte[] NotKept { get; init; } = [];

    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What it was prepared under; it is judged and stored under the same, whatever comes into force meanwhile.</summary>
    public required Configuration Configuration { get; init; }

    /// <summary>The department's own format it came in; null for canonical records.</summary>
    public string? Adapter { get; init; }

    public Guid Id { get; init; }

    /// <summary>Keyed digest of what the department said: tells a repeat from a conflict.</summary>
    public byte[] Digest { get; init; } = [];

    public byte[] SealedBody { get; init; } = [];

    /// <summary>Values that no code table covered, to be counted with it.</summary>
    public IReadOnlyList<UnmappedRow> Unmapped { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"record {Id}";
}
