using ServiceHall.Gateway.Commands;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests;

/// <summary>Waits of these tests, all with a bound.</summary>
internal static class Soon
{
    public static Task ItHoldsAsync(Func<Task<bool>> ask, TimeSpan? within = null) =>
        Until.Async(async () => await ask() ? "it does" : null, within ?? TimeSpan.FromSeconds(60));

    public static Task ItHoldsAsync(Func<bool> ask, TimeSpan? within = null) => ItHoldsAsync(() => Task.FromResult(ask()), within);

    /// <summary>Waits until every delivery has ended well.</summary>
    public static Task<Reconciliation> AllConfirmedAsync(this TestHall hall) => Until.Async(
        async () =>
        {
            var now = await hall.ReconcileAsync();
            return now.Deliveries.Count > 0 && now.Deliveries.Keys.All(state => state is "confirmed" or "carried" or "superseded" or "notForThisPlatform") ? now : null;
        },
        TimeSpan.FromSeconds(60));
}
