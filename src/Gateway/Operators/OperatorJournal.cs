using System.Globalization;
using System.Text;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Operators;

/// <summary>The journal's row for each thing that an operator changed: who did what to what, and why, the why sealed.</summary>
internal static class OperatorJournal
{
    public const string Rejudged = "operator.rejudged";
    public const string Discarded = "operator.discarded";
    public const string Resent = "operator.resent";
    public const string ConflictAccepted = "operator.conflict-accepted";
    public const string PlatformStopped = "operator.platform-stopped";
    public const string PlatformStarted = "operator.platform-started";

    /// <summary>The row with its actor and its sealed reason.</summary>
    public static JournalRow Signed(this JournalRow row, Order order, Sealer sealer) =>
        row with { Actor = order.Actor, Reason = sealer.Seal(Encoding.UTF8.GetBytes(order.Reason), BoundTo(row)) };

    /// <summary>Opens the reason of a row.</summary>
    public static string ReasonOf(JournalRow row, Sealer sealer) => Encoding.UTF8.GetString(sealer.Open(row.Reason, BoundTo(row)));

    // The row has no number of its own before it is written.
    private static byte[] BoundTo(JournalRow row) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{row.At} {row.What} {row.RecordId} {row.Platform}"));
}
