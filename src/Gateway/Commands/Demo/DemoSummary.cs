using System.Text.Json;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>How the day ended, for people and, as <c>summary.json</c>, for programs.</summary>
internal sealed class DemoSummary(SampleCounty county, DemoDay day, Reconciliation reconciliation)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every sum holds, every answer and every end is what the county's makers say, and every fault struck.</summary>
    public bool IsWell => !Mistakes.Any();

    /// <summary>What is not as it should be.</summary>
    public IEnumerable<string> Mistakes =>
    [
        .. reconciliation.ExitCode == 0 ? Array.Empty<string>() : ["对账不符，或未能取得平台的计数"],
        .. day.Tally.Answered == day.Tally.Sent ? Array.Empty<string>() : [$"报送 {day.Tally.Sent} 条，答复 {day.Tally.Answered} 条"],
        .. reconciliation.Records.Values.Sum() + day.Tally.NotKept == day.Tally.Answered ? Array.Empty<string>() : ["收下的记录与答复的条数不符"],
        .. day.Tally.Surprises,
        .. county.States.Keys.Union(reconciliation.Records.Keys, StringComparer.Ordinal)
            .Where(state => county.States.GetValueOrDefault(state) != reconciliation.Records.GetValueOrDefault(state))
            .Select(state => $"状态 {state} 应有 {county.States.GetValueOrDefault(state)} 条，实有 {reconciliation.Records.GetValueOrDefault(state)} 条"),
        .. day.Faults.Where(fault => fault.Value == 0).Select(fault => $"省平台故障 {fault.Key} 没有发生"),
    ];

    public async Task WriteAsync(string file, CancellationToken cancellationToken)
    {
        var summary = new
        {
            ok = IsWell,
            mistakes = Mistakes,
            pushed = new { calls = day.Tally.Calls, records = day.Tally.Sent, answered = day.Tally.Answered, verdicts = day.Tally.Verdicts },
            departments = day.Tally.Departments.Select(one => new { name = one.Name, records = one.Sent, verdicts = one.Verdicts }),
            records = reconciliation.Records,
            deliveries = reconciliation.Deliveries,
            faults = day.Faults,
            @operator = new { starts = day.Operator.Starts, resends = day.Operator.Resends },
            rows = reconciliation.Rows.ToDictionary(pair => pair.Key, pair => new { ours = pair.Value.Least, unknown = pair.Value.Most - pair.Value.Least, theirs = reconciliation.Platform?.GetValueOrDefault(pair.Key) }),
            sums = reconciliation.Sums.Select(sum => new { what = sum.What, value = sum.Value, holds = sum.Holds }),
        };
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, summary, Readable, cancellationToken);
    }
}
