using System.Globalization;
using System.Text;
using ServiceHall.Model.DataFiles;
using YamlDotNet.RepresentationModel;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>Reads the code tables of a mapping: those in it, and one a file under <c>tables/</c>.</summary>
internal sealed class TableReader(YamlReading yaml, LoadedFiles files)
{
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

    /// <summary>A day as it stands in a table; null, with a mistake, where it is none.</summary>
    public static DateOnly? Date(string text, Action<string> told)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        told($"'{text}' is no date yyyy-MM-dd");
        return null;
    }

    private CodeTable Csv(string name, string path)
    {
        var file = new TableFile(yaml, $"tables/{Path.GetFileName(path)}", files.Get(path));
        return Table(name, file.Version(), file.Rows(), file.Told);
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
        return new CodeRow(code, yaml.Text(yaml.Required(node, "word")) ?? "", Day("validFrom"), Day("validTo"));

        DateOnly? Day(string name) =>
            YamlReading.Member(node, name) is { } day ? Date(yaml.Text(day) ?? "", what => yaml.Mistake(day, what)) : null;
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
