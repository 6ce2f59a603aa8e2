using System.Text;
using System.Text.Json;
using ServiceHall.Adapters.Departments;
using ServiceHall.Adapters.Departments.Mapping;

namespace ServiceHall.Adapters.Tests.Departments;

/// <summary>Mappings of a few lines, written for one test.</summary>
internal static class Mappings
{
    /// <summary>A mapping whose only kind has these data; further top-level lines may come before.</summary>
    public static DepartmentMapping WithData(string data, string top = "", params (string Name, string Text)[] files) => Load(
        $"""
        format: json
        department: dept
        key: id
        content: $
        {top}
        kinds:
          - kind: case.step
            caseNo: no
            data:
        {Indent(data, 6)}
        """,
        files);

    public static DepartmentMapping Load(string yaml, params (string Name, string Text)[] files)
    {
        using var folder = new TemporaryFolder();
        folder.Write("rs/mapping.yaml", yaml);
        foreach (var (name, text) in files)
        {
            folder.Write($"rs/{name}", text);
        }

        return DepartmentFolders.Load(folder.Root).Find("rs")!;
    }

    public static IReadOnlyList<string> Mistakes(string yaml, params (string Name, string Text)[] files) => Assert.Throws<MappingException>(() => Load(yaml, files)).Mistakes;

    public static MappedRecord Map(this DepartmentMapping mapping, string json)
    {
        using var document = JsonDocument.Parse(json);
        return mapping.Map(SourceNode.Of(document.RootElement));
    }

    /// <summary>The data as written, and what was found.</summary>
    public static (string Data, string[] Findings) Data(this DepartmentMapping mapping, string json)
    {
        var mapped = mapping.Map(json);
        using var canonical = JsonDocument.Parse(mapped.Canonical);
        return (canonical.RootElement.GetProperty("data").GetRawText(), [.. mapped.Findings.Select(finding => $"{finding.Rule.Id} {finding.Field}")]);
    }

    public static string Content(this DepartmentMapping mapping, string json) => Encoding.UTF8.GetString(mapping.Map(json).Content);

    private static string Indent(string text, int by) => string.Join('\n', text.Split('\n').Select(line => new string(' ', by) + line));
}
