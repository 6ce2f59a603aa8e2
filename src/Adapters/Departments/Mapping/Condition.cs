namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>When a part of a mapping applies: a cell is one of some values, is there, or is missing.</summary>
internal sealed class Condition(SourcePath path, IReadOnlySet<string>? values, bool? exists)
{
    public bool Holds(MappingRun run, SourceNode item)
    {
        var cell = path.Find(run, item);
        return exists is null || exists == cell is not null
            ? values is null || (cell?.Text is { } text && values.Contains(text))
            : false;
    }
}
