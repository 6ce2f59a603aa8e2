using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ServiceHall.Model.Calendar;
using ServiceHall.Model.Rules;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>How the body of a call holds records.</summary>
public enum BodyShape
{
    /// <summary>The body is one record.</summary>
    One,

    /// <summary>The body is a JSON array of records.</summary>
    Array,

    /// <summary>The body is one record a line.</summary>
    Lines,
}

/// <summary>A department's record in canonical form.</summary>
/// <param name="Department">Whose it is, or null where the record does not say.</param>
/// <param name="Canonical">The canonical record (contract section 2) as UTF-8 JSON.</param>
/// <param name="Content">The named cells in one form: what tells a repeat from a conflict.</param>
/// <param name="Findings">What the mapping found; reading the canonical record finds the rest.</param>
public sealed record MappedRecord(string? Department, byte[] Canonical, byte[] Content, IReadOnlyList<Finding> Findings)
{
    /// <summary>Values that no code table covered, each once.</summary>
    public IReadOnlyList<UnmappedCode> Unmapped { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => "mapped record (withheld)";
}

/// <summary>What a mapping file says, read and found whole.</summary>
internal sealed record MappingParts
{
    public required BodyShape Body { get; init; }

    public required Encoding Encoding { get; init; }

    public required ValueCell Department { get; init; }

    public required ValueCell Key { get; init; }

    public required ValueCell? Version { get; init; }

    /// <summary>Whether the record withdraws what stands under its key.</summary>
    public required ValueCell? Deleted { get; init; }

    public required IReadOnlyList<SourcePath> Content { get; init; }

    public required MappingParameters Parameters { get; init; }

    public required IReadOnlyDictionary<string, CodeTable> Tables { get; init; }

    public required IReadOnlyList<KindMapping> Kinds { get; init; }

    public required DepartmentRules Rules { get; init; }
}

/// <summary>One department's own format (or that of several) and how it becomes canonical records. Declared in YAML, never code.</summary>
public sealed class DepartmentMapping
{
    // What is stored is what people read: Chinese as it is, not as escapes.
    private static readonly JsonWriterOptions Readable = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly MappingParts _parts;

    internal DepartmentMapping(MappingParts parts) => _parts = parts;

    /// <summary>How the body of a call holds records.</summary>
    public BodyShape Body => _parts.Body;

    /// <summary>The channel's encoding: stated, never guessed (some GB18030 bytes are valid UTF-8).</summary>
    public Encoding Encoding => _parts.Encoding;

    /// <summary>The code table of that name, or null.</summary>
    public CodeTable? Table(string name) => _parts.Tables.GetValueOrDefault(name);

    /// <summary>All code tables, by name.</summary>
    public IEnumerable<CodeTable> Tables => _parts.Tables.Values.OrderBy(table => table.Name, StringComparer.Ordinal);

    /// <summary>How strict this channel is.</summary>
    public DepartmentRules Rules => _parts.Rules;

    /// <summary>Maps one record.</summary>
    /// <param name="record">The record as sent.</param>
    /// <param name="receivedAt">The moment of receipt, for mappings that let it stand for what the department does not say.</param>
    public MappedRecord Map(SourceNode record, DateTimeOffset? receivedAt = null)
    {
        var run = RunOf(record, receivedAt);
        var kind = KindMapping.Of(_parts.Kinds, run, record);
        run = run with { Day = kind?.Day(record, run.Parameters, receivedAt) ?? run.Day };
        var isDeleted = _parts.Deleted?.IsTrue("deleted", run with { Findings = [], Unmapped = [] }, record) ?? false;
        var department = _parts.Department.Read("department", run, record);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var to = new Utf8JsonWriter(buffer, Readable))
        {
            to.WriteStartObject();
            _parts.Department.Write(to, "department", "department", run, record);
            _parts.Key.Write(to, "key", "key", run, record);
            _parts.Version?.Write(to, "version", "version", run, record);
            _parts.Deleted?.Write(to, "deleted", "deleted", run, record);
            kind?.Write(to, run, record, isDeleted);
            to.WriteEndObject();
        }

        return new MappedRecord(department, buffer.WrittenSpan.ToArray(), ContentOf(run, record), run.Findings) { Unmapped = [.. run.Unmapped.Distinct()] };
    }

    // Until the record's own time is read, the day of receipt is its day.
    private MappingRun RunOf(SourceNode record, DateTimeOffset? receivedAt) =>
        new(record, _parts.Parameters.For(record), [], receivedAt) { Day = receivedAt is { } at ? HallTime.DayOf(at) : null };

    private byte[] ContentOf(MappingRun run, SourceNode record)
    {
        var text = new StringBuilder();
        foreach (var path in _parts.Content)
        {
            text.Append(path.Text).Append('=');
            if (path.Find(run, record) is { } cell)
            {
                text.Append(CanonicalText.Content(cell));
            }

            text.Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
