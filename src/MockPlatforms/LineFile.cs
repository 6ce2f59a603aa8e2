using System.Text;

namespace ServiceHall.MockPlatforms;

/// <summary>
/// A file of lines that only grows, each handed to the operating system before anybody is told: the death of the process loses nothing that was answered. A last line
/// without its end was never answered, and is dropped.
/// </summary>
internal sealed class LineFile(string path) : IDisposable
{
    private readonly FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);

    /// <summary>What was written before, once; leaves the file ready for more.</summary>
    public string[] Lines()
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var end = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        file.SetLength(end);
        file.Position = end;
        return Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>All of the line or, with an exception, nothing of it: half a line before others would stop the next start.</summary>
    public void Append(string line)
    {
        var before = file.Position;
        try
        {
            file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (IOException)
        {
            file.SetLength(before);
            file.Position = before;
            throw;
        }
    }

    public void Dispose() => file.Dispose();
}
