using System.Text.Json;

namespace ServiceHall.Model.Tests.Records;

/// <summary>JSON of a test.</summary>
internal static class Json
{
    public static JsonElement Of(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
