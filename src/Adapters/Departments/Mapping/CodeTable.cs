using System.Collections.Frozen;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>
/// 码表: what a department's codes mean in canonical words. A code that is not in it is a finding, never an empty text; a code whose word is empty
/// says nothing, and then it is the table that states so.
/// </summary>
public sealed class CodeTable(string name, IEnumerable<KeyValuePair<string, string>> rows)
{
    private readonly FrozenDictionary<string, string> _words = rows.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The name that mappings use.</summary>
    public string Name => name;

    /// <summary>The department's code for a canonical word, or null; the first where several mean the same.</summary>
    public string? CodeOf(string word) => _words.Where(row => row.Value == word).Select(row => row.Key).Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The canonical word, or null.</summary>
    public string? Find(string code) => _words.GetValueOrDefault(code);
}
