using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServiceHall.MockPlatforms.SampleCounty;

/// <summary>JSON objects without empty members: what a department does not know it does not send.</summary>
internal static class Members
{
    /// <summary>One line, Chinese readable.</summary>
    public static JsonSerializerOptions Line { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonSerializerOptions Page { get; } = new(Line) { WriteIndented = true, NewLine = "\n" };

    public static JsonObject Of(params (string Name, JsonNode? Value)[] members) =>
        new(members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, member.Value)));

    /// <summary>An object of which something is left, or none.</summary>
    public static JsonObject? OrNone(this JsonObject members) => members.Count > 0 ? members : null;

    public static string? Text(this JsonNode? node, params string[] path) => node.At(path)?.ToString();

    public static JsonNode? At(this JsonNode? node, params string[] path) => path.Aggregate(node, (at, name) => at?[name]);
}
