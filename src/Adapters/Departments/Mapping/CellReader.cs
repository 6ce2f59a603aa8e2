using YamlDotNet.RepresentationModel;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>Reads the cells of a mapping: a plain text is a path; a member <c>path</c>, <c>const</c> or <c>each</c> makes a cell with options; all else nests.</summary>
internal sealed class CellReader(YamlReading yaml, IReadOnlyDictionary<string, CodeTable> tables, IReadOnlySet<string> parameters)
{
    private static readonly Dictionary<string, Func<string, string>> Folds = new(StringComparer.Ordinal)
    {
        ["none"] = text => text,
        ["lower"] = text => text.ToLowerInvariant(),
        ["upper"] = text => text.ToUpperInvariant(),
        ["trim"] = text => text.Trim(),
    };

    public Cell Read(YamlNode node)
    {
        if (node is YamlScalarNode scalar)
        {
            return new ValueCell { Path = Path(scalar), Tables = tables };
        }

        if (YamlReading.Member(node, "each") is not null)
        {
            return List(node);
        }

        return YamlReading.Member(node, "path") is not null || YamlReading.Member(node, "const") is not null ? Value(node) : Object(node);
    }

    /// <summary>A cell that must be a single value.</summary>
    public ValueCell? ReadValue(YamlNode? node)
    {
        if (node is null)
        {
            return null;
        }

        if (Read(node) is ValueCell value)
        {
            return value;
        }

        yaml.Mistake(node, "expected a single cell");
        return null;
    }

    public ObjectCell Object(YamlNode node) => new([.. yaml.Members(node).Where(member => member.Name != "when").Select(member => (member.Name, Read(member.Value)))])
    {
        When = Condition(YamlReading.Member(node, "when")),
    };

    public Condition? Condition(YamlNode? node)
    {
        if (node is null)
        {
            return null;
        }

        yaml.OnlyThese(node, "path", "in", "is", "exists");
        var values = yaml.Texts(YamlReading.Member(node, "in") ?? YamlReading.Member(node, "is")).ToHashSet(StringComparer.Ordinal);
        var exists = yaml.Word(YamlReading.Member(node, "exists"), "true", "false");
        if (values.Count == 0 && exists is null)
        {
            yaml.Mistake(node, "a condition needs 'is', 'in' or 'exists'");
        }

        return new Condition(Path(yaml.Required(node, "path")), values.Count == 0 ? null : values, exists is null ? null : exists == "true");
    }

    public SourcePath Path(YamlNode? node)
    {
        var path = new SourcePath(yaml.Text(node) ?? "?");
        if (node is not null && !path.IsWellFormed)
        {
            yaml.Mistake(node, $"'{path.Text}' is no path");
        }

        return path;
    }

    private ListCell List(YamlNode node)
    {
        yaml.OnlyThese(node, "each", "fields", "when");
        var fields = yaml.Required(node, "fields");
        return new ListCell(Path(YamlReading.Member(node, "each")), fields is null ? new ObjectCell([]) : Object(fields))
        {
            When = Condition(YamlReading.Member(node, "when")),
        };
    }

    private ValueCell Value(YamlNode node)
    {
        yaml.OnlyThese(node, "path", "const", "default", "type", "fold", "time", "table", "when");
        var path = YamlReading.Member(node, "path");
        var constant = YamlReading.Member(node, "const");
        if (path is not null && constant is not null)
        {
            yaml.Mistake(node, "a cell has a path or a constant, not both");
        }

        return new ValueCell
        {
            Path = path is null ? null : Path(path),
            Constant = constant is null ? null : yaml.Text(constant) ?? "",
            Default = yaml.Text(YamlReading.Member(node, "default")),
            Type = Enum.Parse<CellType>(yaml.Word(YamlReading.Member(node, "type"), "text", "whole", "flag") ?? "text", ignoreCase: true),
            Fold = Folds[yaml.Word(YamlReading.Member(node, "fold"), [.. Folds.Keys]) ?? "none"],
            Times = [.. Times(YamlReading.Member(node, "time"))],
            Table = Table(YamlReading.Member(node, "table")),
            Tables = tables,
            When = Condition(YamlReading.Member(node, "when")),
        };
    }

    private IEnumerable<Setting> Times(YamlNode? node)
    {
        foreach (var name in yaml.Texts(node))
        {
            var setting = Checked(node!, name);
            if (setting.Parameter is null && TimeFormat.Find(name) is null)
            {
                yaml.Mistake(node!, $"'{name}' is none of the time formats {string.Join(", ", TimeFormat.Names)}");
            }

            yield return setting;
        }
    }

    private Setting? Table(YamlNode? node)
    {
        if (yaml.Text(node) is not { } name)
        {
            return null;
        }

        var setting = Checked(node!, name);
        if (setting.Parameter is null && !tables.ContainsKey(name))
        {
            yaml.Mistake(node!, $"there is no table '{name}'; there are {string.Join(", ", tables.Keys.Order(StringComparer.Ordinal))}");
        }

        return setting;
    }

    private Setting Checked(YamlNode node, string text)
    {
        var setting = new Setting(text);
        if (setting.Parameter is { } name && !parameters.Contains(name))
        {
            yaml.Mistake(node, $"there is no parameter '{name}'");
        }

        return setting;
    }
}
