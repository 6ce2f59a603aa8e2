using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Api.Description;

/// <summary>A call of the description: the examples of one name in an operation's parameters, body and answers belong together.</summary>
/// <param name="Operation">What is called.</param>
/// <param name="Name">Of the example.</param>
/// <param name="Status">What it is answered with.</param>
/// <param name="Content">The content of that answer: its schema, and the example in it.</param>
internal sealed record Example(ApiOperation Operation, string Name, string Status, string MediaType, JsonObject Content)
{
    public string Id => $"{Operation.Id}/{Name}";

    public JsonObject Node => Content["examples"]![Name]!.AsObject();

    /// <summary>What is to be answered; null where nobody has written it down.</summary>
    public JsonNode? Answer => Node["value"];

    public bool IsProblem => MediaType == "application/problem+json";

    /// <summary>The body to send, and its type; null where there is none.</summary>
    public (string Type, string Text)? Body
    {
        get
        {
            var found = Operation.Node["requestBody"]?["content"]?.AsObject().FirstOrDefault(content => content.Value?["examples"]?[Name] is not null);
            return found is { Value: { } content, Key: var type } ? (type, Text(content["examples"]![Name]!["value"]!)) : null;
        }
    }

    public static IEnumerable<Example> In(ApiDocument document) =>
        from operation in document.Operations
        from response in operation.Responses
        from content in response.Value!["content"]?.AsObject() ?? []
        from example in content.Value!["examples"]?.AsObject() ?? []
        select new Example(operation, example.Key, response.Key, content.Key, content.Value!.AsObject());

    public static Example Of(ApiDocument document, string id) => In(document).Single(example => example.Id == id);

    /// <summary>The values of its parameters that stand in such a place.</summary>
    public IEnumerable<(string Name, string Value)> Parameters(string place) =>
        from parameter in Operation.Node["parameters"]?.AsArray() ?? []
        where (string)parameter!["in"]! == place && parameter["examples"]?[Name] is not null
        select ((string)parameter["name"]!, parameter["examples"]![Name]!["value"]!.ToString());

    /// <summary>A text as it is, anything else as JSON that people can read.</summary>
    public static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? (string)value! : value.ToJsonString(ReadableJson.Options);
}
