using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ServiceHall.MockPlatforms.OneWindow.Rows;

namespace ServiceHall.MockPlatforms.OneWindow.Books;

/// <summary>
/// The journal on disk, an entry a line, a row that was taken with its content. Handed to the operating system before the answer goes out:
/// the death of the process loses nothing that was answered. A last line without its end was never answered, and is dropped.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly ArrayBufferWriter<byte> lines = new();
    private readonly Utf8JsonWriter json;
    private readonly FileStream? file;

    /// <param name="path">Where it lies; null for none.</param>
    public JournalFile(string? path)
    {
        json = new Utf8JsonWriter(lines, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        file = path is null ? null : new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Reads what was written before, once, and leaves the file ready for more.</summary>
    /// <exception cref="SettingsException">A line that is not an entry.</exception>
    public IEnumerable<(Entry Entry, Row? Row)> Replay()
    {
        if (file is null)
        {
            yield break;
        }

        DropUnfinishedLine(file);
        file.Position = 0;
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            yield return Read(line);
        }

        file.Position = file.Length;
    }

    public void Append(Entry entry, Row? row)
    {
        if (file is null)
        {
            return;
        }

        json.WriteStartObject();
        json.WritePropertyName("entry");
        JsonSerializer.Serialize(json, entry, Names);
        if (row is not null)
        {
            json.WritePropertyName("row");
            row.WriteTo(json);
        }

        json.WriteEndObject();
        json.Flush();
        json.Reset();
        lines.Write("\n"u8);
    }

    /// <summary>One write for the whole batch.</summary>
    public void Flush()
    {
        file?.Write(lines.WrittenSpan);
        lines.ResetWrittenCount();
    }

    public void Dispose()
    {
        json.Dispose();
        file?.Dispose();
    }

    private static void DropUnfinishedLine(FileStream file)
    {
        var length = file.Length;
        while (length > 0 && ByteAt(file, length - 1) != '\n')
        {
            length--;
        }

        file.SetLength(length);
    }

    private static int ByteAt(FileStream file, long position)
    {
        file.Position = position;
        return file.ReadByte();
    }

    private static (Entry Entry, Row? Row) Read(string line)
    {
        try
        {
            using var members = JsonDocument.Parse(line);
            var entry = members.RootElement.TryGetProperty("entry", out var said) ? said.Deserialize<Entry>(Names) : null;
            var table = Tables.Find(entry?.Table) ?? throw new JsonException("it names no table");
            return (entry!, members.RootElement.TryGetProperty("row", out var row) ? ReadRow(table, row) : null);
        }
        catch (JsonException mistake)
        {
            throw new SettingsException($"The journal holds a line that is not an entry ({mistake.Message}); move the file away to begin anew.");
        }
    }

    private static Row ReadRow(Table table, JsonElement row)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(row.GetRawText()));
        reader.Read();
        return new RowReader(table).Read(ref reader).Row ?? throw new JsonException("its row is not well formed");
    }
}
