using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ServiceHall.Tests.Hall;

/// <summary>
/// Holds values against schemas of JSON Schema 2020-12, as far as <c>docs/openapi.json</c> uses it. A keyword that is not known here is a fault of
/// the schema, never passed over.
/// </summary>
/// <param name="resolve">Finds what a <c>$ref</c> names.</param>
/// <param name="isClosed">Whether an object may only have members that are described, where the schema does not say so itself.</param>
internal sealed partial class JsonSchema(Func<string, JsonObject> resolve, bool isClosed)
{
    private static readonly HashSet<string> Annotations = ["description", "title", "default", "examples", "discriminator", "properties", "additionalProperties"];

    /// <summary>What is wrong with a value; empty where nothing is.</summary>
    public IReadOnlyList<string> Mistakes(JsonObject schema, JsonNode? value)
    {
        var mistakes = new List<string>();
        Check(schema, value, "$", mistakes);
        return mistakes;
    }

    private void Check(JsonObject schema, JsonNode? value, string path, List<string> mistakes)
    {
        var described = new HashSet<string>(StringComparer.Ordinal);
        Check(schema, value, path, mistakes, described);
        if (isClosed && value is JsonObject members)
        {
            mistakes.AddRange(members.Where(member => !described.Contains(member.Key)).Select(member => $"{path}.{member.Key}: is not described"));
        }
    }

    // A $ref has its neighbours' company: all of them describe members of the same object.
    private void Check(JsonObject schema, JsonNode? value, string path, List<string> mistakes, HashSet<string> described)
    {
        foreach (var (keyword, rule) in schema)
        {
            switch (keyword)
            {
                case "$ref":
                    Check(resolve((string)rule!), value, path, mistakes, described);
                    break;
                case "oneOf":
                    CheckOne([.. rule!.AsArray().Select(one => one!.AsObject())], value, path, mistakes, described);
                    break;
                default:
                    if (!Annotations.Contains(keyword) && Mistake(keyword, rule!, value, path, mistakes) is { } mistake)
                    {
                        mistakes.Add($"{path}: {mistake}");
                    }

                    break;
            }
        }

        if (value is JsonObject members)
        {
            CheckMembers(schema, members, path, mistakes, described);
        }
    }

    private void CheckOne(IReadOnlyList<JsonObject> schemas, JsonNode? value, string path, List<string> mistakes, HashSet<string> described)
    {
        var found = schemas.Select(schema =>
        {
            (List<string> Mistakes, HashSet<string> Described) one = ([], []);
            Check(schema, value, path, one.Mistakes, one.Described);
            return one;
        }).ToList();
        if (found.Where(one => one.Mistakes.Count == 0).ToList() is [var fits])
        {
            described.UnionWith(fits.Described);
            return;
        }

        var closest = found.MinBy(one => one.Mistakes.Count);
        mistakes.Add($"{path}: fits {found.Count(one => one.Mistakes.Count == 0)} of the schemas, not one; the closest says {string.Join("; ", closest.Mistakes)}");
    }

    private void CheckMembers(JsonObject schema, JsonObject members, string path, List<string> mistakes, HashSet<string> described)
    {
        var properties = schema["properties"]?.AsObject() ?? [];
        foreach (var (name, value) in members)
        {
            if (properties[name] is JsonObject property)
            {
                described.Add(name);
                Check(property, value, $"{path}.{name}", mistakes);
            }
            else if (schema["additionalProperties"] is JsonObject others)
            {
                described.Add(name);
                Check(others, value, $"{path}.{name}", mistakes);
            }
            else if (schema["additionalProperties"] is JsonValue may)
            {
                described.Add(name);
                mistakes.AddRange((bool)may ? [] : [$"{path}.{name}: is not allowed"]);
            }
        }
    }

    private string? Mistake(string keyword, JsonNode rule, JsonNode? value, string path, List<string> mistakes)
    {
        switch (keyword)
        {
            case "type":
                var types = rule is JsonArray several ? several.Select(one => (string)one!).ToList() : [(string)rule!];
                return types.Any(type => IsOf(type, value)) ? null : $"should be {string.Join(" or ", types)}, is {value?.ToJsonString() ?? "null"}";
            case "required":
                return value is JsonObject members && rule.AsArray().Select(name => (string)name!).Where(name => !members.ContainsKey(name)).ToList() is { Count: > 0 } missing ? $"lacks {string.Join(", ", missing)}" : null;
            case "items":
                (value as JsonArray)?.Select((item, i) => (item, i)).ToList().ForEach(one => Check(rule.AsObject(), one.item, $"{path}[{one.i}]", mistakes));
                return null;
            case "enum":
                return rule.AsArray().Any(word => JsonNode.DeepEquals(word, value)) ? null : $"{value?.ToJsonString() ?? "null"} is none of the words";
            case "const":
                return JsonNode.DeepEquals(rule, value) ? null : $"should be {rule.ToJsonString()}";
            case "minItems" or "maxItems":
                return value is JsonArray items ? Bounded(keyword, items.Count, rule) : null;
            case "minLength" or "maxLength":
                return Text(value) is { } text ? Bounded(keyword, text.EnumerateRunes().Count(), rule) : null;
            case "minimum" or "maximum":
                return value?.GetValueKind() == JsonValueKind.Number ? Bounded(keyword, (decimal)value, rule) : null;
            case "pattern":
                return Text(value) is { } some && !Regex.IsMatch(some, (string)rule!, RegexOptions.None, TimeSpan.FromSeconds(1)) ? $"“{some}” is not like {rule}" : null;
            case "format":
                return Text(value) is { } formatted && !IsFormatted((string)rule!, formatted) ? $"“{formatted}” is no {rule}" : null;
            default:
                throw new InvalidOperationException($"{path}: the schema uses “{keyword}”, which nothing checks.");
        }
    }

    private static string? Bounded(string keyword, decimal number, JsonNode bound) =>
        keyword.StartsWith("min", StringComparison.Ordinal) == (number >= (decimal)bound) || number == (decimal)bound ? null : $"{number} breaks {keyword} {bound}";

    private static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? (string)value! : null;

    private static bool IsOf(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && decimal.IsInteger((decimal)value),
        _ => throw new InvalidOperationException($"There is no type “{type}”."),
    };

    private static bool IsFormatted(string format, string text) => format switch
    {
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "date-time" => Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        _ => throw new InvalidOperationException($"Nothing checks the format “{format}”."),
    };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rfc3339();
}
