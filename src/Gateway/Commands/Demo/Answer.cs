using System.Text.Json;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>What one record was answered.</summary>
internal sealed record Answer(string Verdict, IReadOnlyList<string> Rules, bool IsKept)
{
    // The contract's verdicts that name no rule: a repeat, another content, a version that is behind, and what waits.
    private static readonly string[] WithoutRule = ["duplicate", "conflict", "superseded", "parked"];

    /// <summary>The answers to a push, in order: one document, or one a line.</summary>
    public static IReadOnlyList<Answer> Read(byte[] body, bool isStream)
    {
        using var document = JsonDocument.Parse(isStream ? $"[{string.Join(',', System.Text.Encoding.UTF8.GetString(body).Split('\n', StringSplitOptions.RemoveEmptyEntries))}]" : System.Text.Encoding.UTF8.GetString(body));
        var results = isStream ? document.RootElement : document.RootElement.GetProperty("results");
        return [.. results.EnumerateArray().Select(Of)];
    }

    /// <summary>The first finding decides, a warning may stand anywhere.</summary>
    public bool Is(ExpectedVerdict expected) =>
        Verdict == expected.Verdict && (WithoutRule.Contains(Verdict) || (expected.Rule is null ? Rules.Count == 0 : Verdict == "rejected" ? Rules[0] == expected.Rule : Rules.Contains(expected.Rule)));

    // A repeat is answered with the id of its first: nothing new was kept.
    private static Answer Of(JsonElement result)
    {
        var verdict = result.GetProperty("verdict").GetString()!;
        return new Answer(verdict, [.. Found(result, "errors"), .. Found(result, "warnings")], verdict != "duplicate" && result.TryGetProperty("recordId", out _));
    }

    private static IEnumerable<string> Found(JsonElement result, string name) =>
        result.TryGetProperty(name, out var findings) ? findings.EnumerateArray().Select(finding => finding.GetProperty("rule").GetString()!) : [];
}
