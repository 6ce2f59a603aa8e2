using System.Diagnostics;
using ServiceHall.Bench.Rows;
using ServiceHall.Bench.Stores;

namespace ServiceHall.Bench.Intake;

/// <summary>The rows of intake through the store's session into a fresh store: no HTTP, no judging, no sealing, no look-ups. Durable as in service.</summary>
internal static class BareInserts
{
    /// <summary>Records a second.</summary>
    public static double Run(BenchStore store, IReadOnlyList<RowSet> sets)
    {
        var folder = Directory.CreateTempSubdirectory("servicehall-bench-").FullName;
        try
        {
            using var database = store.AddressOf(folder).Open(mayForget: false);
            using var session = database.OpenWriter();
            session.ConfigId("bench", 0);
            var from = Stopwatch.GetTimestamp();
            foreach (var set in sets)
            {
                set.Write(session);
            }

            return sets.Sum(set => set.Records.Count) / Stopwatch.GetElapsedTime(from).TotalSeconds;
        }
        finally
        {
            store.Remove(folder);
        }
    }
}
