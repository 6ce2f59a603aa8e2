using Dapper;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>How the deliveries stand at one moment.</summary>
/// <param name="Moving">Under way, or waiting for a moment that comes by itself.</param>
/// <param name="Refused">Refused, or of unknown outcome, until a person decides.</param>
/// <param name="Stuck">What keeps most of those that are held up, and how many; null where nothing does.</param>
internal sealed record DeliveryCounts(long Moving, long Confirmed, long Refused, long Unknown, (string Why, long Count)? Stuck);

/// <summary>Looks at what the demo's gateway holds.</summary>
internal sealed class DeliveryWatch(Database database)
{
    // What is open stands in an index of its own; what is confirmed has a counter.
    private const string Open = """
        SELECT state AS State, next_at IS NULL AS ForEver, count(*) AS Count FROM delivery WHERE state < 4 OR state = 6 GROUP BY state, next_at IS NULL
        """;

    private const string Reasons = """
        SELECT why AS Why, count(*) AS Count FROM delivery WHERE (state < 4 OR state = 6) AND why IS NOT NULL
        GROUP BY state, why ORDER BY state DESC, min(CASE WHEN next_at IS NULL THEN 1 ELSE 0 END), count(*) DESC LIMIT 1
        """;

    public DeliveryCounts Read()
    {
        using var lease = database.Reader();
        var reader = lease.Connection;
        var open = reader.Query<(long State, bool ForEver, long Count)>(Open).ToList();
        var (why, held) = reader.QueryFirstOrDefault<(string? Why, long Count)>(Reasons);
        return new DeliveryCounts(
            Moving: open.Where(one => one.State is (long)DeliveryState.Pending or (long)DeliveryState.Sent || (!one.ForEver && one.State is (long)DeliveryState.Waiting or (long)DeliveryState.Unknown)).Sum(one => one.Count),
            Confirmed: Counters.Read(reader, "delivery.one-window.").GetValueOrDefault(DeliveryState.Confirmed.Word()),
            Refused: open.Where(one => one.State == (long)DeliveryState.Refused || (one.ForEver && one.State == (long)DeliveryState.Unknown)).Sum(one => one.Count),
            Unknown: open.Where(one => one.State == (long)DeliveryState.Unknown).Sum(one => one.Count),
            why is null ? null : (why, held));
    }
}
