using System.Text.Json;
using ServiceHall.Model.Records;

namespace ServiceHall.Adapters.Departments;

/// <summary>
/// One record as a department sent it, whatever the format: texts, named members, lists. JSON, XML, CSV and table rows are all read into this,
/// so that one mapping engine serves them all. May hold personal data: printing one reveals nothing.
/// </summary>
public sealed class SourceNode
{
    private static readonly IReadOnlyDictionary<string, SourceNode> NoMembers = new Dictionary<string, SourceNode>();

    /// <summary>The text, number or truth value as written; null for an object, a list or null.</summary>
    public string? Text { get; private init; }

    /// <summary>Whether <see cref="Text"/> was written without quotes (a number, true or false).</summary>
    public bool IsLiteral { get; private init; }

    /// <summary>The named members, in no order that matters.</summary>
    public IReadOnlyDictionary<string, SourceNode> Members { get; private init; } = NoMembers;

    /// <summary>The items of a list; null where it is none.</summary>
    public IReadOnlyList<SourceNode>? Items { get; private init; }

    /// <summary>A missing or empty text, or null, counts as absent.</summary>
    public bool IsAbsent => string.IsNullOrEmpty(Text) && Items is null && ReferenceEquals(Members, NoMembers);

    /// <summary>A parsed JSON value.</summary>
    public static SourceNode Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new SourceNode { Members = value.EnumerateObject().ToDictionary(JsonText.NameOf, member => Of(member.Value), StringComparer.Ordinal) },
        JsonValueKind.Array => new SourceNode { Items = [.. value.EnumerateArray().Select(Of)] },
        JsonValueKind.String => new SourceNode { Text = JsonText.Of(value) },
        JsonValueKind.Null => new SourceNode(),
        _ => new SourceNode { Text = value.GetRawText(), IsLiteral = true },
    };

    /// <summary>The node at a dotted path of member names, or null.</summary>
    public SourceNode? At(IReadOnlyList<string> path)
    {
        var node = this;
        foreach (var name in path)
        {
            if (!node.Members.TryGetValue(name, out node!))
            {
                return null;
            }
        }

        return node;
    }

    /// <inheritdoc/>
    public override string ToString() => "source (withheld)";
}
