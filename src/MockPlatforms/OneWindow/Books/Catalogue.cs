using System.Text.Json;

namespace ServiceHall.MockPlatforms.OneWindow.Books;

/// <summary>A matter at one version, as far as the province checks it.</summary>
internal sealed record Matter(string CatalogCode, string? LocalCode);

/// <summary>The matters that the province knows, by implementation code and version.</summary>
internal sealed class Catalogue
{
    private readonly Dictionary<(string Code, int Version), Matter> matters = [];

    public Matter? Find(string code, int version) => matters.GetValueOrDefault((code, version));

    /// <summary>Loads files, and of folders every <c>*.jsonl</c> in it.</summary>
    /// <exception cref="SettingsException">A path that is not there, or a line that is not a matter.</exception>
    public static Catalogue Load(IReadOnlyList<string> paths)
    {
        var catalogue = new Catalogue();
        foreach (var file in paths.SelectMany(FilesOf))
        {
            var number = 0;
            foreach (var line in File.ReadLines(file))
            {
                catalogue.Add(line, $"{file}, line {++number}");
            }
        }

        return catalogue;
    }

    private static IEnumerable<string> FilesOf(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.jsonl").Order(StringComparer.Ordinal)
        : File.Exists(path) ? [path]
        : throw new SettingsException($"--matters {path}: there is no such file or folder.");

    private void Add(string line, string where)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        var (key, matter) = Read(line, where);
        if (!matters.TryAdd(key, matter) && matters[key] != matter)
        {
            throw new SettingsException($"{where}: the same code and version stood before with another catalogCode or localCode.");
        }
    }

    private static ((string Code, int Version) Key, Matter Matter) Read(string line, string where)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var members = json.RootElement;
            var localCode = members.TryGetProperty("localCode", out var local) ? local.GetString() : null;
            return ((Text(members, "code"), members.GetProperty("version").GetInt32()), new Matter(Text(members, "catalogCode"), localCode));
        }
        catch (Exception mistake) when (mistake is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new SettingsException($"{where}: not a matter with code, catalogCode and a whole number as version ({mistake.Message})");
        }
    }

    private static string Text(JsonElement members, string name) =>
        members.GetProperty(name).GetString() is { Length: > 0 } text ? text : throw new FormatException($"{name} is empty");
}
