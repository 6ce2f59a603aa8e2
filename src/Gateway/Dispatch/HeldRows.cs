using ServiceHall.Adapters.Platforms;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>A row that the platform should hold.</summary>
/// <param name="IsLeft">It is left as it is there, or is not: a person decided so.</param>
internal readonly record struct WantedRow(PlannedRow Row, bool IsLeft);

/// <summary>What the platform is known to hold of one case: of every row the latest that it took, by the order of the calls.</summary>
internal sealed class HeldRows
{
    private readonly Dictionary<string, Held> _rows;

    public HeldRows(IEnumerable<DeliveryRow> lane) => _rows = lane
        .SelectMany(delivery => RowState.Read(delivery.Rows).Where(row => row.State == RowState.Taken), (delivery, row) => (Row: row, By: delivery.RecordId))
        .GroupBy(taken => taken.Row.RowGuid, StringComparer.Ordinal)
        .ToDictionary(taken => taken.Key, taken => Of([.. taken.OrderBy(one => one.Row.Order)]), StringComparer.Ordinal);

    /// <summary>The record with whose rows this row went.</summary>
    public Guid? CarrierOf(string rowGuid) => _rows.TryGetValue(rowGuid, out var held) ? held.By : null;

    /// <summary>
    /// What to send so that the platform holds just the wanted rows, row by row (contract section 5): held and no longer wanted <c>D</c>, the last one
    /// first and all of them before what may take their place (a case has one acceptance and one result at a time); absent <c>I</c>; held, also as
    /// deleted, and changed <c>U</c>; held and equal nothing.
    /// </summary>
    /// <param name="wanted">The rows, in the order in which they are sent.</param>
    /// <param name="digest">The digest of a row's content.</param>
    /// <param name="content">A held row as it was sent; null where nothing is to be deleted.</param>
    public IEnumerable<SentRow> Difference(IEnumerable<WantedRow> wanted, Func<PlannedRow, string> digest, Func<RowState, PlannedRow>? content)
    {
        var stays = new HashSet<string>(StringComparer.Ordinal);
        List<SentRow> goes = [];
        foreach (var (row, isLeft) in wanted)
        {
            var held = Find(row.RowGuid);
            if (!stays.Add(row.RowGuid) || isLeft)
            {
                continue;
            }

            if (held is null)
            {
                goes.Add(new SentRow(row, "I"));
            }
            else if (held.Operation == "D" || held.Digest != digest(row))
            {
                goes.Add(new SentRow(row, "U"));
            }
        }

        return content is null ? goes : [.. Gone(stays).Select(held => new SentRow(content(held), "D")), .. goes];
    }

    private IEnumerable<RowState> Gone(HashSet<string> stays) =>
        _rows.Values.Where(held => held.Row.Operation != "D" && !stays.Contains(held.Row.RowGuid)).Reverse().OrderByDescending(held => held.Since).Select(held => held.Row);

    // Others may stand on a row from the call that put it there, not from the one that last changed it.
    private static Held Of(List<(RowState Row, Guid By)> inOrder)
    {
        var since = inOrder[inOrder.FindLastIndex(taken => taken.Row.Operation == "D") is var gone && gone == inOrder.Count - 1 ? gone : gone + 1];
        return new Held(inOrder[^1].Row, inOrder[^1].By, since.Row.Order);
    }

    private RowState? Find(string rowGuid) => _rows.TryGetValue(rowGuid, out var held) ? held.Row : null;

    /// <summary>One row: what was last taken of it, with which record, and since which call it is there.</summary>
    private sealed record Held(RowState Row, Guid By, (int Turn, long Attempt) Since);
}
