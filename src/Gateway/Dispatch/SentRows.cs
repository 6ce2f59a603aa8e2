using ServiceHall.Adapters.Platforms;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>Keyed digest of what a row says: the same for the same content.</summary>
internal sealed class RowDigest(Platform platform, Sealer sealer)
{
    public string Of(PlannedRow row) => Convert.ToHexStringLower(sealer.Digest("row", OneWindowProtocol.Content(row, platform.Settings.DataSource)));
}

/// <summary>
/// Rows as they were sent, read back from the calls that were written down before they were made: what a correction has replaced, the case no longer
/// tells.
/// </summary>
/// <param name="bodyOf">The exact bytes of a call, or null where they are no longer kept.</param>
internal sealed class SentRows(Platform platform, Sealer sealer, Func<long, byte[]?> bodyOf)
{
    private readonly RowDigest _digest = new(platform, sealer);

    public string Digest(PlannedRow row) => _digest.Of(row);

    /// <summary>The same rows once more, to the letter.</summary>
    public IReadOnlyList<SentRow> Again(DeliveryRow delivery, IReadOnlyList<RowState> open)
    {
        // A row that was written down before it named its call was in the delivery's last one. After a batch was halved they may be of several.
        var last = AttemptIds.Read(delivery.Attempts).LastOrDefault();
        List<RowState> named = [.. open.Select(row => row.Attempt > 0 ? row : row with { Attempt = last })];
        var calls = named.DistinctBy(row => row.Attempt).ToDictionary(row => row.Attempt, row => Rows(row).ToDictionary(sent => sent.Row.RowGuid, StringComparer.Ordinal));
        return [.. named.Select(row => calls[row.Attempt][row.RowGuid])];
    }

    /// <summary>A row that the platform holds. One whose call is no longer kept is known by its identity alone.</summary>
    public PlannedRow Content(RowState held) =>
        Rows(held).FirstOrDefault(row => row.Row.RowGuid == held.RowGuid)?.Row ?? new PlannedRow(held.Table, held.RowGuid, [KeyValuePair.Create("row_guid", (object)held.RowGuid)]);

    private IReadOnlyList<SentRow> Rows(RowState row) => bodyOf(row.Attempt) is { } body ? OneWindowProtocol.Rows(row.Table, body) : [];
}
