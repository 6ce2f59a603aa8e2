using System.Text.Json;
using ServiceHall.Model.Rules;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>A nested object. Without a condition of its own it is left out where the department said nothing of it.</summary>
internal sealed class ObjectCell(IReadOnlyList<(string Name, Cell Cell)> members) : Cell
{
    public override bool Applies(MappingRun run, SourceNode item) => When?.Holds(run, item) ?? IsSaid(run, item);

    public override bool IsSaid(MappingRun run, SourceNode item) => members.Any(member => member.Cell.IsSaid(run, item));

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
internal sealed class EachCell(SourcePath each, ObjectCell item) : Cell
{
    public override bool IsSaid(MappingRun run, SourceNode parent) => Applies(run, parent) && each.Find(run, parent) is not null;

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

/// <summary>A list whose items stand in numbered cells (<c>clmc1</c> … <c>clmc4</c>): those that do not apply are left out.</summary>
internal sealed class ListCell(IReadOnlyList<ObjectCell> items) : Cell
{
    public override bool Applies(MappingRun run, SourceNode item) => When?.Holds(run, item) ?? IsSaid(run, item);

    public override bool IsSaid(MappingRun run, SourceNode item) => items.Any(cell => cell.Applies(run, item));

    public override IEnumerable<(string Source, string Field)> Sources(string field) =>
        items.SelectMany((cell, index) => cell.Sources($"{field}[{index}]"));

    protected override void WriteValue(Utf8JsonWriter to, string name, string field, MappingRun run, SourceNode item)
    {
        to.WriteStartArray(name);
        foreach (var (cell, index) in items.Where(cell => cell.Applies(run, item)).Select((cell, index) => (cell, index)))
        {
            to.WriteStartObject();
            cell.WriteMembers(to, $"{field}[{index}]", run, item);
            to.WriteEndObject();
        }

        to.WriteEndArray();
    }
}
