namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>A code table as a file: perhaps a line with its version, a heading, then <c>code,word</c> and perhaps dates.</summary>
internal sealed class TableFile(YamlReading yaml, string name, byte[] bytes)
{
    private const string VersionMark = "# version:";
    private const string ValidFrom = "validFrom";
    private const string ValidTo = "validTo";

    private readonly IReadOnlyList<(string Text, int Number)> _lines = yaml.Lines(name, bytes);

    private bool HasVersionLine => _lines is [var (first, _), ..] && first.StartsWith('#');

    public void Told(long line, string what) => yaml.Mistake(name, line, what);

    /// <summary>What the file calls itself, or null.</summary>
    public string? Version()
    {
        if (!HasVersionLine)
        {
            return null;
        }

        var (first, number) = _lines[0];
        var version = first.StartsWith(VersionMark, StringComparison.Ordinal) ? first[VersionMark.Length..].Trim() : "";
        if (version.Length == 0)
        {
            Told(number, $"expected '{VersionMark} …'");
        }

        return version;
    }

    /// <summary>
    /// The rows with their lines. The first two columns are the code and its word, whatever the heading calls them; dates are found by their names,
    /// all else is a remark.
    /// </summary>
    public List<(CodeRow Row, long Line)> Rows()
    {
        var rows = new List<(CodeRow, long)>();
        var lines = _lines.Skip(HasVersionLine ? 1 : 0).ToList();
        var columns = Columns(lines);
        foreach (var (line, number) in lines.Skip(1))
        {
            var fields = line.Split(',');
            if (fields is not [{ Length: > 0 } code, { Length: > 0 } word, ..] || fields.Skip(columns.Length).Any(field => field.Length > 0))
            {
                Told(number, $"expected '{string.Join(',', columns)}'");
                continue;
            }

            rows.Add((new CodeRow(code, word, Day(ValidFrom), Day(ValidTo)), number));

            DateOnly? Day(string column) => Array.IndexOf(columns, column) is > 1 and var at && fields.ElementAtOrDefault(at) is { Length: > 0 } day
                ? TableReader.Date(day, what => Told(number, what))
                : null;
        }

        return rows;
    }

    // A column that is nearly one of the two would be a remark, and its dates would count for nothing.
    private string[] Columns(List<(string Text, int Number)> lines)
    {
        string[] columns = lines.Count == 0 ? [] : lines[0].Text.Split(',');
        foreach (var odd in columns.Where(column => column.Trim().StartsWith("valid", StringComparison.OrdinalIgnoreCase) && column is not (ValidFrom or ValidTo)))
        {
            Told(lines[0].Number, $"'{odd}' is no column; known are code, word, {ValidFrom}, {ValidTo}");
        }

        return columns;
    }
}
