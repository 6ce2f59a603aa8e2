namespace ServiceHall.MockPlatforms.SampleCounty.Departments;

/// <summary>What a department says for a canonical word, written as <c>word=code word=code</c>.</summary>
internal sealed class CodeTable(string pairs)
{
    private readonly Dictionary<string, string> codes = pairs.Split(' ').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

    public bool Knows(string word) => codes.ContainsKey(word);

    /// <summary>The code, or nothing where nothing was said. A word that is not in the table is a mistake of the shape.</summary>
    public string? Of(string? word) => word is null ? null : codes[word];
}
