using System.Globalization;

namespace ServiceHall.Bench.Reports;

/// <summary>A plain table, as Markdown has it.</summary>
internal sealed class Table(params string[] heads)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Print()
    {
        var widths = Enumerable.Range(0, heads.Length).Select(column => _rows.Append(heads).Max(row => row[column].Length)).ToArray();
        Line(heads, widths);
        Console.WriteLine($"| {string.Join(" | ", widths.Select((width, column) => column == 0 ? new string('-', width) : new string('-', width - 1) + ":"))} |");
        _rows.ForEach(row => Line(row, widths));
        Console.WriteLine();
    }

    private static void Line(string[] cells, int[] widths) =>
        Console.WriteLine($"| {string.Join(" | ", cells.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])))} |");
}

/// <summary>Figures as tables show them.</summary>
internal static class Figures
{
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    public static string Whole(double value) => double.IsNaN(value) ? "-" : value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Fine(double value) => double.IsNaN(value) ? "-" : value.ToString("0.00", CultureInfo.InvariantCulture);

    public static string One(double value) => double.IsNaN(value) ? "-" : value.ToString("#,0.0", CultureInfo.InvariantCulture);

    /// <summary>The lowest and the highest of the rounds: how noisy the machine was.</summary>
    public static string Spread(IReadOnlyCollection<double> values) => $"{Whole(values.Min())}-{Whole(values.Max())}";
}
