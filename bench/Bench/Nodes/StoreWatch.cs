using Dapper;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Bench.Nodes;

/// <summary>Looks into the store from outside the gateways, twenty times a second.</summary>
/// <param name="store">Settings of the store.</param>
internal sealed class StoreWatch(Dictionary<string, string?> store)
{
    private const string Deliveries = $"delivery.{Platform.OneWindow}.";
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly StoreAddress _address =
        store["Store:Provider"] == StoreSettings.Postgres ? StoreAddress.Postgres(store["Store:ConnectionString"]!) : StoreAddress.Sqlite(store["Store:ConnectionString"]!);

    /// <summary>Deliveries that are confirmed by now.</summary>
    public long CountConfirmed()
    {
        using var reader = _address.OpenReadOnly();
        return Counters.Read(reader.Connection, Deliveries).GetValueOrDefault(DeliveryState.Confirmed.Word());
    }

    /// <summary>Until so many are.</summary>
    public Task AreConfirmedAsync(long deliveries) => UntilAsync(() => CountConfirmed() >= deliveries);

    /// <summary>Until so many gateways have all slots among them.</summary>
    public Task AreSharedAsync(int nodes) => UntilAsync(() =>
    {
        using var reader = _address.OpenReadOnly();
        return reader.Connection.ExecuteScalar<long>("SELECT count(DISTINCT node) FROM slot WHERE NOT EXISTS (SELECT 1 FROM slot WHERE node IS NULL)") == nodes;
    });

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var timer = new PeriodicTimer(BetweenLooks);
        while (!holds())
        {
            await timer.WaitForNextTickAsync();
        }
    }
}
