using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>What stands in a lane behind a refused delivery: it waits, and says for what.</summary>
internal static class Behind
{
    private const string Before = "等待在前的记录 ";

    public static string Why(string key) => $"{Before}{key}，它被平台退回";

    public static string Unknown(string key) => $"{Before}{key}，它的结果不明，等待人工处理";

    /// <summary>The deliveries of a lane that wait for this one and for no other.</summary>
    public static IEnumerable<DeliveryRow> Waiting(IReadOnlyList<DeliveryRow> lane, DeliveryRow refused) => lane
        .SkipWhile(one => one.Position <= refused.Position)
        .TakeWhile(one => one.State != DeliveryState.Refused)
        .Where(IsBehind);

    public static bool IsBehind(DeliveryRow delivery) => delivery.State == DeliveryState.Waiting && delivery.Why?.StartsWith(Before, StringComparison.Ordinal) == true;
}
