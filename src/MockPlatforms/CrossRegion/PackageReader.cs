using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServiceHall.MockPlatforms.CrossRegion;

/// <summary>Reads a package member by member; the first that does not fit is named.</summary>
internal static class PackageReader
{
    private const int LongestNo = 64;
    private const int LongestName = 255;
    private const int MostFiles = 200;
    private static readonly string[] Kinds = ["application", "status", "result", "receipt"];
    private static readonly string[] Known = ["requestNo", "from", "sequence", "to", "kind", "content", "files"];

    /// <param name="body">What was sent; files that were left out are none.</param>
    /// <param name="mistaken">The member that is missing or malformed, where the answer is null.</param>
    public static Package? Read(JsonObject body, out string mistaken)
    {
        if (!body.ContainsKey("files"))
        {
            body["files"] = new JsonArray();
        }

        var to = Codes(body["to"]);
        mistaken = Text(body["requestNo"], LongestNo) is null ? "requestNo"
            : Text(body["from"], 12) is null ? "from"
            : Number(body["sequence"]) is not > 0 ? "sequence"
            : to is null ? "to"
            : Text(body["kind"], LongestNo) is not { } kind || !Kinds.Contains(kind) ? "kind"
            : body["content"] is not JsonObject ? "content"
            : body.FirstOrDefault(member => !Known.Contains(member.Key)).Key is { } other ? other
            : MistakenFile(body["files"]);
        return mistaken.Length > 0 ? null : OfChecked(body, to!);
    }

    /// <summary>A package that was read before.</summary>
    public static Package OfChecked(JsonObject body) => OfChecked(body, Codes(body["to"])!);

    /// <summary>64 lower hex digits.</summary>
    public static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    public static long? Number(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<long>(out var number) ? number : null;

    private static Package OfChecked(JsonObject body, IReadOnlyList<string> to) => new(
        (string)body["requestNo"]!,
        (string)body["from"]!,
        (long)body["sequence"]!,
        to,
        (string)body["kind"]!,
        [.. body["files"]!.AsArray().Select(file => new NamedFile((string)file!["digest"]!, (long)file["size"]!))],
        body);

    private static string MistakenFile(JsonNode? node)
    {
        if (node is not JsonArray { Count: <= MostFiles } files)
        {
            return "files";
        }

        for (var i = 0; i < files.Count; i++)
        {
            if (MistakenMember(files[i] as JsonObject) is { } member)
            {
                return $"files[{i}].{member}";
            }
        }

        return "";
    }

    private static string? MistakenMember(JsonObject? file) =>
        Text(file?["digest"], 64) is not { } digest || !IsDigest(digest) ? "digest"
        : Number(file!["size"]) is not (>= 0 and <= FileShelf.Largest) ? "size"
        : Text(file["name"], LongestName) is null ? "name"
        : file.FirstOrDefault(member => member.Key is not ("digest" or "size" or "name")).Key;

    private static List<string>? Codes(JsonNode? node)
    {
        var codes = (node as JsonArray)?.Select(code => Text(code, 12)).OfType<string>().Distinct().ToList();
        return codes is { Count: > 0 } && codes.Count == node!.AsArray().Count ? codes : null;
    }

    private static string? Text(JsonNode? node, int longest) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String && (string)node! is { Length: > 0 } text && text.Length <= longest ? text : null;
}
