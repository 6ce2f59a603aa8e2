using System.Collections.Frozen;

namespace ServiceHall.Adapters.Platforms.OneWindow;

/// <summary>One column of a platform's table.</summary>
/// <param name="Length">In code points; null for times and numbers.</param>
public sealed record Column(string Table, string Name, string Type, int? Length, bool Required);

/// <summary>How one province's one-window platform (省一窗受理平台) wants things: columns and digits, from data files, never from code.</summary>
public sealed class OneWindowProfile
{
    private readonly FrozenDictionary<(string Column, string Word), string> _codes;

    private OneWindowProfile(IReadOnlyList<Column> columns, FrozenDictionary<(string, string), string> codes) => (Columns, _codes) = (columns, codes);

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
    /// <exception cref="InvalidDataException">Naming the file and line that can't be read.</exception>
    public static OneWindowProfile Load(string folder)
    {
        var columns = Rows(Path.Combine(folder, "columns.csv"), 5)
            .Select(cells => new Column(cells[0], cells[1], cells[2], cells[3].Length == 0 ? null : int.Parse(cells[3], System.Globalization.CultureInfo.InvariantCulture), cells[4] == "Y"))
            .ToList();
        var codes = Rows(Path.Combine(folder, "codes.csv"), 3).ToFrozenDictionary(cells => (cells[0], cells[1]), cells => cells[2]);
        return new OneWindowProfile(columns, codes);
    }

    private static IEnumerable<string[]> Rows(string file, int width)
    {
        foreach (var (line, number) in File.ReadLines(file).Select((line, index) => (line, index + 1)).Skip(1).Where(pair => pair.line.Length > 0))
        {
            var cells = line.Split(',');
            yield return cells.Length >= width ? cells : throw new InvalidDataException($"{Path.GetFileName(file)} line {number}: expected {width} cells.");
        }
    }
}
