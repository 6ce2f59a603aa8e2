using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ServiceHall.Tests.Hall;

/// <summary>The interface description of the repository, <c>docs/openapi.json</c>. Every answer that a test gets is held against it.</summary>
internal sealed class ApiDocument
{
    /// <summary>What any call may be refused by, also one to a path that does not exist.</summary>
    public static readonly IReadOnlySet<string> Everywhere = new HashSet<string>(
        [
            "caller.not-signed", "caller.signature-wrong", "caller.clock-off", "caller.nonce-repeated", "caller.no-such-path", "caller.method", "caller.body-too-large",
            "caller.body-malformed", "caller.body-slow", "hall.fault",
        ],
        StringComparer.Ordinal);

    private ApiDocument(JsonObject root)
    {
        Root = root;
        Operations = [.. from path in root["paths"]!.AsObject() from operation in path.Value!.AsObject() select new ApiOperation(operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject())];
    }

    public static string File => Path.Combine(Repository.Root, "docs", "openapi.json");

    public static ApiDocument Instance { get; } = Read();

    public JsonObject Root { get; }

    public IReadOnlyList<ApiOperation> Operations { get; }

    public static ApiDocument Read() => new(JsonNode.Parse(System.IO.File.ReadAllText(File))!.AsObject());

    /// <summary>What a <c>$ref</c> names.</summary>
    public JsonObject Find(string reference)
    {
        JsonNode? found = Root;
        foreach (var step in reference.Split('/').Skip(1))
        {
            found = found?[step];
        }

        return found as JsonObject ?? throw new InvalidOperationException($"{reference} names nothing.");
    }

    /// <summary>The object itself, or what its <c>$ref</c> names.</summary>
    public JsonObject Follow(JsonNode node) => (string?)node["$ref"] is { } reference ? Find(reference) : node.AsObject();

    /// <summary>What is not as described in an answer: its status, its type, a member; empty where all is.</summary>
    public IReadOnlyList<string> Mistakes(string method, string target, int status, MediaTypeHeaderValue? type, byte[] body)
    {
        var path = target.Split('?')[0];
        if (method == "HEAD")
        {
            // Whatever there is to say of it can't be said without a body.
            return status == 405 ? [] : [$"HEAD {path} answers {status}"];
        }

        if (Operations.Where(one => one.Method == method && one.Takes(path)).MaxBy(one => one.Path.Length) is not { } operation)
        {
            return type?.MediaType == "application/problem+json" && (string?)JsonNode.Parse(body)?["code"] is { } code && Everywhere.Contains(code) ? [] : [$"{method} {path} is not described, and answers {status}"];
        }

        return operation.Responses[$"{status}"] is { } response ? Mistakes(Follow(response), type, body) : [$"{operation.Id} answers {status}, which is not described"];
    }

    private IReadOnlyList<string> Mistakes(JsonObject response, MediaTypeHeaderValue? type, byte[] body)
    {
        if (response["content"] is not JsonObject content)
        {
            return body.Length == 0 ? [] : ["there should be no body"];
        }

        if (content.FirstOrDefault(one => MediaTypeHeaderValue.Parse(one.Key).MediaType == type?.MediaType).Value is not { } described)
        {
            return [$"the type {type} is not described"];
        }

        var schema = new JsonSchema(Find, isClosed: true);
        return type!.MediaType!.EndsWith("json", StringComparison.Ordinal) && type.MediaType != "application/x-ndjson" ? schema.Mistakes(described["schema"]!.AsObject(), JsonNode.Parse(body)) : [];
    }
}

/// <summary>One operation of the description.</summary>
internal sealed class ApiOperation(string method, string path, JsonObject node)
{
    private readonly Regex _takes = new($"^{Regex.Replace(Regex.Escape(path), @"\\\{\w+}", "[^/]+?")}$", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));

    public string Method => method;

    public string Path => path;

    public JsonObject Node => node;

    public string Id => (string)node["operationId"]!;

    public JsonObject Responses => node["responses"]!.AsObject();

    /// <summary>Whether a path is this one's; of several the longest is meant, because a verb at the end is no part of a name.</summary>
    public bool Takes(string target) => _takes.IsMatch(target);

    /// <inheritdoc/>
    public override string ToString() => Id;
}
