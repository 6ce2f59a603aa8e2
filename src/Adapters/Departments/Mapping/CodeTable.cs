using System.Collections.Frozen;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>What a code means, and from which day to which, both included; null is open.</summary>
public sealed record CodeRow(string Code, string Word, DateOnly? From = null, DateOnly? To = null)
{
    /// <summary>Whether it holds on that day; where nobody knows the day, only what always holds.</summary>
    public bool Covers(DateOnly? day) => (From is null || From <= day) && (To is null || day <= To);

    /// <summary>Whether some day would have two meanings.</summary>
    public bool Overlaps(CodeRow other) => (From is null || other.To is null || From <= other.To) && (other.From is null || To is null || other.From <= To);
}

/// <summary>
/// 码表: what a department's codes mean in canonical words. A code that is not in it is a finding, never an empty text; a code whose word is empty
/// says nothing, and then it is the table that states so.
/// </summary>
/// <param name="name">The name that mappings use.</param>
/// <param name="version">The department's own name for this state of it, or a digest of its rows.</param>
/// <param name="rows">Its rows; those of one code do not overlap.</param>
public sealed class CodeTable(string name, string version, IReadOnlyList<CodeRow> rows)
{
    private readonly FrozenDictionary<string, CodeRow[]> _rows = rows
        .GroupBy(row => row.Code, StringComparer.Ordinal)
        .ToFrozenDictionary(code => code.Key, code => code.ToArray(), StringComparer.Ordinal);

    /// <summary>The name that mappings use.</summary>
    public string Name => name;

    /// <summary>Which state of the table this is.</summary>
    public string Version => version;

    /// <summary>How many codes it knows.</summary>
    public int Codes => _rows.Count;

    /// <summary>The department's code for a canonical word, on whatever day, or null; the first where several mean the same.</summary>
    public string? CodeOf(string word) => rows.Where(row => row.Word == word).Select(row => row.Code).Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The canonical word on that day, or null.</summary>
    public string? Find(string code, DateOnly? day) => _rows.TryGetValue(code, out var meanings) ? Array.Find(meanings, row => row.Covers(day))?.Word : null;

    /// <summary>Whether the code is there on any day.</summary>
    public bool Knows(string code) => _rows.ContainsKey(code);
}

/// <summary>A value that no row of a code table covered on the day of its record. May hold anything: printing one reveals nothing.</summary>
/// <param name="Table">The table's name, as the mapping has it.</param>
/// <param name="Value">What the department sent, folded as it was looked up.</param>
public sealed record UnmappedCode(string Table, string Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"unmapped in {Table} (withheld)";
}
