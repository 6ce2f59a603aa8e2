using ServiceHall.Adapters.Platforms;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>What a lane offers next.</summary>
internal abstract record Offer
{
    /// <summary>A run of rows of one table, all of one delivery: what stands behind it waits for its outcome.</summary>
    public sealed record Run(DeliveryRow Delivery, IReadOnlyList<SentRow> Rows, int AllRows) : Offer;

    /// <summary>Not before this moment.</summary>
    public sealed record NotYet(DateTimeOffset At) : Offer;

    /// <summary>A refused delivery stands in front; these wait behind it.</summary>
    public sealed record Blocked(string ByKey, IReadOnlyList<DeliveryRow> Behind) : Offer;

    /// <summary>Nothing to send now.</summary>
    public sealed record Nothing : Offer;
}

/// <summary>One case's deliveries to one platform, strictly in order. Decides what goes next; pure.</summary>
internal sealed class Lane(Platform platform, Case @case, IReadOnlyList<DeliveryRow> inOrder)
{
    public Case Case => @case;

    /// <summary>The next run, of at most so many rows.</summary>
    public Offer Next(int mostRows, DateTimeOffset now)
    {
        for (var i = 0; i < inOrder.Count; i++)
        {
            var delivery = inOrder[i];
            if (delivery.State == DeliveryState.Refused)
            {
                return new Offer.Blocked(@case.Events.First(one => one.Position == delivery.Position).Key, [.. inOrder.Skip(i + 1).Where(one => one.State == DeliveryState.Pending)]);
            }

            if (delivery.State < DeliveryState.Confirmed && RunOf(delivery, mostRows, now) is { } offer)
            {
                return offer;
            }
        }

        return new Offer.Nothing();
    }

    // Null where this one has nothing to send yet and nobody waits for it (a pause before its resume).
    private Offer? RunOf(DeliveryRow delivery, int mostRows, DateTimeOffset now)
    {
        var taken = @case.Events.First(one => one.Position == delivery.Position);
        if (platform.Plan(@case, taken) is not RowPlan.Rows plan)
        {
            return null;
        }

        if (delivery.NextAt is { } at && at > now.ToUnixTimeMilliseconds())
        {
            return new Offer.NotYet(DateTimeOffset.FromUnixTimeMilliseconds(at));
        }

        var known = RowState.Read(delivery.Rows).ToDictionary(row => row.RowGuid, StringComparer.Ordinal);
        var open = plan.Ordered.SkipWhile(row => known.TryGetValue(row.RowGuid, out var state) && state.State == RowState.Taken).ToList();
        var run = open.TakeWhile(row => row.Table == open[0].Table).Take(mostRows);

        // In this version every row is new to the platform: corrections, which change or delete rows, come later.
        return new Offer.Run(delivery, [.. run.Select(row => new SentRow(row, "I"))], plan.Ordered.Count);
    }
}
