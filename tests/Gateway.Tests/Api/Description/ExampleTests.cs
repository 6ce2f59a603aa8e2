using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Api.Description;

/// <summary>
/// Every example of <c>docs/openapi.json</c> is sent, and the answer is what stands there, to the letter; ids, cursors, digests and times of the machine
/// apart. With <c>SERVICEHALL_UPDATE_DOCS=1</c> the answers are written there instead.
/// </summary>
public sealed class ExampleTests
{
    private static readonly JsonSchema Schema = new(ApiDocument.Instance.Find, isClosed: true);

    public static TheoryData<string> Examples => [.. Example.In(ApiDocument.Instance).Select(example => example.Id)];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_is_answered_as_it_says(string id)
    {
        var document = ApiDocument.Read();
        var example = Example.Of(document, id);
        await using var stage = await Scenes.SetAsync(example);

        var answer = await stage.SendAsync(example);

        Assert.True($"{answer.Status}" == example.Status, answer.ToString());
        Assert.Equal(example.MediaType, answer.Message.Content.Headers.ContentType?.MediaType);
        var told = stage.Told(example.MediaType, answer.Body);
        if (Environment.GetEnvironmentVariable("SERVICEHALL_UPDATE_DOCS") == "1")
        {
            example.Node["value"] = Shown(example, told);
            await File.WriteAllTextAsync(ApiDocument.File, ReadableJson.Of(document.Root));
        }

        Assert.True(example.Answer is not null, "The example says nothing: run this test with SERVICEHALL_UPDATE_DOCS=1 and commit the description.");
        Assert.Equal(Example.Text(example.Answer), Example.Text(Shown(example, told, example.Answer)));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_is_of_the_form_that_its_schemas_describe(string id)
    {
        var example = Example.Of(ApiDocument.Instance, id);

        Assert.Empty(Schema.Mistakes(example.Content["schema"]!.AsObject(), example.Answer));
        Assert.Empty(Items(example.Content, example.Answer!));
        if (!example.IsProblem && example.Body is { } body)
        {
            var content = example.Operation.Node["requestBody"]!["content"]![body.Type]!.AsObject();
            Assert.Empty(Schema.Mistakes(content["schema"]!.AsObject(), content["examples"]![example.Name]!["value"]));
            Assert.Empty(example.Name == "stream" ? [] : Items(content, content["examples"]![example.Name]!["value"]!));
        }
    }

    [Fact]
    public void Every_operation_has_an_example_that_succeeds_and_one_that_is_refused()
    {
        var all = Example.In(ApiDocument.Instance).ToList();
        var document = ApiDocument.Instance;

        // What is signed can be refused; the description itself is compared to the byte elsewhere.
        var bare = document.Operations.Where(operation => operation.Id != "getDescription" && !all.Exists(one => one.Operation == operation && one.Status == "200"));
        var safe = document.Operations.Where(operation => operation.Node["security"] is null && !all.Exists(one => one.Operation == operation && one.IsProblem));

        Assert.Empty(bare);
        Assert.Empty(safe);
        Assert.Empty(Scenes.Without(all));
    }

    [Fact]
    public void Nothing_is_an_example_of_a_call_without_an_answer()
    {
        var answered = Example.In(ApiDocument.Instance).Select(example => example.Id).ToHashSet();
        var sent = from operation in ApiDocument.Instance.Operations
                   from holder in (operation.Node["parameters"]?.AsArray() ?? []).Concat(operation.Node["requestBody"]?["content"]?.AsObject().Select(content => content.Value) ?? [])
                   from example in holder!["examples"]?.AsObject() ?? []
                   select $"{operation.Id}/{example.Key}";

        Assert.Empty(sent.Distinct().Except(answered));
    }

    [Fact]
    public async Task An_answer_that_is_not_described_fails_whatever_test_gets_it()
    {
        var document = ApiDocument.Instance;
        await using var hall = await TestHall.StartAsync();
        var answer = await hall.Client().PushAsync(Samples.Accepted("described"));
        var more = answer.Json;
        more["results"]![0]!["more"] = 1;

        Assert.Empty(Mistakes(200, answer.Json));
        Assert.Equal(["$.results[0].more: is not described"], Mistakes(200, more));
        Assert.NotEmpty(Mistakes(202, answer.Json));
        Assert.NotEmpty(Mistakes(403, JsonNode.Parse("""{"type":"about:blank","title":"caller.wrong-state","status":403,"code":"caller.wrong-state","detail":"?"}""")!));

        IReadOnlyList<string> Mistakes(int status, JsonNode body) =>
            document.Mistakes("POST", "/v1/records", status, new(status < 400 ? "application/json" : "application/problem+json"), System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()));
    }

    // Of the metrics the description shows some lines.
    private static JsonNode Shown(Example example, JsonNode told, JsonNode? shown = null) => example.Id != "getMetrics/metrics"
        ? told
        : JsonValue.Create(string.Concat(((string)told!).Split('\n')
            .Where(line => shown is null ? line.Contains("servicehall_records", StringComparison.Ordinal) : ((string)shown!).Split('\n').Contains(line)).Where(line => line.Length > 0).Select(line => $"{line}\n")));

    private static IEnumerable<string> Items(JsonObject content, JsonNode value)
    {
        if (content["x-item-schema"] is not JsonObject schema)
        {
            return [];
        }

        var lines = ((string)value!).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var items = lines.Any(line => line.StartsWith("data: ", StringComparison.Ordinal)) ? lines.Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line["data: ".Length..]) : lines;
        return items.SelectMany(item => Schema.Mistakes(schema, JsonNode.Parse(item)));
    }
}
