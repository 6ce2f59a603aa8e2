using System.Collections.Frozen;
using ServiceHall.Adapters.Departments.Mapping;

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

    /// <summary>Which mappings and tables these are: a digest of every file they were read from.</summary>
    public string Version { get; }

    /// <summary>The mapping of that adapter, or null.</summary>
    public DepartmentMapping? Find(string adapter) => _mappings.GetValueOrDefault(adapter);

    /// <summary>Loads every folder that holds a mapping; an absent path holds none.</summary>
    /// <exception cref="MappingException">With every mistake of every folder.</exception>
    public static DepartmentFolders Load(string path)
    {
        var files = new LoadedFiles(path);
        var mappings = new Dictionary<string, DepartmentMapping>(StringComparer.Ordinal);
        var mistakes = new List<string>();
        foreach (var file in LoadedFiles.Under(path).Where(file => Path.GetFileName(file) == "mapping.yaml"))
        {
            Read(file, files, mappings, mistakes);
        }

        return mistakes.Count == 0 ? new DepartmentFolders(mappings, files.Version) : throw new MappingException(mistakes);
    }

    /// <summary>One adapter's mapping with the departments' parameters of another folder: a recorded stream brings its own.</summary>
    /// <exception cref="MappingException">With every mistake.</exception>
    public static DepartmentFolders LoadOne(string path, string adapter, string parameters)
    {
        var files = new LoadedFiles(path);
        var mapping = MappingReader.Read(Path.Combine(path, adapter, "mapping.yaml"), files, parameters);
        return new DepartmentFolders(new Dictionary<string, DepartmentMapping>(StringComparer.Ordinal) { [adapter] = mapping }, files.Version);
    }

    /// <summary>What a look at the folders tells without reading them, cheap enough to be asked every few seconds: the same text while no file changed.</summary>
    /// <exception cref="IOException">A file came or went meanwhile, or the drive is away.</exception>
    public static string Look(string path) => LoadedFiles.Look(path);

    private static void Read(string file, LoadedFiles files, Dictionary<string, DepartmentMapping> mappings, List<string> mistakes)
    {
        try
        {
            mappings[Path.GetFileName(Path.GetDirectoryName(file)!)] = MappingReader.Read(file, files);
        }
        catch (MappingException fault)
        {
            mistakes.AddRange(fault.Mistakes);
        }
    }
}
