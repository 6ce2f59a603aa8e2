using System.Globalization;
using System.Text.Json;
using ServiceHall.Model.Rules;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>One part of the canonical record and where it comes from.</summary>
internal abstract class Cell
{
    /// <summary>Applies only where this holds.</summary>
    public Condition? When { get; init; }

    /// <summary>Writes the member, or nothing where the department said nothing.</summary>
    public void Write(Utf8JsonWriter to, string name, string field, MappingRun run, SourceNode item)
    {
        if (When?.Holds(run, item) ?? true)
        {
            WriteValue(to, name, field, run, item);
        }
    }

    /// <summary>Every source path in it, with the canonical field it fills.</summary>
    public abstract IEnumerable<(string Source, string Field)> Sources(string field);

    protected abstract void WriteValue(Utf8JsonWriter to, string name, string field, MappingRun run, SourceNode item);
}

/// <summary>How a text becomes a canonical value.</summary>
internal enum CellType
{
    Text,
    Whole,
    Flag,
}

/// <summary>A single value: from a cell, a constant, or an explicit default.</summary>
internal sealed class ValueCell : Cell
{
    public SourcePath? Path { get; init; }

    public string? Constant { get; init; }

    public string? Default { get; init; }

    public CellType Type { get; init; }

    public Func<string, string> Fold { get; init; } = text => text;

    public IReadOnlyList<Setting> Times { get; init; } = [];

    public Setting? Table { get; init; }

    public required IReadOnlyDictionary<string, CodeTable> Tables { get; init; }

    /// <summary>The canonical text, or null where there is nothing.</summary>
    public string? Read(string field, MappingRun run, SourceNode item)
    {
        if (Constant is not null)
        {
            return Constant;
        }

        if (Path!.Find(run, item) is not { } cell)
        {
            return Default;
        }

        if (cell.Text is not { } sent)
        {
            run.Findings.Add(new Finding(RuleBook.FieldType, field, "应为单个值"));
            return null;
        }

        var text = Fold(sent);
        return Table is not null ? Word(text, field, run) : Times.Count > 0 ? Time(text, run) : text;
    }

    public override IEnumerable<(string Source, string Field)> Sources(string field) => Path is null ? [] : [(Path.Text, field)];

    protected override void WriteValue(Utf8JsonWriter to, string name, string field, MappingRun run, SourceNode item)
    {
        if (Read(field, run, item) is not { } text)
        {
            return;
        }

        // What does not convert is passed on as it is: the reader of canonical records says what is wrong with it.
        switch (Type)
        {
            case CellType.Whole when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number):
                to.WriteNumber(name, number);
                break;
            case CellType.Flag when Flag(text) is { } flag:
                to.WriteBoolean(name, flag);
                break;
            default:
                CanonicalText.Write(to, name, text);
                break;
        }
    }

    private string? Word(string code, string field, MappingRun run)
    {
        if (Table!.For(run) is { } name && Tables.TryGetValue(name, out var table) && table.Find(code) is { } word)
        {
            return word;
        }

        run.Findings.Add(new Finding(RuleBook.CodeUnknown, field, $"码表“{Table.For(run) ?? Table.Text}”中没有这个代码"));
        return code;
    }

    private string Time(string text, MappingRun run)
    {
        foreach (var format in Times)
        {
            if (format.For(run) is { } name && TimeFormat.Find(name) is { } known && known.TryParse(text, out var time))
            {
                return time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
            }
        }

        return text;
    }

    private static bool? Flag(string text) => text.ToUpperInvariant() switch
    {
        "1" or "TRUE" or "Y" or "是" => true,
        "0" or "FALSE" or "N" or "否" => false,
        _ => null,
    };
}

/// <summary>A nested object.</summary>
internal sealed class ObjectCell(IReadOnlyList<(string Name, Cell Cell)> members) : Cell
{
    public override IEnumerable<(string Source, string Field)> Sources(string field) =>
        members.SelectMany(member => member.Cell.Sources($"{field}.{member.Name}"));

    public void WriteMembers(Utf8JsonWriter to, string field, MappingRun run, SourceNode item)
    {
        foreach (var (name, cell) in members)
        {
            cell.Write(to, name, $"{field}.{name}", run, item);
        }
    }

    protected override void WriteValue(Utf8JsonWriter to, string name, string field, MappingRun run, SourceNode item)
    {
        to.WriteStartObject(name);
        WriteMembers(to, field, run, item);
        to.WriteEndObject();
    }
}

/// <summary>A list of objects, one for each item of a list of the department's.</summary>
internal sealed class ListCell(SourcePath each, ObjectCell item) : Cell
{
    public override IEnumerable<(string Source, string Field)> Sources(string field) => [(each.Text, field)];

    protected override void WriteValue(Utf8JsonWriter to, string name, string field, MappingRun run, SourceNode parent)
    {
        if (each.Find(run, parent) is not { } list)
        {
            return;
        }

        if (list.Items is null)
        {
            run.Findings.Add(new Finding(RuleBook.FieldType, field, "应为列表"));
            return;
        }

        to.WriteStartArray(name);
        for (var i = 0; i < list.Items.Count; i++)
        {
            to.WriteStartObject();
            item.WriteMembers(to, $"{field}[{i}]", run, list.Items[i]);
            to.WriteEndObject();
        }

        to.WriteEndArray();
    }
}
