namespace ServiceHall.MockPlatforms.OneWindow.Rows;

/// <summary>The six tables, from this folder's own columns.csv and codes.csv: written down from the specification, shared with nobody.</summary>
internal static class Tables
{
    /// <summary>The first two columns of every table.</summary>
    public const int RowGuid = 0, ProjectNo = 1;

    public static Table[] All { get; } = Load();

    public static Table Accept { get; } = Named("up_pro_accept");

    public static Table Process { get; } = Named("up_pro_process");

    public static Table SpecialProcedure { get; } = Named("up_pro_special_procedure");

    public static Table Result { get; } = Named("up_pro_result");

    public static Table Licence { get; } = Named("up_lic_data");

    public static Table? Find(string? name) => Array.Find(All, t => t.Name == name);

    private static Table Named(string name) => Find(name) ?? throw new InvalidOperationException($"columns.csv has no {name}.");

    private static Table[] Load()
    {
        var codes = Lines("codes.csv").ToLookup(cells => cells[0], cells => cells[1]);
        var tables = Lines("columns.csv").GroupBy(cells => cells[0], cells => ColumnOf(cells, codes));
        return [.. tables.Select((table, number) => new Table(number, table.Key, [.. table]))];
    }

    private static Column ColumnOf(string[] cells, ILookup<string, string> codes) =>
        new(cells[1], Enum.Parse<ColumnKind>(cells[2], ignoreCase: true), int.Parse(cells[3]), cells[4] == "yes", [.. codes[cells[1]]]);

    private static IEnumerable<string[]> Lines(string resource)
    {
        using var reader = new StreamReader(typeof(Tables).Assembly.GetManifestResourceStream(resource)!);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            yield return line.Split(',');
        }
    }
}
