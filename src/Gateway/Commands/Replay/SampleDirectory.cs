using System.Globalization;
using System.Text;
using System.Text.Json;
using ServiceHall.Model.Cases;
using ServiceHall.Model.DataFiles;
using ServiceHall.Model.Matters;

namespace ServiceHall.Gateway.Commands.Replay;

/// <summary>A recorded stream's own folder: its departments, its matters, its events.</summary>
internal sealed class SampleDirectory(string folder)
{
    public string Folder => folder;

    /// <summary>The matters of <c>matters.jsonl</c>. The national codes are made up, unique and stable: nothing that is judged depends on them.</summary>
    public MatterCatalogue Matters()
    {
        var owners = Objects("departments.jsonl").ToDictionary(row => Text(row, "dept_code"), row => Text(row, "source_system").ToLowerInvariant(), StringComparer.Ordinal);
        var version = Fingerprint.Of([File.ReadAllBytes(Path.Combine(folder, "matters.jsonl"))]);
        return new MatterCatalogue(Objects("matters.jsonl").Select((row, index) => Matter(row, index, owners)), version);
    }

    /// <summary>The events, a line each, with their number and the instant they were received.</summary>
    public IEnumerable<(int Seq, DateTimeOffset ReceivedAt, byte[] Line)> Events(string file, Encoding encoding)
    {
        foreach (var (line, number) in Lines(file, encoding))
        {
            yield return Read(file, line, number, root =>
                (root.TryGetProperty("seq", out var seq) ? seq.GetInt32() : number, root.GetProperty("received_at").GetDateTimeOffset(), Encoding.UTF8.GetBytes(line)));
        }
    }

    private static Matter Matter(JsonElement row, int index, Dictionary<string, string> owners)
    {
        var organisation = Text(row, "dept_code");
        var catalogCode = string.Create(CultureInfo.InvariantCulture, $"9900{index + 1:D8}");
        return new Matter
        {
            Code = $"{organisation}4{catalogCode}",
            LocalCode = Text(row, "task_code"),
            CatalogCode = catalogCode,
            Name = Text(row, "task_name"),
            Version = 1,
            Department = owners[organisation],
            CaseType = Text(row, "project_type") == "1" ? "immediate" : "promised",
            Promised = new Limit(row.GetProperty("promise_days").GetInt32(), "workingDay"),
            CrossRegion = row.GetProperty("cross").GetBoolean(),
        };
    }

    private IEnumerable<JsonElement> Objects(string file) => Lines(file, Encoding.UTF8).Select(one => Read(file, one.Line, one.Number, root => root.Clone()));

    private IEnumerable<(string Line, int Number)> Lines(string file, Encoding encoding) =>
        File.ReadLines(Path.Combine(folder, file), encoding).Select((line, index) => (line, index + 1)).Where(one => one.line.Length > 0);

    private static T Read<T>(string file, string line, int number, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return read(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{file} line {number}: {fault.Message}", fault);
        }
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
