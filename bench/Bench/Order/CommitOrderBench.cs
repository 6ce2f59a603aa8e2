using ServiceHall.Bench.Reports;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Bench.Order;

/// <summary>
/// Ways to give a feed of changes in the order of commits where several gateways write one PostgreSQL: what each costs the writers, how soon a reader sees
/// a change, and what becomes of both while somebody else leaves a transaction open.
/// </summary>
internal sealed class CommitOrderBench(Options options, PostgresCluster cluster, Judging judging)
{
    private static readonly CommitOrder[] Orders = [new Unordered(), new HeadRow(), new OrderedWriter(), new SnapshotWatermark()];
    private static readonly int[] Writers = [1, 2, 4];

    // Before what counts, and at each side of the open transaction.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(5);

    private readonly List<Load> _loads = [.. Writers.Where((_, at) => options.Load == 0 || options.Load == at + 1).SelectMany(writers => Orders.Select(order => new Load(order, writers)))];

    public static async Task RunAsync(Options options)
    {
        Console.WriteLine($"commit-order: {Machine.Describe()}");
        using var cluster = PostgresCluster.StartInService();
        Console.WriteLine($"{cluster.Version()}, durable, set as in docs/operating.md; groups of {Place.Rows} rows, a transaction each; before: {Machine.Load()}");
        var bench = new CommitOrderBench(options, cluster, new Judging());
        await bench.AloneAsync();
        await bench.BesideAnOpenTransactionAsync();
        Console.WriteLine($"after: {Machine.Load()}");
    }

    private async Task AloneAsync()
    {
        Console.WriteLine($"medians of {options.Rounds} interleaved rounds of {options.Seconds} s, after one to warm up");
        var figures = _loads.ToDictionary(load => load, _ => new List<OrderFigures>());
        var missed = _loads.ToDictionary(load => load, _ => 0L);
        for (var round = 0; round <= options.Rounds; round++)
        {
            foreach (var load in _loads)
            {
                var (measured, unseen) = await MeasureAsync(load);
                await Console.Error.WriteLineAsync($"round {round}, {load.Name}: {measured}, never seen: {unseen}");
                missed[load] += unseen;
                if (round > 0)
                {
                    figures[load].Add(measured);
                }
            }
        }

        Print(figures, missed);
    }

    private async Task<(OrderFigures Figures, long Missed)> MeasureAsync(Load load)
    {
        using var schema = new OrderSchema(cluster);
        using var run = OrderRun.Start(schema.Place, load.Order, load.Writers, judging);
        await run.WorkAsync(WarmUp);
        var phase = await run.WorkAsync(TimeSpan.FromSeconds(options.Seconds));
        var record = await run.EndAsync();
        return (record.Of(phase), record.Missed);
    }

    private void Print(Dictionary<Load, List<OrderFigures>> figures, Dictionary<Load, long> missed)
    {
        var table = new Table("order of the journal", "rows/s", "lowest-highest", "of no order", "tx p50 ms", "tx p99 ms", "lag p50 ms", "lag p99 ms", "never seen");
        foreach (var load in _loads)
        {
            var (all, baseline) = (figures[load], figures[load with { Order = Orders[0] }]);
            table.Add(
            [
                load.Name, Figures.Whole(all.Select(one => one.Rate).Median()), Figures.Spread([.. all.Select(one => one.Rate)]),
                Figures.Fine(all.Zip(baseline, (mine, other) => mine.Rate / other.Rate).Median()), .. OrderFigures.Median(all).Cells(), Figures.Whole(missed[load]),
            ]);
        }

        table.Print();
    }

    private async Task BesideAnOpenTransactionAsync()
    {
        Console.WriteLine($"one transaction left open: {options.OpenSeconds} s with nothing but a snapshot, then {Around.TotalSeconds} s with a number too, as if it had written; one round");
        var rates = new Table("order of the journal", "when", "rows/s", "tx p50 ms", "tx p99 ms", "lag p50 ms", "lag p99 ms", "never seen");
        var states = new Table(["after that snapshot's time", .. TableStates.Tables]);
        foreach (var load in _loads)
        {
            await Console.Error.WriteLineAsync($"an open transaction, {load.Name} ...");
            await MeasureAsync(load, rates, states);
        }

        rates.Print();
        states.Print();
    }

    private async Task MeasureAsync(Load load, Table rates, Table states)
    {
        using var schema = new OrderSchema(cluster);
        using var run = OrderRun.Start(schema.Place, load.Order, load.Writers, judging);
        await run.WorkAsync(WarmUp);
        var phases = new List<(string When, Phase Phase)> { ("before", await run.WorkAsync(Around)) };
        using (var open = new OpenTransaction(schema.Place))
        {
            phases.Add(("open", await run.WorkAsync(TimeSpan.FromSeconds(options.OpenSeconds))));
            states.Add([load.Name, .. TableStates.Read(schema.Place)]);
            open.TakeNumber();
            phases.Add(("open, with a number", await run.WorkAsync(Around)));
        }

        phases.Add(("after", await run.WorkAsync(Around)));
        var record = await run.EndAsync();
        foreach (var (when, phase) in phases)
        {
            var measured = record.Of(phase);
            rates.Add([load.Name, when, Figures.Whole(measured.Rate), .. measured.Cells(), when == "after" ? Figures.Whole(record.Missed) : ""]);
        }
    }

    private sealed record Load(CommitOrder Order, int Writers)
    {
        public string Name => $"{Order.Name}, {Writers} {(Writers == 1 ? "writer" : "writers")}";
    }
}
