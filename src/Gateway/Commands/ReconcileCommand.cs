using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store.Sqlite;

namespace ServiceHall.Gateway.Commands;

/// <summary>对账: proves the sums of a store, also against the platform's own counts. Reads only; the gateway may be running.</summary>
internal static class ReconcileCommand
{
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var settings = DemoFile.Settings();
        var file = new Paths(Directory.GetCurrentDirectory(), settings).Database;
        if (!File.Exists(file))
        {
            await Console.Error.WriteLineAsync($"没有数据库 {file}：网关还没有在这里运行过。");
            return 2;
        }

        await using var reader = SqliteDatabase.OpenReadOnly(file);
        var reconciliation = await Reconciliation.OfAsync(reader, settings, cancellationToken);
        Console.WriteLine(reconciliation.Table());
        return reconciliation.ExitCode;
    }
}
