using ServiceHall.Model.Tasks;

namespace ServiceHall.Gateway.Store;

/// <summary>A task as the store has it. Times are Unix milliseconds.</summary>
internal sealed record TaskRow(
    Guid Id, TaskKind Kind, string Platform, string PlatformNo, string Department, string Division, string? Matter, TaskPath Path, TaskState State, long Received, long? YellowAt, long? TakeBy,
    long Changed, string? OwnNo, long? CaseId, byte[] Digest, byte[] Body, byte[]? Word)
{
    /// <summary>The columns, in the order of the members.</summary>
    public const string Columns = "id, kind, platform, platform_no, department, division, matter, path, state, received, yellow_at, take_by, changed, own_no, case_id, digest, body, word";

    /// <inheritdoc/>
    public override string ToString() => $"task {Id}";
}
