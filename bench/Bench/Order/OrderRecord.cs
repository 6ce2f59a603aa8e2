using System.Diagnostics;
using ServiceHall.Bench.Reports;

namespace ServiceHall.Bench.Order;

/// <summary>What was written and what was seen of it.</summary>
/// <param name="Written">By writer, from 1, its groups in their order.</param>
internal sealed record OrderRecord(IReadOnlyList<IReadOnlyList<Commit>> Written, IReadOnlyDictionary<(int Writer, int Group), Seen> Seen)
{
    /// <summary>Rows that the reader never saw, of the whole run.</summary>
    public long Missed => Written.SelectMany((groups, writer) => groups.Select((_, group) => Place.Rows - (long)SeenOf(writer, group).Rows)).Sum();

    /// <summary>What belongs to the groups that were committed in this phase.</summary>
    public OrderFigures Of(Phase phase)
    {
        var commits = Written.SelectMany((groups, writer) => groups.Select((commit, group) => (Commit: commit, Seen: SeenOf(writer, group)))).Where(one => phase.Holds(one.Commit.Committed)).ToList();
        var took = commits.Select(one => one.Commit.Took).Order().ToArray();
        var lags = commits.Where(one => one.Seen.Rows > 0).Select(one => Lag(one.Commit, one.Seen)).Order().ToArray();
        return new OrderFigures(commits.Count * (double)Place.Rows / phase.Seconds, At(took, 0.5), At(took, 0.99), At(lags, 0.5), At(lags, 0.99));
    }

    private Seen SeenOf(int writer, int group) => Seen.GetValueOrDefault((writer + 1, group));

    // A reader can be quicker than the commit's own answer.
    private static double Lag(Commit commit, Seen seen) => seen.At < commit.Committed ? 0 : Stopwatch.GetElapsedTime(commit.Committed, seen.At).TotalMilliseconds;

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : sorted[(int)(sorted.Length * share)];
}

/// <summary>Rows a second; milliseconds of a transaction, and from the commit's answer to the reader.</summary>
internal sealed record OrderFigures(double Rate, double P50, double P99, double LagP50, double LagP99)
{
    public static OrderFigures Median(IReadOnlyCollection<OrderFigures> all) => new(
        all.Select(one => one.Rate).Median(), all.Select(one => one.P50).Median(), all.Select(one => one.P99).Median(), all.Select(one => one.LagP50).Median(), all.Select(one => one.LagP99).Median());

    /// <summary>The cells of a table, after the rate.</summary>
    public string[] Cells() => [Figures.One(P50), Figures.One(P99), Figures.One(LagP50), Figures.One(LagP99)];
}
