using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ServiceHall.Adapters.Departments;
using ServiceHall.Adapters.Departments.Mapping;

namespace ServiceHall.Gateway.Intake;

/// <summary>Takes the body of a department's call apart into its records, by the encoding and shape its mapping states.</summary>
internal static class SourceReader
{
    /// <summary>The records with their own bytes (as UTF-8), or null where the body is not of that form.</summary>
    public static IReadOnlyList<(SourceNode Node, ReadOnlyMemory<byte> Sent)>? Read(byte[] body, DepartmentMapping mapping)
    {
        try
        {
            var text = mapping.Encoding.GetString(body).TrimStart('\uFEFF');
            return mapping.Body == BodyShape.Lines
                ? [.. text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).SelectMany(line => Parse(line, BodyShape.One))]
                : Parse(text, mapping.Body);
        }
        catch (Exception fault) when (fault is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            return null;
        }
    }

    private static List<(SourceNode, ReadOnlyMemory<byte>)> Parse(string text, BodyShape shape)
    {
        using var document = StrictJson.Parse(Encoding.UTF8.GetBytes(text));
        var root = document.RootElement;
        IEnumerable<JsonElement> records = shape == BodyShape.Array ? root.EnumerateArray() : [root];
        return [.. records.Select(Record)];
    }

    private static (SourceNode, ReadOnlyMemory<byte>) Record(JsonElement record) => record.ValueKind == JsonValueKind.Object
        ? (SourceNode.Of(record), JsonMarshal.GetRawUtf8Value(record).ToArray())
        : throw new JsonException("A record must be an object.");
}
