namespace ServiceHall.Gateway.Store;

/// <summary>Positions in a lane: the place of the event, and within it first the record, then its corrections as they came.</summary>
internal static class Places
{
    private const int Bits = 20;
    private const long Within = (1L << Bits) - 1;

    /// <summary>The position of the first record of a place.</summary>
    public static long First(long place) => place << Bits;

    /// <summary>The place of a position.</summary>
    public static long Of(long position) => position >> Bits;

    /// <summary>Whether something stood in this place before.</summary>
    public static bool IsCorrection(long position) => (position & Within) != 0;

    /// <summary>Of the deliveries of one lane, the latest in a place; null where none was ever there.</summary>
    public static DeliveryRow? Latest(IEnumerable<DeliveryRow> lane, long place) => lane.Where(row => Of(row.Position) == place).MaxBy(row => row.Position);

    /// <summary>The position behind everything that stands in a place.</summary>
    public static long Next(IEnumerable<DeliveryRow> lane, long place) => Latest(lane, place)?.Position + 1 ?? First(place);
}
