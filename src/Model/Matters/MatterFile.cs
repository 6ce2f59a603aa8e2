using System.Text;
using System.Text.Json;
using ServiceHall.Model.DataFiles;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Matters;

/// <summary>Reads matter lists (<c>Matters:Path</c>, contract section 8): UTF-8 JSON Lines, one version of one matter a line.</summary>
public static class MatterFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a file, or every <c>*.jsonl</c> of a folder in ordinal order. Unknown members are ignored; empty lines too.</summary>
    /// <returns>The catalogue; its version is twelve hexadecimal digits that change with any byte.</returns>
    /// <exception cref="InvalidDataException">With every mistake, each beginning with file and line; or there is no such file.</exception>
    public static MatterCatalogue Load(string path)
    {
        var mistakes = new List<string>();
        var lines = new List<Line>();
        var contents = new List<byte[]>();
        foreach (var file in Files(path))
        {
            contents.Add(File.ReadAllBytes(file));
            lines.AddRange(Lines(file, contents[^1], mistakes));
        }

        Ambiguities(lines, mistakes);
        return mistakes.Count == 0
            ? new MatterCatalogue(lines.Select(line => line.Matter), Fingerprint.Of(contents))
            : throw new InvalidDataException(string.Join(Environment.NewLine, mistakes));
    }

    private static string[] Files(string path)
    {
        string[] files = Directory.Exists(path) ? [.. Directory.GetFiles(path, "*.jsonl").Order(StringComparer.Ordinal)] : File.Exists(path) ? [path] : [];
        return files.Length > 0 ? files : throw new InvalidDataException($"{path}: there is no matter list (*.jsonl)");
    }

    private static List<Line> Lines(string file, byte[] content, List<string> mistakes)
    {
        var lines = new List<Line>();
        var number = 0;
        foreach (var range in content.AsSpan().Split((byte)'\n'))
        {
            var place = $"{file}:{++number}";
            if (Read(place, content.AsSpan(range), mistakes) is { } matter)
            {
                lines.Add(new Line(place, matter));
            }
        }

        return lines;
    }

    private static Matter? Read(string place, ReadOnlySpan<byte> line, List<string> mistakes)
    {
        try
        {
            var text = StrictUtf8.GetString(line).Trim('\uFEFF', '\r', ' ', '\t');
            if (text.Length == 0)
            {
                return null;
            }

            using var document = JsonDocument.Parse(text, Strict);
            return Read(place, document.RootElement, mistakes);
        }
        catch (DecoderFallbackException)
        {
            mistakes.Add($"{place}: not UTF-8");
        }
        catch (JsonException)
        {
            mistakes.Add($"{place}: not JSON");
        }

        return null;
    }

    private static Matter? Read(string place, JsonElement line, List<string> mistakes)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            mistakes.Add($"{place}: not an object");
            return null;
        }

        var findings = new List<Finding>();
        var matter = MatterReader.Read(new FieldReader(line, "", findings));
        mistakes.AddRange(findings.Select(finding => $"{place}: {finding.Field}: {finding.Message}"));
        return findings.Count == 0 ? matter : null;
    }

    // Whatever code a department uses must lead to one matter, and a matter to one text of each version.
    private static void Ambiguities(List<Line> lines, List<string> mistakes)
    {
        var versions = new Dictionary<(string Code, int Version), string>();
        var owners = new Dictionary<string, Line>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (!versions.TryAdd((line.Matter.Code, line.Matter.Version), line.Place))
            {
                mistakes.Add($"{line.Place}: version {line.Matter.Version} of {line.Matter.Code} stands at {versions[(line.Matter.Code, line.Matter.Version)]} too");
            }

            foreach (var code in new[] { line.Matter.Code, line.Matter.LocalCode }.OfType<string>())
            {
                if (!owners.TryAdd(code, line) && owners[code].Matter.Code != line.Matter.Code)
                {
                    mistakes.Add($"{line.Place}: {code} is another matter's code at {owners[code].Place}");
                }
            }
        }
    }

    private sealed record Line(string Place, Matter Matter);
}
