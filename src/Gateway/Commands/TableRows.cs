using System.Data.Common;
using Dapper;
using ServiceHall.Gateway.Dispatch;

namespace ServiceHall.Gateway.Commands;

/// <summary>How many live rows of one table the platform holds, by the calls it answered and those it did not.</summary>
/// <param name="Least">It surely has so many.</param>
/// <param name="Most">More it can't have: what was sent without an answer may be there, or deleted.</param>
/// <param name="Deletions">Deletions that were sent, answered or not.</param>
internal sealed record TableRows(long Least, long Most, long Deletions)
{
    private static readonly TableRows None = new(0, 0, 0);

    /// <summary>Goes through all deliveries, subject by subject: a row belongs to one case.</summary>
    public static Dictionary<string, TableRows> Of(DbConnection reader)
    {
        var counts = new Dictionary<string, TableRows>(StringComparer.Ordinal);
        var rows = new List<RowState>();
        var of = 0L;
        foreach (var (subject, text) in reader.Query<(long Subject, string Rows)>("SELECT subject, rows FROM delivery WHERE rows IS NOT NULL ORDER BY subject", buffered: false))
        {
            if (subject != of)
            {
                Add(rows, counts);
                (rows, of) = ([], subject);
            }

            rows.AddRange(RowState.Read(text).Where(row => row.State is RowState.Taken or RowState.Sent));
        }

        Add(rows, counts);
        return counts;
    }

    // What the platform took last is what it has; what came after without an answer may have changed that.
    private static void Add(List<RowState> rows, Dictionary<string, TableRows> counts)
    {
        foreach (var row in rows.GroupBy(row => (row.Table, row.RowGuid)))
        {
            var isLive = row.Where(one => one.State == RowState.Taken).MaxBy(one => one.Order) is { Operation: not "D" };
            var open = row.Where(one => one.State == RowState.Sent).ToList();
            var count = counts.GetValueOrDefault(row.Key.Table, None);
            counts[row.Key.Table] = new TableRows(
                count.Least + (isLive && open.TrueForAll(one => one.Operation != "D") ? 1 : 0),
                count.Most + (isLive || open.Exists(one => one.Operation != "D") ? 1 : 0),
                count.Deletions + row.Count(one => one.Operation == "D"));
        }
    }
}
