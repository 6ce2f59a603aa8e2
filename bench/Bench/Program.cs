using System.Globalization;
using ServiceHall.Bench;
using ServiceHall.Bench.Delivery;
using ServiceHall.Bench.Faces;
using ServiceHall.Bench.Feed;
using ServiceHall.Bench.Intake;
using ServiceHall.Bench.Load;
using ServiceHall.Bench.Nodes;
using ServiceHall.Bench.Order;
using ServiceHall.Bench.Routes;
using ServiceHall.Bench.Shapes;
using ServiceHall.Bench.Stores;

switch (args)
{
    case [] or ["all", ..]:
        await AllBenches.RunAsync(Options.Read(args is [_, .. var few] ? few : []));
        return 0;
    case ["stream", .. var rest]:
        await StreamBench.RunAsync(Options.Read(rest));
        return 0;
    case ["status", .. var rest]:
        await StatusBench.RunAsync(Options.Read(rest));
        return 0;
    case ["grpc", .. var rest]:
        await RpcBench.RunAsync(Options.Read(rest));
        return 0;
    case ["routes", .. var rest]:
        RoutesBench.Run(Options.Read(rest));
        return 0;
    case ["intake", .. var rest]:
        await IntakeBench.RunAsync(Options.Read(rest));
        return 0;
    case ["stages", .. var rest]:
        await StagesBench.RunAsync(Options.Read(rest).OnSqlite());
        return 0;
    case ["store-shapes", .. var rest]:
        ShapesBench.Run(Options.Read(rest).OnSqlite());
        return 0;
    case ["delivery", .. var rest]:
        await DeliveryBench.RunAsync(Options.Read(rest));
        return 0;
    case ["storms", .. var rest]:
        await StormsBench.RunAsync(Options.Read(rest).OnSqlite());
        return 0;
    case ["feed", .. var rest]:
        await FeedBench.RunAsync(Options.Read(rest));
        return 0;
    case ["commit-order", .. var rest]:
        await CommitOrderBench.RunAsync(Options.Read(rest));
        return 0;
    case ["open-transaction", .. var rest]:
        await OpenTransactionBench.RunAsync(Options.Read(rest));
        return 0;
    case ["nodes", .. var rest]:
        await NodesBench.RunAsync(Options.Read(rest));
        return 0;
    case ["node"]:
        await NodeProcess.ServeAsync();
        return 0;
    case ["watchers", var url, var watchers, var departments]:
        await WatcherProcess.WatchAsync(new Uri(url), int.Parse(watchers, CultureInfo.InvariantCulture), int.Parse(departments, CultureInfo.InvariantCulture));
        return 0;
    case ["platform", var milliseconds]:
        await StubPlatform.ServeAsync(TimeSpan.FromMilliseconds(int.Parse(milliseconds, CultureInfo.InvariantCulture)));
        return 0;
    case ["load"]:
        await LoadGenerator.ServeAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync("""
            [all] | intake | stream | status | grpc | delivery | feed   [--rounds 5] [--records 20000] [--load 0] [--store sqlite | postgres]
            nodes                                                [--rounds 5] [--records 20000]
            routes                                               [--rounds 5]
            open-transaction                                     [--open-seconds 20]
            stages | storms | store-shapes                       [--rounds 5] [--records 20000] [--rows 1500000]
            commit-order                                         [--rounds 5] [--seconds 5] [--load 0] [--open-seconds 20]
            """);
        return 2;
}
