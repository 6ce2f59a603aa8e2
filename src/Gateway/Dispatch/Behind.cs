using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>What stands in a lane behind a delivery that needs a person, or waits for another lane's: it waits too, and says for what.</summary>
internal static class Behind
{
    /// <summary>What one says that only waits for its turn in the lane.</summary>
    public const string Earlier = "等待本办件在前的报送";

    private const string Before = "等待在前的记录 ";

    public static string Why(string key) => $"{Before}{key}，它被平台退回";

    public static string Unknown(string key) => $"{Before}{key}，它的结果不明，等待人工处理";

    public static string After(string key, string prerequisite) => $"{Before}{key}，它{Prior(prerequisite)}";

    /// <summary>What the first of them says.</summary>
    public static string Prior(string prerequisite) => $"等待记录 {prerequisite} 先送达平台";

    /// <summary>The deliveries of a lane that wait for this one and for no other.</summary>
    public static IEnumerable<DeliveryRow> Waiting(IReadOnlyList<DeliveryRow> lane, DeliveryRow refused) => lane
        .SkipWhile(one => one.Position <= refused.Position)
        .TakeWhile(one => one.State != DeliveryState.Refused)
        .Where(IsBehind);

    public static bool IsBehind(DeliveryRow delivery) => delivery.State == DeliveryState.Waiting && delivery.Why?.StartsWith(Before, StringComparison.Ordinal) == true;
}
