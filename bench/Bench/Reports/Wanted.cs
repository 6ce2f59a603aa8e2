namespace ServiceHall.Bench.Reports;

/// <summary>A figure that is wanted, beside what was measured.</summary>
/// <param name="IsMost">Wanted is this much at the most, else at the least.</param>
internal sealed record Wanted(string What, double Measured, double Bound, bool IsMost = false)
{
    private bool Holds => IsMost ? Measured <= Bound : Measured >= Bound;

    public static void Print(IEnumerable<Wanted> all)
    {
        var table = new Table("wanted", "measured", "bound", "holds");
        foreach (var one in all)
        {
            var figure = one.Bound < 10 ? (Func<double, string>)Figures.Fine : Figures.Whole;
            table.Add(one.What, figure(one.Measured), $"{(one.IsMost ? "<=" : ">=")} {figure(one.Bound)}", one.Holds ? "yes" : "no");
        }

        table.Print();
    }
}
