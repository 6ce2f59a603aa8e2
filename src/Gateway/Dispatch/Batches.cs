using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// What goes in one call: rows of one table and of one department, so that what breaks the one does not hold up the other. What nobody knew the outcome
/// of before may be what breaks the platform: it goes with few others, then alone.
/// </summary>
internal static class Batches
{
    public static IEnumerable<List<(string Department, Offer.Run Run)>> Of(IEnumerable<(string Department, Offer.Run Run)> runs, int mostRows)
    {
        foreach (var alike in runs.GroupBy(pair => (pair.Department, pair.Run.Rows[0].Row.Table, Most: MostWith(pair.Run.Delivery, mostRows))))
        {
            List<(string, Offer.Run)> batch = [];
            var rows = 0;
            foreach (var pair in alike)
            {
                if (rows > 0 && rows + pair.Run.Rows.Count > alike.Key.Most)
                {
                    yield return batch;
                    (batch, rows) = ([], 0);
                }

                batch.Add(pair);
                rows += pair.Run.Rows.Count;
            }

            yield return batch;
        }
    }

    private static int MostWith(DeliveryRow delivery, int mostRows) => delivery switch
    {
        { State: DeliveryState.Waiting } or { Tries: 0 } => mostRows,
        { Tries: 1 } => Math.Max(1, mostRows / 10),
        _ => 1,
    };
}
