using System.Collections.Frozen;
using ServiceHall.Adapters.Departments.Mapping;
using ServiceHall.Model.DataFiles;

namespace ServiceHall.Adapters.Departments;

/// <summary>The departments' own formats: one folder each under <c>Departments:Path</c>, the folder's name being the adapter's.</summary>
public sealed class DepartmentFolders
{
    private readonly FrozenDictionary<string, DepartmentMapping> _mappings;

    private DepartmentFolders(IReadOnlyDictionary<string, DepartmentMapping> mappings, string version)
    {
        _mappings = mappings.ToFrozenDictionary(StringComparer.Ordinal);
        Version = version;
    }

    /// <summary>The adapters there are.</summary>
    public IEnumerable<string> Names => _mappings.Keys.Order(StringComparer.Ordinal);

    /// <summary>Which mappings and tables these are: a digest of every file.</summary>
    public string Version { get; }

    /// <summary>The mapping of that adapter, or null.</summary>
    public DepartmentMapping? Find(string adapter) => _mappings.GetValueOrDefault(adapter);

    /// <summary>Loads every folder that holds a mapping; an absent path holds none.</summary>
    /// <exception cref="MappingException">With every mistake of every folder.</exception>
    public static DepartmentFolders Load(string path)
    {
        var mappings = new Dictionary<string, DepartmentMapping>(StringComparer.Ordinal);
        var mistakes = new List<string>();
        var contents = new List<byte[]>();
        foreach (var file in Directory.Exists(path) ? Directory.GetFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
        {
            contents.Add(File.ReadAllBytes(file));
            if (Path.GetFileName(file) == "mapping.yaml")
            {
                Read(file, mappings, mistakes);
            }
        }

        return mistakes.Count == 0 ? new DepartmentFolders(mappings, Fingerprint.Of(contents)) : throw new MappingException(mistakes);
    }

    /// <summary>One adapter's mapping with the departments' parameters of another folder: a recorded stream brings its own.</summary>
    /// <exception cref="MappingException">With every mistake.</exception>
    public static DepartmentMapping LoadOne(string path, string adapter, string parameters) => MappingReader.Read(Path.Combine(path, adapter, "mapping.yaml"), parameters);

    private static void Read(string file, Dictionary<string, DepartmentMapping> mappings, List<string> mistakes)
    {
        try
        {
            mappings[Path.GetFileName(Path.GetDirectoryName(file)!)] = MappingReader.Read(file);
        }
        catch (MappingException fault)
        {
            mistakes.AddRange(fault.Mistakes);
        }
    }
}
