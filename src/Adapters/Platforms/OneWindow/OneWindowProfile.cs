using System.Collections.Frozen;
using System.Globalization;
using ServiceHall.Model.DataFiles;

namespace ServiceHall.Adapters.Platforms.OneWindow;

/// <summary>One column of a platform's table.</summary>
/// <param name="Length">In code points; null for times and numbers.</param>
public sealed record Column(string Table, string Name, string Type, int? Length, bool Required);

/// <summary>How one province's one-window platform (省一窗受理平台) wants things: columns and digits, from data files, never from code.</summary>
public sealed class OneWindowProfile
{
    private readonly FrozenDictionary<(string Column, string Word), string> _codes;

    private OneWindowProfile(IReadOnlyList<Column> columns, FrozenDictionary<(string, string), string> codes, string version) => (Columns, _codes, Version) = (columns, codes, version);

    /// <summary>Which columns and codes these are; part of the configuration every record names.</summary>
    public string Version { get; }

    /// <summary>Every column, in the tables' order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The columns whose values are codes.</summary>
    public IReadOnlySet<string> CodedColumns => _codes.Keys.Select(key => key.Column).ToHashSet(StringComparer.Ordinal);

    /// <summary>The platform's code for a canonical word, or null where the profile has none.</summary>
    public string? Code(string column, string word) => _codes.GetValueOrDefault((column, word));

    /// <summary>How wide the canonical fields may be so that they fit the platform's columns.</summary>
    public IReadOnlyDictionary<string, int> Widths() => FieldColumns.All
        .Select(pair => (pair.Field, Columns.First(column => column.Table == pair.Table && column.Name == pair.Column).Length))
        .Where(pair => pair.Length is not null)
        .GroupBy(pair => pair.Field, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Min(pair => pair.Length!.Value), StringComparer.Ordinal);

    /// <summary>Loads <c>columns.csv</c> (table,column,type,length,required) and <c>codes.csv</c> (column,word,code).</summary>
    /// <exception cref="InvalidDataException">With every mistake: a line that can't be read, a code that stands twice, a word without a code.</exception>
    public static OneWindowProfile Load(string folder)
    {
        var mistakes = new List<string>();
        var columns = Rows(Path.Combine(folder, "columns.csv"), 5, mistakes).Select(row => ColumnOf(row.Cells, row.Place, mistakes)).ToList();
        var codes = new Dictionary<(string, string), string>();
        foreach (var (cells, place) in Rows(Path.Combine(folder, "codes.csv"), 3, mistakes))
        {
            if (!codes.TryAdd((cells[0], cells[1]), cells[2]))
            {
                mistakes.Add($"{place}: '{cells[1]}' of {cells[0]} stands there twice");
            }
        }

        mistakes.AddRange(CodeLists.All
            .SelectMany(coded => coded.Words.Select(word => (coded.Column, Word: word)))
            .Where(coded => !codes.ContainsKey(coded))
            .Select(coded => $"codes.csv: no code for '{coded.Word}' of {coded.Column}"));
        mistakes.AddRange(FieldColumns.All
            .Where(pair => !columns.Exists(column => (column.Table, column.Name) == (pair.Table, pair.Column)))
            .Select(pair => $"columns.csv: no {pair.Table}.{pair.Column}"));
        return mistakes.Count == 0
            ? new OneWindowProfile(columns, codes.ToFrozenDictionary(), Fingerprint.Of([File.ReadAllBytes(Path.Combine(folder, "columns.csv")), File.ReadAllBytes(Path.Combine(folder, "codes.csv"))]))
            : throw new InvalidDataException(string.Join(Environment.NewLine, mistakes));
    }

    private static Column ColumnOf(string[] cells, string place, List<string> mistakes)
    {
        int? length = int.TryParse(cells[3], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (cells[3].Length > 0 && length is null)
        {
            mistakes.Add($"{place}: '{cells[3]}' is no length");
        }

        return new Column(cells[0], cells[1], cells[2], length, cells[4] == "Y");
    }

    private static IEnumerable<(string[] Cells, string Place)> Rows(string file, int width, List<string> mistakes)
    {
        foreach (var (line, number) in File.ReadLines(file).Select((line, index) => (line, index + 1)).Skip(1).Where(pair => pair.line.Length > 0))
        {
            var (cells, place) = (line.Split(','), $"{Path.GetFileName(file)}:{number}");
            if (cells.Length >= width)
            {
                yield return (cells, place);
            }
            else
            {
                mistakes.Add($"{place}: expected {width} cells");
            }
        }
    }
}
