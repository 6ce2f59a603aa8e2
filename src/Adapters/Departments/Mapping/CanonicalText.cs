using System.Text;
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

    /// <summary>The department's named cells in one form, for telling a repeat from a conflict.</summary>
    public static void Content(SourceNode node, StringBuilder to)
    {
        if (node.Items is { } items)
        {
            to.Append('[');
            foreach (var item in items)
            {
                Content(item, to);
                to.Append(',');
            }

            to.Append(']');
        }
        else if (node.Text is { } text)
        {
            to.Append(node.IsLiteral ? CanonicalJson.Literal(text) : CanonicalJson.Quote(text));
        }
        else if (node.IsAbsent)
        {
            to.Append("null");
        }
        else
        {
            to.Append('{');
            foreach (var (name, member) in node.Members.OrderBy(member => member.Key, StringComparer.Ordinal))
            {
                to.Append(CanonicalJson.Quote(name)).Append(':');
                Content(member, to);
                to.Append(',');
            }

            to.Append('}');
        }
    }
}
