using System.Text;
using YamlDotNet.RepresentationModel;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>Reads YAML by hand, so that every mistake is named with its line and all of them come at once.</summary>
internal sealed class YamlReading(string file)
{
    public static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<string> _mistakes = [];

    /// <summary>The mapping's own name, for its mistakes.</summary>
    public string File => file;

    /// <summary>Every mistake so far, each with file and line.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    public void Mistake(YamlNode node, string what) => Mistake(file, node.Start.Line, what);

    public void Mistake(string inFile, long line, string what) => _mistakes.Add($"{inFile}:{line}: {what}");

    /// <summary>The members of a mapping node; a mistake and nothing where it is none.</summary>
    public IEnumerable<(string Name, YamlNode Key, YamlNode Value)> Members(YamlNode node)
    {
        if (node is not YamlMappingNode mapping)
        {
            Mistake(node, "expected a mapping");
            yield break;
        }

        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: { Length: > 0 } name })
            {
                yield return (name, key, value);
            }
            else
            {
                Mistake(key, "expected a name");
            }
        }
    }

    /// <summary>The member of that name, or null.</summary>
    public static YamlNode? Member(YamlNode node, string name) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out var value) ? value : null;

    /// <summary>The member, which must be there.</summary>
    public YamlNode? Required(YamlNode node, string name)
    {
        var member = Member(node, name);
        if (member is null)
        {
            Mistake(node, $"'{name}' is missing");
        }

        return member;
    }

    /// <summary>A scalar's text.</summary>
    public string? Text(YamlNode? node)
    {
        if (node is null)
        {
            return null;
        }

        if (node is YamlScalarNode { Value: { } text })
        {
            return text;
        }

        Mistake(node, "expected a single value");
        return null;
    }

    /// <summary>One of some words.</summary>
    public string? Word(YamlNode? node, params string[] words)
    {
        if (Text(node) is not { } word)
        {
            return null;
        }

        if (words.Contains(word, StringComparer.Ordinal))
        {
            return word;
        }

        Mistake(node!, $"'{word}' is none of {string.Join(", ", words)}");
        return null;
    }

    /// <summary>A path to a cell.</summary>
    public SourcePath Path(YamlNode? node)
    {
        var path = new SourcePath(Text(node) ?? "?");
        if (node is not null && !path.IsWellFormed)
        {
            Mistake(node, $"'{path.Text}' is no path");
        }

        return path;
    }

    /// <summary>A path, or a list of paths.</summary>
    public IReadOnlyList<SourcePath> Paths(YamlNode? node) => node is YamlSequenceNode list ? [.. list.Children.Select(Path)] : node is null ? [] : [Path(node)];

    /// <summary>The lines of a file beside the mapping that say something, with their numbers. Not UTF-8 is a mistake: it would become other characters.</summary>
    public IReadOnlyList<(string Text, int Number)> Lines(string besides, byte[] bytes)
    {
        try
        {
            using var text = new StreamReader(new MemoryStream(bytes), StrictUtf8);
            var lines = new List<(string, int)>();
            for (var number = 1; text.ReadLine() is { } line; number++)
            {
                if (line.Length > 0)
                {
                    lines.Add((line, number));
                }
            }

            return lines;
        }
        catch (DecoderFallbackException)
        {
            Mistake(besides, 1, "not UTF-8; save it as UTF-8");
            return [];
        }
    }

    /// <summary>A single text or a list of texts.</summary>
    public IReadOnlyList<string> Texts(YamlNode? node) => node switch
    {
        null => [],
        YamlSequenceNode list => [.. list.Children.Select(Text).OfType<string>()],
        _ => Text(node) is { } text ? [text] : [],
    };

    /// <summary>Names every member that is none of these.</summary>
    public void OnlyThese(YamlNode node, params string[] names)
    {
        foreach (var (name, key, _) in Members(node))
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                Mistake(key, $"'{name}' is not known here; known are {string.Join(", ", names)}");
            }
        }
    }
}

/// <summary>A department's folder that can't be used, with every mistake in it.</summary>
public sealed class MappingException(IReadOnlyList<string> mistakes)
    : Exception($"The mapping has {mistakes.Count} mistake(s):{Environment.NewLine}{string.Join(Environment.NewLine, mistakes)}")
{
    /// <summary>Each with file and line.</summary>
    public IReadOnlyList<string> Mistakes => mistakes;
}
