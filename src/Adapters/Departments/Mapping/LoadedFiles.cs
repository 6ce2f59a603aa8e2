using System.Globalization;
using System.Text;
using ServiceHall.Model.DataFiles;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>The files of one load. Each is read once, so that what is parsed is what the fingerprint names, whatever is written meanwhile.</summary>
internal sealed class LoadedFiles(string root)
{
    private readonly SortedDictionary<string, byte[]> _read = new(StringComparer.Ordinal);

    /// <summary>A digest of the names and bytes of all that was read.</summary>
    public string Version => Fingerprint.Of(_read.SelectMany(file => (byte[][])[Encoding.UTF8.GetBytes($"{file.Key}\0{file.Value.Length}\0"), file.Value]));

    /// <summary>A file's bytes, or null where it is not there.</summary>
    public byte[]? Find(string file)
    {
        var name = NameIn(root, file);
        if (!_read.TryGetValue(name, out var bytes) && File.Exists(file))
        {
            _read[name] = bytes = File.ReadAllBytes(file);
        }

        return bytes;
    }

    /// <summary>A file's bytes.</summary>
    /// <exception cref="FileNotFoundException">It is not there, or not any more.</exception>
    public byte[] Get(string file) => Find(file) ?? throw new FileNotFoundException($"{file} is not there.", file);

    /// <summary>
    /// The files of a folder and those under it, in order; a folder that is not there has none. What editors and spreadsheets lay beside a file is no
    /// file of ours.
    /// </summary>
    public static IEnumerable<string> Under(string folder) => Directory.Exists(folder)
        ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => !NameIn(folder, file).Split('/').Any(IsBeside)).Order(StringComparer.Ordinal)
        : [];

    /// <summary>What a look at a folder tells without reading a file: names, sizes, times.</summary>
    public static string Look(string folder) => string.Join('\n', Under(folder).Select(file =>
    {
        var info = new FileInfo(file);
        var real = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;
        return string.Create(CultureInfo.InvariantCulture, $"{NameIn(folder, file)} {real.Length} {real.LastWriteTimeUtc.Ticks}");
    }));

    private static bool IsBeside(string name) => name.StartsWith('.') || name.StartsWith('~') || name.EndsWith('~');

    private static string NameIn(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');
}
