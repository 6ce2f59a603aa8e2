namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>Where a cell stands in a department's record: dotted member names, from the current item, or from the whole record with <c>$.</c> before; <c>$</c> is the record.</summary>
internal sealed class SourcePath
{
    private readonly string[] _names;
    private readonly bool _fromRoot;

    public SourcePath(string text)
    {
        Text = text;
        _fromRoot = text == "$" || text.StartsWith("$.", StringComparison.Ordinal);
        _names = text == "$" ? [] : (_fromRoot ? text[2..] : text).Split('.');
    }

    public string Text { get; }

    public bool IsWellFormed => Array.TrueForAll(_names, name => name.Length > 0);

    /// <summary>The cell, or null where it is missing, null or empty.</summary>
    public SourceNode? Find(MappingRun run, SourceNode item) => (_fromRoot ? run.Root : item).At(_names) is { IsAbsent: false } node ? node : null;
}
