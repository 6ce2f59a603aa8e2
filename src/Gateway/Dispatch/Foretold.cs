using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>What the open deliveries of a lane would send, each as if the platform had taken all before it.</summary>
internal static class Foretold
{
    // Behind every call that was ever made: the latest is what the platform holds.
    private const int FirstTurn = int.MaxValue / 2;

    /// <summary>The rows by record; a delivery that is done, or that a person must decide on, has none.</summary>
    public static Dictionary<Guid, IReadOnlyList<SentRow>> RowsOf(Platform platform, Case @case, IReadOnlyList<DeliveryRow> inOrder, SentRows sent)
    {
        List<DeliveryRow> lane = [.. inOrder];
        var rows = new Dictionary<Guid, IReadOnlyList<SentRow>>();
        for (var at = 0; at < lane.Count; at++)
        {
            if (lane[at].State < DeliveryState.Confirmed)
            {
                var delivery = lane[at];
                rows[delivery.RecordId] = new Lane(platform, @case, lane, sent, _ => Prior.There).RowsOf(delivery);
                lane[at] = Taken(delivery, rows[delivery.RecordId], FirstTurn + at, sent);
            }
        }

        return rows;
    }

    private static DeliveryRow Taken(DeliveryRow delivery, IReadOnlyList<SentRow> rows, int turn, SentRows sent)
    {
        if (rows.Count == 0)
        {
            return delivery;
        }

        var before = RowState.Read(delivery.Rows).Where(row => row.State is RowState.Taken or RowState.Sent).Select(row => row with { State = RowState.Taken });
        var now = rows.Select(row => new RowState(row.Row.Table, row.Row.RowGuid, row.Operation, sent.Digest(row.Row), RowState.Taken) { Turn = turn });
        return delivery with { State = DeliveryState.Confirmed, Rows = RowState.Write([.. before, .. now]) };
    }
}
