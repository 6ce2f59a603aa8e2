namespace ServiceHall.MockPlatforms.Tests.SampleCounty;

/// <summary>A folder that goes when the test does.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("county-").FullName;

    /// <summary>The files' bytes, as hex, by name.</summary>
    public SortedDictionary<string, string> Files => new(
        Directory.EnumerateFiles(Path).ToDictionary(file => System.IO.Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file))),
        StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
