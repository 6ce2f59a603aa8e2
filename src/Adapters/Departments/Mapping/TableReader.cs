using System.Globalization;
using System.Text;
using ServiceHall.Model.DataFiles;
using YamlDotNet.RepresentationModel;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>Reads the code tables of a mapping: those in it, and one a file under <c>tables/</c>.</summary>
internal sealed class TableReader(YamlReading yaml, LoadedFiles files)
{
    private const string VersionMark = "# version:";
    private const string ValidFrom = "validFrom";
    private const string ValidTo = "validTo";

    public Dictionary<string, CodeTable> Read(YamlNode? node, string folder)
    {
        var tables = new Dictionary<string, CodeTable>(StringComparer.Ordinal);
        foreach (var (name, _, rows) in node is null ? [] : yaml.Members(node))
        {
            tables[name] = Inline(name, rows);
        }

        var beside = Path.Combine(folder, "tables");
        foreach (var file in LoadedFiles.Under(beside).Where(file => Path.GetExtension(file) == ".csv" && Path.GetDirectoryName(file) == beside))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (!tables.TryAdd(name, Csv(name, file)))
            {
                yaml.Mistake($"tables/{name}.csv", 1, $"the mapping has a table '{name}' too");
            }
        }

        return tables;
    }

    // A code is a word or a list of words: only the longer form of a table has a mapping under 'codes'.
    private CodeTable Inline(string name, YamlNode node)
    {
        if (YamlReading.Member(node, "codes") is not YamlMappingNode codes)
        {
            return Table(name, version: null, Rows(node), Told);
        }

        yaml.OnlyThese(node, "version", "codes");
        return Table(name, yaml.Text(YamlReading.Member(node, "version")), Rows(codes), Told);

        void Told(long line, string what) => yaml.Mistake(yaml.File, line, what);
    }

    private List<(CodeRow Row, long Line)> Rows(YamlNode node)
    {
        var rows = new List<(CodeRow, long)>();
        foreach (var (code, key, value) in yaml.Members(node))
        {
            if (value is YamlSequenceNode periods)
            {
                rows.AddRange(periods.Children.Select(period => (Period(code, period), period.Start.Line)));
            }
            else
            {
                rows.Add((new CodeRow(code, yaml.Text(value) ?? ""), key.Start.Line));
            }
        }

        return rows;
    }

    private CodeRow Period(string code, YamlNode node)
    {
        yaml.OnlyThese(node, "word", "validFrom", "validTo");
        return new CodeRow(code, yaml.Text(yaml.Required(node, "word")) ?? "", Day(ValidFrom), Day(ValidTo));

        DateOnly? Day(string name) =>
            YamlReading.Member(node, name) is { } day ? Date(yaml.Text(day) ?? "", what => yaml.Mistake(day, what)) : null;
    }

    private CodeTable Csv(string name, string file)
    {
        var inFile = $"tables/{Path.GetFileName(file)}";
        var lines = yaml.Lines(inFile, files.Get(file));
        string? version = null;
        if (lines is [var (first, number), ..] && first.StartsWith('#'))
        {
            version = first.StartsWith(VersionMark, StringComparison.Ordinal) ? first[VersionMark.Length..].Trim() : "";
            lines = [.. lines.Skip(1)];
            if (version.Length == 0)
            {
                Told(number, $"expected '{VersionMark} …'");
            }
        }

        return Table(name, version, CsvRows(lines, Told), Told);

        void Told(long line, string what) => yaml.Mistake(inFile, line, what);
    }

    // The first two columns are the code and its word, whatever the heading calls them; dates are found by their names, all else is a remark.
    private static List<(CodeRow Row, long Line)> CsvRows(IReadOnlyList<(string Text, int Number)> lines, Action<long, string> told)
    {
        var rows = new List<(CodeRow, long)>();
        string[] columns = lines.Count == 0 ? [] : lines[0].Text.Split(',');
        foreach (var odd in columns.Where(column => column.Trim().StartsWith("valid", StringComparison.OrdinalIgnoreCase) && column is not (ValidFrom or ValidTo)))
        {
            told(lines[0].Number, $"'{odd}' is no column; known are code, word, {ValidFrom}, {ValidTo}");
        }

        foreach (var (line, number) in lines.Skip(1))
        {
            var fields = line.Split(',');
            if (fields is not [{ Length: > 0 } code, { Length: > 0 } word, ..] || fields.Skip(columns.Length).Any(field => field.Length > 0))
            {
                told(number, $"expected '{string.Join(',', columns)}'");
                continue;
            }

            rows.Add((new CodeRow(code, word, Day(ValidFrom), Day(ValidTo)), number));

            DateOnly? Day(string column) =>
                Array.IndexOf(columns, column) is > 1 and var at && fields.ElementAtOrDefault(at) is { Length: > 0 } day ? Date(day, what => told(number, what)) : null;
        }

        return rows;
    }

    private static DateOnly? Date(string text, Action<string> told)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        told($"'{text}' is no date yyyy-MM-dd");
        return null;
    }

    private static CodeTable Table(string name, string? version, List<(CodeRow Row, long Line)> rows, Action<long, string> told)
    {
        foreach (var (row, line) in rows.Where(one => one.Row.To < one.Row.From))
        {
            told(line, $"the code '{row.Code}' ends before it begins");
        }

        foreach (var code in rows.GroupBy(one => one.Row.Code, StringComparer.Ordinal).Select(code => code.ToList()))
        {
            for (var i = 1; i < code.Count; i++)
            {
                if (code.Take(i).Any(earlier => earlier.Row.Overlaps(code[i].Row)))
                {
                    told(code[i].Line, $"the code '{code[i].Row.Code}' stands there twice for the same day");
                }
            }
        }

        IReadOnlyList<CodeRow> plain = [.. rows.Select(one => one.Row)];
        return new CodeTable(name, string.IsNullOrEmpty(version) ? Digest(plain) : version, plain);
    }

    private static string Digest(IEnumerable<CodeRow> rows) => Fingerprint.Of(
        rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Code}\0{row.Word}\0{row.From:yyyy-MM-dd}\0{row.To:yyyy-MM-dd}\n"))
            .Order(StringComparer.Ordinal)
            .Select(Encoding.UTF8.GetBytes));
}
