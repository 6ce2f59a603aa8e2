using System.Text.Json;
using ServiceHall.Model.Records;
using ServiceHall.Model.Rules;

namespace ServiceHall.Adapters.Departments.Mapping;

/// <summary>Writes texts into canonical JSON without losing what the JSON writer would replace: a lone surrogate stays one, as an escape.</summary>
internal static class CanonicalText
{
    public static void Write(Utf8JsonWriter to, string name, string text)
    {
        if (!TextRules.HasLoneSurrogate(text))
        {
            to.WriteString(name, text);
            return;
        }

        to.WritePropertyName(name);
        to.WriteRawValue(CanonicalJson.Quote(text), skipInputValidation: true);
    }

    /// <summary>A node in one form (RFC 8785), for telling a repeat from a conflict: neither the order of members nor white space matter.</summary>
    public static string Content(SourceNode node) => node switch
    {
        { Items: { } items } => $"[{string.Join(',', items.Select(Content))}]",
        { Text: { } text } => node.IsLiteral ? CanonicalJson.Literal(text) : CanonicalJson.Quote(text),
        { IsAbsent: true } => "null",
        _ => $"{{{string.Join(',', node.Members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(Member))}}}",
    };

    private static string Member(KeyValuePair<string, SourceNode> member) => $"{CanonicalJson.Quote(member.Key)}:{Content(member.Value)}";
}
