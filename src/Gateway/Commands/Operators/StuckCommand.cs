using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServiceHall.Gateway.Commands.Operators;

/// <summary>What a list is asked for; null leaves a filter out.</summary>
internal sealed record StuckRequest(string List, string? Department, string? Rule, string? Kind, string? After, int Limit);

/// <summary>Prints what is stuck: records in quarantine, conflicts, what waits for its acceptance, and blocked lanes.</summary>
internal static class StuckCommand
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> ListAsync(StuckRequest request, CancellationToken cancellationToken)
    {
        using var gateway = new OperatorClient();
        var answered = await gateway.GetAsync(
            $"/v1/{request.List}?limit={request.Limit}{Query("department", request.Department)}{Query("rule", request.Rule)}{Query("kind", request.Kind)}{Query("after", request.After)}", cancellationToken);
        if (answered.Body is { } page && answered.ExitCode == 0)
        {
            Print(page, page["records"]!.AsArray(), ["部门 department", "编号 key", "办件号 caseNo", "类型 kind", "规则 rule", "说明 message", "记录 recordId"], record =>
            [
                Text(record, "department"), Text(record, "key"), Text(record, "caseNo"), Text(record, "kind"), Text(record, "rule"), Message(record), Text(record, "recordId"),
            ]);
        }

        return answered.ExitCode;
    }

    public static async Task<int> LanesAsync(string? platform, string? after, int limit, CancellationToken cancellationToken)
    {
        using var gateway = new OperatorClient();
        var answered = await gateway.GetAsync($"/v1/lanes?limit={limit}{Query("platform", platform)}{Query("after", after)}", cancellationToken);
        if (answered.Body is { } page && answered.ExitCode == 0)
        {
            Print(page, page["lanes"]!.AsArray(), ["平台 platform", "办件 gatewayCaseNo", "卡在 key", "状态 state", "表 table", "代码 code", "次数 attempts", "其后等待 waiting", "自 since", "记录 recordId"], lane =>
            [
                Text(lane, "platform"), Text(lane, "gatewayCaseNo"), Text(lane["blockedBy"]!, "key"), Text(lane["blockedBy"]!, "state"), Text(lane["blockedBy"]!, "table"), Text(lane["blockedBy"]!, "code"), Text(lane, "attempts"),
                Text(lane, "waiting"), Text(lane, "since"), Text(lane["blockedBy"]!, "recordId"),
            ]);
        }

        return answered.ExitCode;
    }

    /// <summary>One record, masked, with every finding and delivery.</summary>
    public static async Task<int> ShowAsync(string recordId, CancellationToken cancellationToken)
    {
        using var gateway = new OperatorClient();
        var answered = await gateway.GetAsync($"/v1/records/{Uri.EscapeDataString(recordId)}", cancellationToken);
        if (answered.ExitCode == 0)
        {
            Console.WriteLine(JsonSerializer.Serialize(answered.Body, Readable));
        }

        return answered.ExitCode;
    }

    private static void Print(JsonNode page, JsonArray items, IReadOnlyList<string> head, Func<JsonNode, IReadOnlyList<string?>> row)
    {
        Console.WriteLine(items.Count == 0 ? "没有 / none" : TextTable.Of(head, [.. items.Select(item => row(item!))]));
        if (Text(page, "next") is { } next)
        {
            Console.WriteLine($"还有更多 / more: --after {next}");
        }
    }

    private static string? Message(JsonNode record) => Text(record, "waitsFor") is { } waitsFor ? $"等待 {waitsFor}" : Text(record, "field") is { } field ? $"{Text(record, "message")}（{field}）" : Text(record, "message");

    private static string? Text(JsonNode from, string name) => from[name] is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    private static string Query(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
