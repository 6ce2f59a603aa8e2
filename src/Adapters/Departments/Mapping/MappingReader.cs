using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>Reads <c>mapping.yaml</c> whole: it is used only when it has no mistake at all.</summary>
internal sealed class MappingReader
{
    private static readonly Dictionary<string, int> Encodings = new(StringComparer.Ordinal) { ["utf-8"] = 65001, ["gb18030"] = 54936, ["utf-16le"] = 1200 };

    private readonly YamlReading _yaml;
    private readonly string _folder;

    private MappingReader(string file)
    {
        _yaml = new YamlReading(Path.GetFileName(file));
        _folder = Path.GetDirectoryName(file)!;
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="MappingException">With every mistake.</exception>
    public static DepartmentMapping Read(string file)
    {
        var reader = new MappingReader(file);
        var mapping = reader.Root(file) is { } root ? reader.Mapping(root) : null;
        return reader._yaml.Mistakes.Count == 0 ? mapping! : throw new MappingException([.. reader._yaml.Mistakes.Select(mistake => $"{Path.GetFileName(reader._folder)}/{mistake}")]);
    }

    private YamlNode? Root(string file)
    {
        var stream = new YamlStream();
        try
        {
            using var text = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            stream.Load(text);
        }
        catch (YamlException fault)
        {
            _yaml.Mistake(new YamlScalarNode(), $"line {fault.Start.Line}: {fault.Message}");
            return null;
        }

        return stream.Documents.Count == 1 ? stream.Documents[0].RootNode : Missing();
    }

    private YamlNode? Missing()
    {
        _yaml.Mistake(new YamlScalarNode(), "expected one document");
        return null;
    }

    private DepartmentMapping? Mapping(YamlNode root)
    {
        _yaml.OnlyThese(root, "format", "encoding", "body", "parameters", "tables", "department", "key", "version", "content", "kinds", "description");
        _yaml.Word(_yaml.Required(root, "format"), "json");
        var parameters = MappingParameters.Read(_yaml, YamlReading.Member(root, "parameters"), _folder);
        var cells = new CellReader(_yaml, Tables(YamlReading.Member(root, "tables")), parameters.Names);
        var department = cells.ReadValue(_yaml.Required(root, "department"));
        var key = cells.ReadValue(_yaml.Required(root, "key"));
        var content = _yaml.Texts(_yaml.Required(root, "content"));
        var kinds = Kinds(root, cells);
        return department is null || key is null ? null : new DepartmentMapping(new MappingParts
        {
            Body = Enum.Parse<BodyShape>(_yaml.Word(YamlReading.Member(root, "body"), "one", "array", "lines") ?? "one", ignoreCase: true),
            Encoding = EncodingOf(_yaml.Word(YamlReading.Member(root, "encoding"), [.. Encodings.Keys]) ?? "utf-8"),
            Department = department,
            Key = key,
            Version = cells.ReadValue(YamlReading.Member(root, "version")),
            Content = [.. content.Select(path => new SourcePath(path))],
            Parameters = parameters,
            Kinds = kinds,
        });
    }

    private static Encoding EncodingOf(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(Encodings[name], EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }

    private List<KindMapping> Kinds(YamlNode root, CellReader cells)
    {
        if (_yaml.Required(root, "kinds") is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            _yaml.Mistake(root, "'kinds' must be a list with at least one kind");
            return [];
        }

        return [.. list.Children.Select(node => Kind(node, cells))];
    }

    private KindMapping Kind(YamlNode node, CellReader cells)
    {
        _yaml.OnlyThese(node, "when", "kind", "caseNo", "occurredAt", "required", "data");
        var data = YamlReading.Member(node, "data") is { } members ? cells.Object(members) : null;
        var caseNo = cells.ReadValue(YamlReading.Member(node, "caseNo"));
        var occurredAt = cells.ReadValue(YamlReading.Member(node, "occurredAt"));
        var fields = (data?.Sources("data") ?? []).Concat(caseNo?.Sources("caseNo") ?? []).Concat(occurredAt?.Sources("occurredAt") ?? []).ToLookup(pair => pair.Source, pair => pair.Field, StringComparer.Ordinal);
        return new KindMapping
        {
            When = cells.Condition(YamlReading.Member(node, "when")),
            Kind = _yaml.Text(_yaml.Required(node, "kind")) ?? "",
            CaseNo = caseNo,
            OccurredAt = occurredAt,
            Data = data,
            Required = [.. _yaml.Texts(YamlReading.Member(node, "required")).Select(path => (new SourcePath(path), fields[path].FirstOrDefault() ?? path))],
        };
    }

    // Tables stand in the mapping, or one a file under tables/, 'code,word' a line.
    private Dictionary<string, CodeTable> Tables(YamlNode? node)
    {
        var tables = new Dictionary<string, CodeTable>(StringComparer.Ordinal);
        foreach (var (name, _, rows) in node is null ? [] : _yaml.Members(node))
        {
            tables[name] = new CodeTable(name, _yaml.Members(rows).Select(row => KeyValuePair.Create(row.Name, _yaml.Text(row.Value) ?? "")));
        }

        var folder = Path.Combine(_folder, "tables");
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
        {
            var name = Path.GetFileNameWithoutExtension(file);
            tables[name] = new CodeTable(name, Rows(file));
        }

        return tables;
    }

    private IEnumerable<KeyValuePair<string, string>> Rows(string file)
    {
        foreach (var (line, number) in File.ReadLines(file).Select((line, index) => (line, index + 1)).Skip(1).Where(pair => pair.line.Length > 0))
        {
            if (line.Split(',') is [{ Length: > 0 } code, { Length: > 0 } word, ..])
            {
                yield return KeyValuePair.Create(code, word);
            }
            else
            {
                _yaml.Mistake(new YamlScalarNode(), $"tables/{Path.GetFileName(file)} line {number}: expected 'code,word'");
            }
        }
    }
}
