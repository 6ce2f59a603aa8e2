using System.Globalization;
using System.Text.Json;
using ServiceHall.Model.Calendar;
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
        if (Applies(run, item))
        {
            WriteValue(to, name, field, run, item);
        }
    }

    /// <summary>Whether it is to be written for this record: where its condition says so, or its nature.</summary>
    public virtual bool Applies(MappingRun run, SourceNode item) => When?.Holds(run, item) ?? true;

    /// <summary>Whether the department said anything that it would be made of; constants and defaults are ours.</summary>
    public abstract bool IsSaid(MappingRun run, SourceNode item);

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

    /// <summary>The moment of receipt stands for what the department does not say.</summary>
    public bool IsReceipt { get; init; }

    public string? Default { get; init; }

    /// <summary>Where the default applies; null is everywhere.</summary>
    public Condition? DefaultWhen { get; init; }

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

        if (IsReceipt)
        {
            return run.ReceivedAt is { } receivedAt ? Canonical(HallTime.InHall(receivedAt)) : null;
        }

        if (Path!.Find(run, item) is not { } cell)
        {
            return DefaultWhen?.Holds(run, item) ?? true ? Default : null;
        }

        if (cell.Text is not { } sent)
        {
            run.Findings.Add(new Finding(RuleBook.FieldType, field, "应为单个值"));
            return null;
        }

        var text = Fold(sent);
        return Table is not null ? Word(text, field, run) : Times.Count > 0 ? Time(text, field, run) : text;
    }

    /// <summary>Whether it is a flag that is set.</summary>
    public bool IsTrue(string field, MappingRun run, SourceNode item) => Applies(run, item) && Read(field, run, item) is { } text && Flag(text) == true;

    public override bool IsSaid(MappingRun run, SourceNode item) => Applies(run, item) && Path?.Find(run, item) is not null;

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
        var name = Table!.For(run) ?? Table.Text;
        var table = Tables.GetValueOrDefault(name);
        if (table?.Find(code, run.Day) is { } word)
        {
            return word.Length == 0 ? null : word;
        }

        var isOfOtherDays = table?.Knows(code) ?? false;
        run.Findings.Add(new Finding(RuleBook.CodeUnknown, field, $"码表“{name}”中{(isOfOtherDays ? "的这个代码在事情发生当日无效" : "没有这个代码")}"));
        run.Unmapped.Add(new UnmappedCode(name, code));
        return code;
    }

    // Not in one of the department's own formats is wrong, even if it happens to be a time of the canonical form.
    private string Time(string text, string field, MappingRun run)
    {
        foreach (var name in Times.SelectMany(setting => setting.Alternatives(run)))
        {
            if (TimeFormat.Find(name) is { } format && format.TryParse(text, out var time))
            {
                return Canonical(time);
            }
        }

        run.Findings.Add(Finding.Of(RuleBook.TimeFormat, field));
        return text;
    }

    private static string Canonical(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    private static bool? Flag(string text) => text.ToUpperInvariant() switch
    {
        "1" or "TRUE" or "Y" or "是" => true,
        "0" or "FALSE" or "N" or "否" => false,
        _ => null,
    };
}
