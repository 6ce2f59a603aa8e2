using System.Text.Json;
using ServiceHall.Gateway.Intake;
using ServiceHall.Model.Records;

namespace ServiceHall.Gateway.Status;

/// <summary>The body of <c>POST /v1/cases:batchGet</c>.</summary>
internal static class CaseBatch
{
    /// <summary>Numbers in one call.</summary>
    public const int Most = 500;

    /// <summary>Whoever sends something else is told so.</summary>
    public const string Wanted = "请求体应为 {\"caseNos\":[…]}，含 1 至 500 个编号";

    public const string TooMany = "一次最多查询 500 个编号";

    /// <summary>The numbers asked for, as they came; null where the body is no <c>{"caseNos":["…"]}</c>.</summary>
    public static IReadOnlyList<string>? Read(byte[] body)
    {
        using var document = StrictJson.TryObject(body);
        try
        {
            return document is not null && JsonText.Find(document.RootElement, "caseNos") is { ValueKind: JsonValueKind.Array } numbers
                && numbers.GetArrayLength() > 0 && numbers.EnumerateArray().All(number => number.ValueKind == JsonValueKind.String)
                    ? [.. numbers.EnumerateArray().Select(number => number.GetString()!)]
                    : null;
        }
        catch (InvalidOperationException)
        {
            // Half a character in a number: nobody's.
            return null;
        }
    }
}
