using System.Text.Json;
using System.Text.Unicode;
using ServiceHall.Model.Records;

namespace ServiceHall.Gateway.Intake;

/// <summary>Strict JSON: what two parsers could read differently (a member twice, a comment, a trailing comma) is refused; at most 64 deep.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };
    private static readonly JsonDocumentOptions DuplicatesApart = Strict with { AllowDuplicateProperties = true };

    /// <summary>Parses a document.</summary>
    /// <exception cref="JsonException">It is not strict JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, Strict);
        }
        catch (InvalidOperationException)
        {
            // The parser can't compare a name with half a character in it. Such a name is its own record's concern, not the whole body's.
            return WithoutDuplicates(JsonDocument.Parse(json, DuplicatesApart));
        }
    }

    /// <summary>Parses what should be an object in UTF-8; null where it is not strict JSON, or none.</summary>
    public static JsonDocument? TryObject(byte[] body)
    {
        if (!Utf8.IsValid(body))
        {
            return null;
        }

        try
        {
            var document = Parse(body);
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

    /// <summary>Parses a document that was made by ourselves: that no member stands there twice is known.</summary>
    /// <exception cref="JsonException">It is too deep.</exception>
    public static JsonDocument ParseKnown(ReadOnlyMemory<byte> json) => JsonDocument.Parse(json, DuplicatesApart);

    private static JsonDocument WithoutDuplicates(JsonDocument document)
    {
        if (HasDuplicates(document.RootElement))
        {
            document.Dispose();
            throw new JsonException("A member stands there twice.");
        }

        return document;
    }

    private static bool HasDuplicates(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().GroupBy(JsonText.NameOf, StringComparer.Ordinal).Any(members => members.Skip(1).Any() || HasDuplicates(members.First().Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(HasDuplicates),
        _ => false,
    };
}
