using System.Text.Json;
using System.Text.Unicode;
using ServiceHall.Gateway.Security;
using ServiceHall.Model.Rules;

namespace ServiceHall.Gateway.Intake.Streams;

/// <summary>Lines that are stored together: so many records, or so many bytes of them.</summary>
internal sealed class UploadBatch
{
    private const int MostLines = 256;
    private const int MostBytes = LineReader.Limit;

    private readonly List<UploadLine> _lines = new(MostLines);
    private int _bytes;

    public bool IsEmpty => _lines.Count == 0;

    public bool IsFull => _lines.Count >= MostLines || _bytes >= MostBytes;

    public void Add(UploadLine line)
    {
        _lines.Add(line);
        _bytes += line.Json?.Length ?? 0;
    }

    /// <summary>The records of these lines, in their order; a line that is none has a verdict of its own.</summary>
    public PreparedRecord[] Prepare(RecordPreparer preparer, Caller caller, Configuration configuration)
    {
        return Preparing.Spread(_lines.Count, i => Of(_lines[i]));

        PreparedRecord Of(UploadLine line)
        {
            using var document = Parse(line);
            return document is null ? Malformed(line, configuration) : preparer.Prepare(document.RootElement, caller, configuration);
        }
    }

    private static JsonDocument? Parse(UploadLine line)
    {
        if (!line.IsStrict && !Utf8.IsValid(line.Json))
        {
            return null;
        }

        try
        {
            var document = line.IsStrict ? StrictJson.ParseKnown(line.Json) : StrictJson.Parse(line.Json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static PreparedRecord Malformed(UploadLine line, Configuration configuration) => new()
    {
        Key = null,
        Line = line.Number,
        Findings = [Finding.Of(RuleBook.CallerMalformedLine, field: null)],
        Configuration = configuration,
    };
}
