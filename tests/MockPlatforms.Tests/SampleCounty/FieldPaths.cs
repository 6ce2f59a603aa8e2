using System.Text.Json.Nodes;

namespace ServiceHall.MockPlatforms.Tests.SampleCounty;

/// <summary>The paths of all values in a body, arrays as <c>[]</c>, the outermost array left out.</summary>
internal static class FieldPaths
{
    public static IEnumerable<string> Of(JsonNode body) => body is JsonArray events ? events.SelectMany(one => Below(one!, "")) : Below(body, "");

    private static IEnumerable<string> Below(JsonNode node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => Below(member.Value!, path.Length == 0 ? member.Key : $"{path}.{member.Key}")),
        JsonArray items => items.SelectMany(item => Below(item!, $"{path}[]")),
        _ => [path],
    };
}
