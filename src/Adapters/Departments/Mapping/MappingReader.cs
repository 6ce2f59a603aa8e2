using System.Text;
using ServiceHall.Model.Records;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>Reads <c>mapping.yaml</c> whole: it is used only when it has no mistake at all.</summary>
internal sealed class MappingReader
{
    private static readonly Dictionary<string, int> Encodings = new(StringComparer.Ordinal) { ["utf-8"] = 65001, ["gb18030"] = 54936, ["utf-16le"] = 1200 };

    private readonly YamlReading _yaml;
    private readonly string _folder;
    private readonly string _parameters;
    private readonly LoadedFiles _files;

    private MappingReader(string file, LoadedFiles files, string? parameters)
    {
        _files = files;
        _yaml = new YamlReading(Path.GetFileName(file));
        _folder = Path.GetDirectoryName(file)!;
        _parameters = parameters ?? _folder;
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="MappingException">With every mistake.</exception>
    /// <param name="file">The mapping.</param>
    /// <param name="files">Reads it and what lies beside it.</param>
    /// <param name="parameters">Where the file of its parameters lies; null is beside the mapping.</param>
    public static DepartmentMapping Read(string file, LoadedFiles files, string? parameters = null)
    {
        var reader = new MappingReader(file, files, parameters);
        var mapping = reader.Root(file) is { } root ? reader.Mapping(root) : null;
        return reader._yaml.Mistakes.Count == 0 ? mapping! : throw new MappingException([.. reader._yaml.Mistakes.Select(mistake => $"{Path.GetFileName(reader._folder)}/{mistake}")]);
    }

    private YamlNode? Root(string file)
    {
        var stream = new YamlStream();
        try
        {
            using var text = new StreamReader(new MemoryStream(_files.Get(file)), YamlReading.StrictUtf8);
            stream.Load(text);
        }
        catch (YamlException fault)
        {
            _yaml.Mistake(Path.GetFileName(file), fault.Start.Line, fault.InnerException?.Message ?? fault.Message);
            return null;
        }
        catch (DecoderFallbackException)
        {
            _yaml.Mistake(Path.GetFileName(file), 1, "not UTF-8; save it as UTF-8");
            return null;
        }

        if (stream.Documents.Count == 1)
        {
            return stream.Documents[0].RootNode;
        }

        _yaml.Mistake(Path.GetFileName(file), 1, "expected one document");
        return null;
    }

    private DepartmentMapping? Mapping(YamlNode root)
    {
        _yaml.OnlyThese(root, "format", "encoding", "body", "parameters", "tables", "department", "key", "version", "deleted", "content", "kinds", "description", "rules");
        _yaml.Word(_yaml.Required(root, "format"), "json");
        var parameters = MappingParameters.Read(_yaml, YamlReading.Member(root, "parameters"), _parameters, _files);
        var tables = new TableReader(_yaml, _files).Read(YamlReading.Member(root, "tables"), _folder);
        var cells = new CellReader(_yaml, tables, parameters);
        var department = cells.ReadValue(_yaml.Required(root, "department"));
        var key = cells.ReadValue(_yaml.Required(root, "key"));
        var content = _yaml.Paths(_yaml.Required(root, "content"));
        var kinds = Kinds(root, cells);
        var rules = RulesReader.Read(_yaml, YamlReading.Member(root, "rules"));
        return department is null || key is null ? null : new DepartmentMapping(new MappingParts
        {
            Body = Enum.Parse<BodyShape>(_yaml.Word(YamlReading.Member(root, "body"), "one", "array", "lines") ?? "one", ignoreCase: true),
            Encoding = EncodingOf(_yaml.Word(YamlReading.Member(root, "encoding"), [.. Encodings.Keys]) ?? "utf-8"),
            Department = department,
            Key = key,
            Version = cells.ReadValue(YamlReading.Member(root, "version")),
            Deleted = cells.ReadFlag(YamlReading.Member(root, "deleted")),
            Content = content,
            Parameters = parameters,
            Tables = tables,
            Kinds = kinds,
            Rules = rules,
        });
    }

    private static Encoding EncodingOf(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(Encodings[name], EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }

    private List<KindMapping> Kinds(YamlNode root, CellReader cells)
    {
        if (YamlReading.Member(root, "kinds") is not YamlSequenceNode { Children.Count: > 0 } list)
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
        var fields = (data?.Sources("data") ?? [])
            .Concat(caseNo?.Sources("caseNo") ?? [])
            .Concat(occurredAt?.Sources("occurredAt") ?? [])
            .ToLookup(pair => pair.Source, pair => pair.Field, StringComparer.Ordinal);
        return new KindMapping
        {
            When = cells.Condition(YamlReading.Member(node, "when")),
            Kind = KindOf(_yaml.Required(node, "kind")),
            CaseNo = caseNo,
            OccurredAt = occurredAt,
            Data = data,
            Required = [.. _yaml.Paths(YamlReading.Member(node, "required")).Select(path => (path, fields[path.Text].FirstOrDefault() ?? path.Text))],
        };
    }

    private string KindOf(YamlNode? node)
    {
        var kind = _yaml.Text(node) ?? "";
        if (node is not null && !DataReaders.Of.ContainsKey(kind) && !ServiceHall.Model.Records.Kinds.IsAnnounced(kind))
        {
            _yaml.Mistake(node, $"'{kind}' is no kind of record");
        }

        return kind;
    }
}
