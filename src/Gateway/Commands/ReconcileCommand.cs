using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Commands;

/// <summary>对账: proves the sums of a store, also against the platform's own counts. Reads only; the gateway may be running.</summary>
internal static class ReconcileCommand
{
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var settings = DemoFile.Settings();
        var store = GatewayHost.StoreOf(settings, new Paths(Directory.GetCurrentDirectory(), settings));
        if (!store.IsThere())
        {
            await Console.Error.WriteLineAsync($"没有数据库 {store}：网关还没有在这里运行过。");
            return 2;
        }

        using var reader = store.OpenReadOnly();
        var reconciliation = await Reconciliation.OfAsync(reader, settings, cancellationToken);
        Console.WriteLine(reconciliation.Table());
        return reconciliation.ExitCode;
    }
}
