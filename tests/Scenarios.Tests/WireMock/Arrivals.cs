namespace ServiceHall.Scenarios.Tests.WireMock;

/// <summary>What must be true of the rows that came, by the platform's own journal, whatever happened on the way.</summary>
internal static class Arrivals
{
    /// <summary>The tables of a case's rows, in the order of its life.</summary>
    public static IReadOnlyList<string> Order { get; } = ["up_pro_accept", "up_pro_material", "up_pro_process", "up_pro_special_procedure", "up_pro_result"];

    /// <summary>Every row of every case was answered in the end, and each time it came it said the same.</summary>
    public static void AreWhole(IReadOnlyList<Served> journal, int cases)
    {
        var rows = journal.SelectMany(push => push.Rows).GroupBy(row => row.RowGuid).ToList();
        var answered = journal.Where(push => push.IsAnswered).SelectMany(push => push.Rows).Select(row => row.RowGuid).ToHashSet();
        Assert.All(rows, row => Assert.Single(row.Select(sent => sent.Content).Distinct()));
        Assert.All(rows, row => Assert.Contains(row.Key, answered));

        var byCase = rows.Select(row => row.First()).GroupBy(row => row.ProjectNo, row => row.Table).ToList();
        Assert.Equal(cases, byCase.Count);
        Assert.All(byCase, tables => Assert.Equal(Order, tables));
    }

    /// <summary>No row went out before the one ahead of it in its case was answered.</summary>
    public static void AreInOrder(IReadOnlyList<Served> journal)
    {
        var answered = new HashSet<(string ProjectNo, string Table)>();
        foreach (var push in journal)
        {
            var ahead = push.Rows.Where(row => row.Table != Order[0]).Select(row => (row.ProjectNo, Order[Order.ToList().IndexOf(row.Table) - 1]));
            Assert.All(ahead, row => Assert.Contains(row, answered));
            answered.UnionWith(push.IsAnswered ? push.Rows.Select(row => (row.ProjectNo, row.Table)) : []);
        }
    }

    /// <summary>Nothing came a second time.</summary>
    public static void AreSingle(IReadOnlyList<Served> journal) =>
        Assert.All(journal.SelectMany(push => push.Rows).GroupBy(row => row.RowGuid), row => Assert.Single(row));
}
