using YamlDotNet.RepresentationModel;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>
/// Reads the cells of a mapping: a plain text is a path; a member <c>path</c>, <c>const</c>, <c>received</c>, <c>each</c> or <c>list</c> makes a cell with options;
/// all else nests.
/// </summary>
internal sealed class CellReader(YamlReading yaml, IReadOnlyDictionary<string, CodeTable> tables, MappingParameters parameters)
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
            return new ValueCell { Path = yaml.Path(scalar), Tables = tables };
        }

        return node switch
        {
            _ when Has(node, "each") => Each(node),
            _ when Has(node, "list") => List(node),
            _ when IsReceipt(node) => Receipt(node),
            _ when Has(node, "path") || Has(node, "const") => Value(node),
            _ => Object(node),
        };
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

    /// <summary>A cell that must be a flag. It may also be a condition: then it is true where that holds, and nothing elsewhere.</summary>
    public ValueCell? ReadFlag(YamlNode? node)
    {
        if (node is YamlScalarNode path)
        {
            return new ValueCell { Path = yaml.Path(path), Type = CellType.Flag, Tables = tables };
        }

        if (node is not null && (Has(node, "is") || Has(node, "in") || Has(node, "exists")))
        {
            return new ValueCell { Constant = "true", Type = CellType.Flag, When = Condition(node), Tables = tables };
        }

        var flag = ReadValue(node);
        if (flag is not null && flag.Type != CellType.Flag)
        {
            yaml.Mistake(node!, "expected a flag: a condition, or a cell with 'type: flag'");
        }

        return flag;
    }

    public ObjectCell Object(YamlNode node)
    {
        // No canonical member has such a name: somebody forgot the path, and would get an object instead of a value.
        if (Array.Find(["default", "defaultWhen", "fold", "time", "table"], name => Has(node, name)) is { } option)
        {
            yaml.Mistake(node, $"'{option}' needs a 'path' or a 'const' beside it");
        }

        return new ObjectCell([.. yaml.Members(node).Where(member => member.Name != "when").Select(member => (member.Name, Read(member.Value)))])
        {
            When = Condition(YamlReading.Member(node, "when")),
        };
    }

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

        return new Condition(yaml.Path(yaml.Required(node, "path")), values.Count == 0 ? null : values, exists is null ? null : exists == "true");
    }

    private static bool Has(YamlNode node, string name) => YamlReading.Member(node, name) is not null;

    // A canonical member called 'received' would hold more than this one word.
    private static bool IsReceipt(YamlNode node) => YamlReading.Member(node, "received") is YamlScalarNode { Value: "true" };

    private ValueCell Receipt(YamlNode node)
    {
        yaml.OnlyThese(node, "received", "when");
        return new ValueCell { IsReceipt = true, Tables = tables, When = Condition(YamlReading.Member(node, "when")) };
    }

    private EachCell Each(YamlNode node)
    {
        yaml.OnlyThese(node, "each", "fields", "when");
        var fields = yaml.Required(node, "fields");
        return new EachCell(yaml.Path(YamlReading.Member(node, "each")), fields is null ? new ObjectCell([]) : Object(fields))
        {
            When = Condition(YamlReading.Member(node, "when")),
        };
    }

    private ListCell List(YamlNode node)
    {
        yaml.OnlyThese(node, "list", "when");
        var items = YamlReading.Member(node, "list") as YamlSequenceNode;
        if (items is null)
        {
            yaml.Mistake(node, "'list' must be a list of objects");
        }

        return new ListCell([.. (items?.Children ?? []).Select(Object)]) { When = Condition(YamlReading.Member(node, "when")) };
    }

    private ValueCell Value(YamlNode node)
    {
        yaml.OnlyThese(node, "path", "const", "default", "defaultWhen", "type", "fold", "time", "table", "when");
        var path = YamlReading.Member(node, "path");
        var constant = YamlReading.Member(node, "const");
        if (path is not null && constant is not null)
        {
            yaml.Mistake(node, "a cell has a path or a constant, not both");
        }

        return new ValueCell
        {
            Path = path is null ? null : yaml.Path(path),
            Constant = constant is null ? null : yaml.Text(constant) ?? "",
            Default = yaml.Text(YamlReading.Member(node, "default")),
            DefaultWhen = Condition(YamlReading.Member(node, "defaultWhen")),
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
            yield return Checked(node!, name, known: value => TimeFormat.Find(value) is not null, $"none of the time formats {string.Join(", ", TimeFormat.Names)}");
        }
    }

    private Setting? Table(YamlNode? node) => yaml.Text(node) is { } name
        ? Checked(node!, name, tables.ContainsKey, $"none of the tables {string.Join(", ", tables.Keys.Order(StringComparer.Ordinal))}")
        : null;

    // Whatever a parameter may turn out to be must be known now: at run time it would only be every record's time that is wrong.
    private Setting Checked(YamlNode node, string text, Func<string, bool> known, string otherwise)
    {
        var setting = new Setting(text);
        if (setting.Parameter is { } name && !parameters.Names.Contains(name))
        {
            yaml.Mistake(node, $"there is no parameter '{name}'");
            return setting;
        }

        foreach (var wrong in (setting.Parameter is null ? [text] : parameters.Values(setting.Parameter)).Where(value => !value.Split('|').All(known)))
        {
            yaml.Mistake(node, $"'{wrong}' is {otherwise}");
        }

        return setting;
    }
}
