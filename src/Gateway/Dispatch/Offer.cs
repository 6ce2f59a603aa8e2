using ServiceHall.Adapters.Platforms;
using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>A delivery as it was read, and how many stood in its lane up to it: what a change of it is conditional on.</summary>
internal sealed record ReadDelivery(DeliveryRow Row, int UpTo);

/// <summary>What a lane offers next.</summary>
internal abstract record Offer
{
    /// <summary>A run of rows of one table, all of one delivery: what stands behind it waits for its outcome.</summary>
    /// <param name="Read">The delivery.</param>
    /// <param name="Rows">The rows of this call.</param>
    /// <param name="Later">The delivery's rows for the calls after it.</param>
    public sealed record Run(ReadDelivery Read, IReadOnlyList<SentRow> Rows, IReadOnlyList<RowState> Later) : Offer
    {
        public DeliveryRow Delivery => Read.Row;

        /// <summary>Which of the lane's calls it is.</summary>
        public required int Turn { get; init; }

        /// <summary>Once it is taken, nothing that stood in the lane when it was read is open any more.</summary>
        public bool IsLast { get; init; }
    }

    /// <summary>The outcome of these rows is not known: the platform is asked for each.</summary>
    public sealed record Ask(ReadDelivery Read, IReadOnlyList<SentRow> Rows) : Offer;

    /// <summary>Not before this moment.</summary>
    public sealed record NotYet(DateTimeOffset At) : Offer;

    /// <summary>A delivery that needs a person stands in front; these wait behind it.</summary>
    public sealed record Blocked(string Why, ReadDelivery By, IReadOnlyList<ReadDelivery> Behind) : Offer;

    /// <summary>Another lane's record must be at the platform before it: it waits, and those behind it.</summary>
    /// <param name="Read">The delivery.</param>
    /// <param name="Prior">What it waits for.</param>
    /// <param name="Changes">Whoever does not say so yet.</param>
    public sealed record After(ReadDelivery Read, Prerequisite Prior, IReadOnlyList<(ReadDelivery Read, DeliveryRow After)> Changes) : Offer;

    /// <summary>The platform has nothing to be told of it: it is over in this state.</summary>
    public sealed record Over(ReadDelivery Read, DeliveryState State, string? Why) : Offer;

    /// <summary>A correction stands in its place, and what became of it is known: it goes no further.</summary>
    public sealed record Overtaken(ReadDelivery Read, string Key) : Offer;

    /// <summary>Nothing to send now.</summary>
    public sealed record Nothing : Offer;
}
