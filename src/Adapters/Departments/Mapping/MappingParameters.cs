using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>
/// What differs between departments that share one mapping: a row a department, by the value of one cell. Rows may stand in the mapping or in a
/// JSON Lines file beside it, so that a department more is a line more.
/// </summary>
internal sealed class MappingParameters
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _rows = new(StringComparer.Ordinal);
    private Dictionary<string, string> _defaults = new(StringComparer.Ordinal);

    public static MappingParameters None { get; } = new();

    /// <summary>Every name a mapping may use.</summary>
    public IReadOnlySet<string> Names { get; private set; } = new HashSet<string>(StringComparer.Ordinal);

    public SourcePath? By { get; private init; }

    /// <summary>The department's row over the defaults.</summary>
    public IReadOnlyDictionary<string, string> For(SourceNode record) =>
        By is not null && By.Find(new MappingRun(record, _defaults, []), record)?.Text is { } value && _rows.TryGetValue(value, out var row) ? row : _defaults;

    /// <summary>Every value a parameter may have; the empty text stands for a row without it.</summary>
    public IEnumerable<string> Values(string name) =>
        _rows.Values.Append(_defaults)
            .Where(row => row != _defaults || row.ContainsKey(name))
            .Select(row => row.GetValueOrDefault(name, ""))
            .Distinct(StringComparer.Ordinal);

    public static MappingParameters Read(YamlReading yaml, YamlNode? node, string folder, LoadedFiles files)
    {
        if (node is null)
        {
            return None;
        }

        yaml.OnlyThese(node, "by", "file", "rows", "defaults");
        var parameters = new MappingParameters { By = yaml.Path(yaml.Required(node, "by")) };
        if (YamlReading.Member(node, "defaults") is { } defaults)
        {
            parameters._defaults = Texts(yaml, defaults);
        }

        if (YamlReading.Member(node, "rows") is { } rows)
        {
            foreach (var (value, _, row) in yaml.Members(rows))
            {
                parameters.Add(value, Texts(yaml, row));
            }
        }

        if (yaml.Text(YamlReading.Member(node, "file")) is { } file)
        {
            parameters.AddFile(yaml, Path.GetFileName(file), files.Find(Path.Combine(folder, file)));
        }

        parameters.Names = parameters._rows.Values.SelectMany(row => row.Keys).Concat(parameters._defaults.Keys).ToHashSet(StringComparer.Ordinal);
        return parameters;
    }

    private static Dictionary<string, string> Texts(YamlReading yaml, YamlNode node) =>
        yaml.Members(node).ToDictionary(member => member.Name, member => yaml.Text(member.Value) ?? "", StringComparer.Ordinal);

    private void Add(string value, Dictionary<string, string> row) =>
        _rows[value] = _defaults.Concat(row).GroupBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Last().Value, StringComparer.Ordinal);

    // The file may be absent: then every department has the defaults, which the mapping states.
    private void AddFile(YamlReading yaml, string file, byte[]? bytes)
    {
        foreach (var (line, number) in bytes is null ? [] : yaml.Lines(file, bytes))
        {
            try
            {
                using var document = JsonDocument.Parse(line);
                var row = document.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.ToString(), StringComparer.Ordinal);
                Add(row[By!.Text], row);
            }
            catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
            {
                yaml.Mistake(file, number, $"not an object with '{By!.Text}'");
            }
        }
    }
}
