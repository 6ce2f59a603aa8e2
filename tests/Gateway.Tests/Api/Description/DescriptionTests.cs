using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Api;
using ServiceHall.Gateway.Security;
using ServiceHall.Model.Codes;
using ServiceHall.Model.Records;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Api.Description;

/// <summary><c>docs/openapi.json</c> is sound by itself, and describes this gateway and nothing else.</summary>
public sealed class DescriptionTests(OneHall one) : IClassFixture<OneHall>
{
    private static readonly ApiDocument Document = ApiDocument.Instance;

    [Fact]
    public async Task It_is_served_to_everybody_to_the_byte()
    {
        var answer = await one.Hall.Client().SendAsync(HttpMethod.Get, "/openapi/v1.json", [], request => request.Headers.Clear());

        Assert.Equal(200, answer.Status);
        Assert.Equal(File.ReadAllBytes(ApiDocument.File), answer.Body);
    }

    [Fact]
    public void Every_route_is_described_and_every_description_has_its_route()
    {
        var routes = one.Hall.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(route => route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null)
            .SelectMany(route => route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => $"{method} {route.RoutePattern.RawText}"));

        Assert.Equal(routes.Order(StringComparer.Ordinal), Document.Operations.Select(one => $"{one.Method} {one.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_problems_are_those_of_the_source()
    {
        var described = Words(Document.Find("#/components/schemas/Problem")["properties"]!["code"]!["enum"]!);
        var answered = Responses().SelectMany(response => response["content"]?["application/problem+json"]?["schema"]?["properties"]?["code"]?["enum"] is { } codes ? Words(codes) : []).ToHashSet();

        Assert.Equal(ProblemCodes.All.Select(code => code.Code), described);

        // These two belong to no operation, and this one to the last line of a stream.
        Assert.Equal(["caller.method", "caller.stream-idle"], described.Except(answered).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_problem_stands_under_its_status()
    {
        var wrong = from operation in Document.Operations
                    from response in operation.Responses
                    let codes = Document.Follow(response.Value!)["content"]?["application/problem+json"]?["schema"]?["properties"]?["code"]?["enum"]
                    where codes is not null
                    from code in Words(codes)
                    where $"{ProblemCodes.All.Single(one => one.Code == code).Status}" != response.Key
                    select $"{operation}: {code} under {response.Key}";

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task What_is_signed_says_so_by_the_four_headers()
    {
        var headers = Document.Root["components"]!["securitySchemes"]!.AsObject().Where(scheme => (string?)scheme.Value!["type"] == "apiKey").ToDictionary(scheme => scheme.Key, scheme => (string)scheme.Value!["name"]!);
        var needed = Document.Root["security"]!.AsArray().Single()!.AsObject().Select(scheme => headers[scheme.Key]);
        Assert.Equal([SignedCalls.KeyHeader, SignedCalls.TimestampHeader, SignedCalls.NonceHeader, SignedCalls.SignatureHeader], needed);

        foreach (var operation in Document.Operations)
        {
            var answer = await one.Hall.Client().SendAsync(new HttpMethod(operation.Method), operation.Path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal), [], request => request.Headers.Clear());
            var refused = answer.Status == 401 && answer.Code == "caller.not-signed";

            Assert.True(refused == (operation.Node["security"] is null), $"{operation} is described otherwise than {answer.Status}");
        }
    }

    [Fact]
    public void The_words_are_those_of_the_source()
    {
        var kinds = Document.Find("#/components/schemas/Record")["oneOf"]!.AsArray().Select(kind => (string)kind!["properties"]!["kind"]!["const"]!);
        Assert.Equal(DataReaders.Of.Keys, kinds);

        (string Schema, string Member, WordList Words)[] lists =
        [
            ("Submitted", "channel", Model.Codes.Words.CaseChannel), ("Accepted", "channel", Model.Codes.Words.CaseChannel), ("Accepted", "caseType", Model.Codes.Words.CaseType),
            ("Applicant", "type", Model.Codes.Words.ApplicantType), ("Applicant", "idType", Model.Codes.Words.IdType), ("Agent", "idType", Model.Codes.Words.IdType),
            ("Material", "form", Model.Codes.Words.MaterialForm), ("Material", "grade", Model.Codes.Words.MaterialGrade), ("Step", "action", Model.Codes.Words.StepAction),
            ("Paused", "procedure", Model.Codes.Words.Procedure), ("Closed", "result", Model.Codes.Words.Result), ("Closed", "deliveryMethod", Model.Codes.Words.DeliveryMethod),
            ("Delivered", "method", Model.Codes.Words.DeliveryMethod), ("Evaluation", "channel", Model.Codes.Words.EvaluationChannel), ("Evaluation", "level", Model.Codes.Words.EvaluationLevel),
            ("Evaluation", "serviceStep", Model.Codes.Words.ServiceStep), ("CrossRegionRequest", "mode", Model.Codes.Words.CrossRegionMode),
        ];
        Assert.All(lists, list => Assert.Equal(list.Words.Words, Words(Document.Find($"#/components/schemas/{list.Schema}")["properties"]![list.Member]!["enum"]!)));
    }

    [Fact]
    public void Its_form_is_that_of_openapi_3_1()
    {
        Assert.StartsWith("3.1.", (string?)Document.Root["openapi"], StringComparison.Ordinal);
        Assert.All(["title", "version"], member => Assert.NotNull(Document.Root["info"]![member]));
        Assert.Equal(["openapi", "info", "servers", "security", "tags", "paths", "components"], Document.Root.Select(member => member.Key));
        Assert.Equal(Document.Operations.Count, Document.Operations.Select(operation => operation.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());

        var tags = Document.Root["tags"]!.AsArray().Select(tag => (string)tag!["name"]!).ToHashSet();
        Assert.All(Document.Operations, operation =>
        {
            Assert.StartsWith("/", operation.Path, StringComparison.Ordinal);
            Assert.Contains((string)operation.Node["tags"]!.AsArray().Single()!, tags);
            Assert.All(["summary", "description"], member => Assert.NotEmpty((string?)operation.Node[member] ?? ""));
            Assert.All(operation.Responses, response => Assert.NotEmpty((string?)Document.Follow(response.Value!)["description"] ?? ""));
            Assert.Empty(operation.Node.Select(member => member.Key).Except(["operationId", "tags", "summary", "description", "security", "parameters", "requestBody", "responses"]));
            Assert.Equal(operation.Path.Split('{').Skip(1).Select(part => part.Split('}')[0]), Parameters(operation).Where(one => (string?)one["in"] == "path").Select(one => (string)one["name"]!));
            Assert.All(Parameters(operation), parameter => Assert.True(parameter["schema"] is not null && parameter["description"] is not null && ((string?)parameter["in"] != "path" || (bool)parameter["required"]!)));
        });
    }

    [Fact]
    public void What_is_named_is_there_and_what_is_there_is_named()
    {
        var named = All(Document.Root).OfType<JsonObject>().Select(node => (string?)node["$ref"]).OfType<string>().Concat(ItemSchemas()).ToHashSet(StringComparer.Ordinal);
        var there = from kind in new[] { "schemas", "responses" } from component in Document.Root["components"]![kind]!.AsObject() select $"#/components/{kind}/{component.Key}";

        Assert.All(named, reference => Assert.NotNull(Document.Find(reference)));
        Assert.Equal(there.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_member_says_what_it_is_and_uses_what_is_checked()
    {
        var check = new JsonSchema(Document.Find, isClosed: false);
        Assert.All(Schemas(), schema =>
        {
            // Whatever the value, a keyword that nothing knows throws.
            check.Mistakes(schema.Value, JsonNode.Parse("{}"));
            check.Mistakes(schema.Value, "");
            Assert.All(schema.Value["properties"]?.AsObject().Where(_ => schema.Value["description"] is not null) ?? [], member =>
                Assert.True((member.Value!["description"] ?? (member.Value["$ref"] is { } reference ? Document.Find((string)reference!)["description"] : null)) is not null, $"{schema.Key}.{member.Key} says nothing of itself"));
        });
    }

    private static IEnumerable<string> ItemSchemas() => All(Document.Root).OfType<JsonObject>().Select(node => (string?)node["x-item-schema"]?["$ref"]).OfType<string>();

    // Components, and the objects within them.
    private static IEnumerable<KeyValuePair<string, JsonObject>> Schemas() =>
        from component in Document.Root["components"]!["schemas"]!.AsObject()
        from schema in All(component.Value!).OfType<JsonObject>()
        where schema["type"] is JsonValue or JsonArray || schema["oneOf"] is not null || schema["$ref"] is not null
        select KeyValuePair.Create(component.Key, schema);

    private static IEnumerable<JsonObject> Responses() => Document.Operations.SelectMany(operation => operation.Responses.Select(response => Document.Follow(response.Value!)));

    private static IEnumerable<JsonObject> Parameters(ApiOperation operation) => operation.Node["parameters"]?.AsArray().Select(parameter => parameter!.AsObject()) ?? [];

    private static IReadOnlyList<string> Words(JsonNode list) => [.. list.AsArray().Select(word => (string)word!)];

    private static IEnumerable<JsonNode> All(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Value is null ? [] : All(member.Value)).Prepend(node),
        JsonArray items => items.SelectMany(item => item is null ? [] : All(item)).Prepend(node),
        _ => [],
    };
}
