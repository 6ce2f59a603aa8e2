using System.Text.Json.Nodes;

namespace ServiceHall.Scenarios.Tests.WireMock;

/// <summary>What WireMock is told to answer, in its own stub format.</summary>
internal static class Stubs
{
    public const string Exchange = "exchange";
    public const string Fault = "fault";

    // WireMock's templating (Handlebars): each row of the push gets its receipt.
    private const string AllTaken =
        """
        {"status":{"code":200,"text":"ok"},"custom":{"code":1,"text":"ok","rows":[{{#each (jsonPath request.body '$.rows') as |row|}}{{#unless @first}},{{/unless}}{"row_guid":"{{row.row_guid}}","receiptNo":"WM-{{row.row_guid}}","provincialCaseNo":"WM-{{row.project_no}}"}{{/each}}],"errors":[]}}
        """;

    /// <summary>Takes every row of every push, and says so in the usual way or another.</summary>
    public static JsonObject Takes(JsonObject? answer = null) => Stub(Exchange, priority: 9, Push(), answer ?? Whole());

    /// <summary>Knows no row and keeps no counts: nothing that a fault struck has come to stay.</summary>
    public static JsonObject HoldsNothing() => Stub("not there", priority: 9, Ask(".+"), new JsonObject { ["status"] = 404 });

    /// <summary>Does not say which rows it knows.</summary>
    public static JsonObject DoesNotSay() => Stub("does not say", priority: 9, Ask(".+"), new JsonObject { ["status"] = 503 });

    /// <summary>Knows this row, as it was sent.</summary>
    public static JsonObject Holds(SentRow row) =>
        Stub("there", priority: 1, Ask($"{row.Table}/{row.RowGuid}"), new JsonObject { ["status"] = 200, ["jsonBody"] = new JsonObject { ["row"] = row.Columns.DeepClone() } });

    /// <summary>Each table's first pushes meet this answer; then <see cref="Takes"/> has its turn.</summary>
    public static IEnumerable<JsonObject> FailsFirst(string table, int times, JsonObject answer) => Enumerable.Range(0, times).Select(time =>
    {
        var stub = Always(answer, table);
        stub["scenarioName"] = table;
        stub["requiredScenarioState"] = State(time);
        stub["newScenarioState"] = State(time + 1);
        return stub;
    });

    /// <summary>Every push meets this answer.</summary>
    public static JsonObject Always(JsonObject answer, string table = "up_[a-z_]+") => Stub(Fault, priority: 1, Push(table), answer.DeepClone().AsObject());

    /// <summary>One of WireMock's own faults.</summary>
    public static JsonObject Broken(string fault) => new() { ["fault"] = fault };

    /// <summary>The whole answer, after a while.</summary>
    public static JsonObject Late(int milliseconds)
    {
        var answer = Whole();
        answer["fixedDelayMilliseconds"] = milliseconds;
        return answer;
    }

    /// <summary>The whole answer, in drops.</summary>
    public static JsonObject Dribbled(int milliseconds)
    {
        var answer = Whole();
        answer["chunkedDribbleDelay"] = new JsonObject { ["numberOfChunks"] = 5, ["totalDuration"] = milliseconds };
        return answer;
    }

    private static JsonObject Whole() => new()
    {
        ["status"] = 200,
        ["headers"] = new JsonObject { ["Content-Type"] = "application/json; charset=utf-8" },
        ["body"] = AllTaken.Trim(),
        ["transformers"] = new JsonArray("response-template"),
    };

    private static string State(int time) => time == 0 ? "Started" : $"failed {time}";

    private static JsonObject Push(string table = "up_[a-z_]+") => new() { ["method"] = "POST", ["urlPathPattern"] = $"/exchange/v1/{table}" };

    private static JsonObject Ask(string what) => new() { ["method"] = "GET", ["urlPathPattern"] = $"/exchange/v1/{what}" };

    private static JsonObject Stub(string name, int priority, JsonObject request, JsonObject response) =>
        new() { ["name"] = name, ["priority"] = priority, ["request"] = request, ["response"] = response };
}
