using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServiceHall.Gateway.Tests.Api.Description;

/// <summary>JSON as it lies in the repository: what fits on a line stands on one.</summary>
internal static class ReadableJson
{
    private const int Width = 160;

    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonNode node)
    {
        var text = new StringBuilder();
        Write(text, node, indent: 0, room: Width);
        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder to, JsonNode? node, int indent, int room)
    {
        var line = Line(node);
        if (line.Length <= room - indent || node is not (JsonObject { Count: > 0 } or JsonArray { Count: > 0 }))
        {
            to.Append(line);
            return;
        }

        var inner = indent + 2;
        var items = node is JsonObject members ? members.Select(member => ($"{Line(member.Key)}: ", member.Value)) : node.AsArray().Select(item => ("", item));
        var next = node is JsonObject ? "{\n" : "[\n";
        foreach (var (name, value) in items)
        {
            to.Append(next).Append(' ', inner).Append(name);
            Write(to, value, inner, Width - name.Length);
            next = ",\n";
        }

        to.Append('\n').Append(' ', indent).Append(node is JsonObject ? '}' : ']');
    }

    private static string Line(JsonNode? node) => node switch
    {
        JsonObject { Count: > 0 } members => $"{{ {string.Join(", ", members.Select(member => $"{Line(member.Key)}: {Line(member.Value)}"))} }}",
        JsonArray { Count: > 0 } items => $"[{string.Join(", ", items.Select(Line))}]",
        null => "null",
        _ => node.ToJsonString(Options),
    };
}
