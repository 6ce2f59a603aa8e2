using System.Runtime.InteropServices;

namespace ServiceHall.Gateway.Store;

/// <summary>
/// A place in commit order, with what stands there: after a back-up was put back, the same number comes to stand for something else.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChangePlace(long Number, long At, Guid? RecordId)
{
    /// <summary>Before everything.</summary>
    public static ChangePlace Origin => default;
}

/// <summary>A row of the journal that is a change of the feed.</summary>
/// <param name="Place">Where it stands in commit order.</param>
internal sealed record ChangeRow(long Place, long At, string What, string Department, long? Subject, Guid? RecordId, string? Platform, string? State, string? Code)
{
    public ChangePlace Standing => new(Place, At, RecordId);

    /// <summary>What of the journal is a change (contract section 4). The rest is what operators did, and is no reader's.</summary>
    public static IReadOnlyList<string> Words { get; } =
        ["record.taken", "record.parked", "record.released", "record.rejected", "case.changed", "delivery.confirmed", "delivery.refused", "delivery.unknown", TaskChanged];

    /// <summary>Its record id is the task's number.</summary>
    public const string TaskChanged = "task.changed";
}

/// <summary>The changes behind a place, or from the beginning of what is kept; null departments are all.</summary>
/// <param name="OfTasks">Of tasks alone, which are few: all that stands behind the place is looked at.</param>
internal sealed record ChangeQuery(long? After, IReadOnlyList<string>? Departments, int Most, bool OfTasks = false);

/// <param name="Rows">In commit order.</param>
/// <param name="Next">The place up to which the journal was looked at.</param>
/// <param name="IsHead">Whether nothing stood behind that.</param>
internal sealed record ChangeRows(IReadOnlyList<ChangeRow> Rows, ChangePlace Next, bool IsHead);
