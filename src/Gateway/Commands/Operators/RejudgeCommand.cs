using System.Text.Json.Nodes;

namespace ServiceHall.Gateway.Commands.Operators;

/// <summary>Which records in quarantine are judged again, and why.</summary>
internal sealed record RejudgeRequest(string Reason, bool DryRun, string? Rule, string? Department, string? Kind, string? After, IReadOnlyList<string> RecordIds);

/// <summary>Has records judged again, page after page, each page a transaction of its own; says after each how far it is.</summary>
internal static class RejudgeCommand
{
    public static async Task<int> RunAsync(RejudgeRequest request, CancellationToken cancellationToken)
    {
        using var gateway = new OperatorClient();
        var verdicts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var rules = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var after = request.After;
        do
        {
            var answered = await gateway.PostAsync("/v1/records:rejudge", Body(request, after), cancellationToken);
            if (answered is not { ExitCode: 0, Body: { } page })
            {
                await Console.Error.WriteLineAsync($"已完成 {verdicts.Values.Sum()} 条{(after is null ? "" : $"，可用 --after {after} 继续")} / so many are done");
                return answered.ExitCode;
            }

            Count(page, verdicts, rules);
            after = (string?)page["next"];
            await Console.Error.WriteLineAsync($"已重新判定 / judged again: {verdicts.Values.Sum()}");
        }
        while (after is not null);

        Console.WriteLine(TextTable.Of(["结果 verdict", "条数 records"], Rows(verdicts)));
        if (rules.Count > 0)
        {
            Console.WriteLine(TextTable.Of(["仍不合规 still breaks", "条数 records"], Rows(rules)));
        }

        if (request.DryRun)
        {
            Console.WriteLine("演练，未作改动 / dry run, nothing changed");
        }

        return 0;
    }

    private static JsonObject Body(RejudgeRequest request, string? after)
    {
        var body = new JsonObject { ["reason"] = request.Reason, ["dryRun"] = request.DryRun, ["rule"] = request.Rule, ["department"] = request.Department, ["kind"] = request.Kind, ["after"] = after };
        if (request.RecordIds.Count > 0)
        {
            body["recordIds"] = new JsonArray([.. request.RecordIds.Select(id => JsonValue.Create(id))]);
        }

        return body;
    }

    private static void Count(JsonNode page, SortedDictionary<string, int> verdicts, SortedDictionary<string, int> rules)
    {
        foreach (var result in page["results"]!.AsArray())
        {
            var verdict = (string)result!["verdict"]!;
            verdicts[verdict] = verdicts.GetValueOrDefault(verdict) + 1;
            if (verdict == "rejected" && (string?)result["errors"]?.AsArray().FirstOrDefault()?["rule"] is { } rule)
            {
                rules[rule] = rules.GetValueOrDefault(rule) + 1;
            }
        }
    }

    private static IReadOnlyList<IReadOnlyList<string?>> Rows(SortedDictionary<string, int> counts) =>
        [.. counts.Select(pair => (IReadOnlyList<string?>)[pair.Key, pair.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)])];
}
