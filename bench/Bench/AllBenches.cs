using ServiceHall.Bench.Delivery;
using ServiceHall.Bench.Faces;
using ServiceHall.Bench.Feed;
using ServiceHall.Bench.Intake;
using ServiceHall.Bench.Reports;
using ServiceHall.Bench.Routes;

namespace ServiceHall.Bench;

/// <summary>Every benchmark that a wanted figure belongs to, one after another, and at the end one table of those figures.</summary>
internal static class AllBenches
{
    public static async Task RunAsync(Options options)
    {
        List<Wanted> wanted =
        [
            .. await IntakeBench.RunAsync(options),
            .. await StreamBench.RunAsync(options),
            .. await StatusBench.RunAsync(options),
            .. await RpcBench.RunAsync(options),
            .. await FeedBench.RunAsync(options with { Load = 1 }),
            .. await DeliveryBench.RunAsync(options),
            .. RoutesBench.Run(options),
        ];
        Console.WriteLine($"all: {Machine.Describe()}; now: {Machine.Load()}");
        Wanted.Print(wanted);
    }
}
