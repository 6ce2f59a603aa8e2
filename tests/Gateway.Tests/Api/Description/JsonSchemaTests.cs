using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Api.Description;

/// <summary>The validator that the description is held against finds what it should.</summary>
public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "\"a\"", "1")]
    [InlineData("""{"type":["string","null"]}""", "null", "true")]
    [InlineData("""{"type":"integer"}""", "2.0", "2.5")]
    [InlineData("""{"type":"number"}""", "2.5", "\"2.5\"")]
    [InlineData("""{"type":"boolean"}""", "false", "null")]
    [InlineData("""{"enum":["a","b"]}""", "\"b\"", "\"c\"")]
    [InlineData("""{"const":"a"}""", "\"a\"", "\"b\"")]
    [InlineData("""{"minimum":1,"maximum":3}""", "1", "0")]
    [InlineData("""{"minimum":1,"maximum":3}""", "3", "3.5")]
    [InlineData("""{"minLength":2,"maxLength":3}""", "\"办𠮷件\"", "\"办𠮷件件\"")]
    [InlineData("""{"minLength":2}""", "\"ab\"", "\"𠮷\"")]
    [InlineData("""{"minItems":1,"maxItems":2}""", "[1]", "[]")]
    [InlineData("""{"pattern":"^[0-9]{2}$"}""", "\"12\"", "\"123\"")]
    [InlineData("""{"format":"uuid"}""", "\"01a201f8-36ff-7520-b01c-99d7ea29e5d9\"", "\"01a201f8\"")]
    [InlineData("""{"format":"date-time"}""", "\"2026-06-15T09:00:00+08:00\"", "\"2026-06-15T09:00:00\"")]
    [InlineData("""{"format":"date-time"}""", "\"2026-06-15T09:00:00.5Z\"", "\"2026-13-15T09:00:00Z\"")]
    [InlineData("""{"items":{"type":"string"}}""", """["a"]""", """["a",1]""")]
    [InlineData("""{"required":["a"]}""", """{"a":null}""", """{"b":1}""")]
    [InlineData("""{"properties":{"a":{"properties":{"b":{"type":"string"}}}}}""", """{"a":{"b":"c"}}""", """{"a":{"b":1}}""")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"a":"b"}""", """{"a":1}""")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"null"}]}""", "null", "1")]
    [InlineData("""{"oneOf":[{"minimum":1},{"minimum":2}]}""", "1", "2")]
    [InlineData("""{"$ref":"text","maxLength":2}""", "\"ab\"", "\"abc\"")]
    [InlineData("""{"$ref":"text"}""", "\"ab\"", "1")]
    public void What_fits_fits_and_what_does_not_does_not(string schema, string fits, string fitsNot)
    {
        var check = new JsonSchema(_ => new JsonObject { ["type"] = "string" }, isClosed: false);

        Assert.Empty(check.Mistakes(Parse(schema), JsonNode.Parse(fits)));
        Assert.NotEmpty(check.Mistakes(Parse(schema), JsonNode.Parse(fitsNot)));
    }

    [Theory]
    [InlineData("""{"properties":{"a":{}}}""", """{"a":1,"b":2}""", "$.b")]
    [InlineData("""{"$ref":"x","properties":{"b":{}}}""", """{"a":1,"b":2,"c":3}""", "$.c")]
    [InlineData("""{"properties":{"a":{"properties":{}}}}""", """{"a":{"b":1}}""", "$.a.b")]
    [InlineData("""{"items":{"properties":{}}}""", """[{"b":1}]""", "$[0].b")]
    [InlineData("""{"properties":{"k":{}},"oneOf":[{"properties":{"k":{"const":1},"a":{}}},{"properties":{"k":{"const":2},"b":{}}}]}""", """{"k":1,"b":2}""", "$.b")]
    public void A_member_that_nobody_described_is_found_where_the_schema_is_closed(string schema, string value, string path)
    {
        var described = Parse("""{"properties":{"a":{}}}""");

        Assert.Equal([$"{path}: is not described"], new JsonSchema(_ => described, isClosed: true).Mistakes(Parse(schema), JsonNode.Parse(value)));
        Assert.Empty(new JsonSchema(_ => described, isClosed: false).Mistakes(Parse(schema), JsonNode.Parse(value)));
    }

    [Theory]
    [InlineData("""{"maxlength":1}""")]
    [InlineData("""{"if":{}}""")]
    [InlineData("""{"format":"email"}""")]
    [InlineData("""{"type":"text"}""")]
    public void A_schema_that_nothing_checks_is_a_fault(string schema) =>
        Assert.Throws<InvalidOperationException>(() => new JsonSchema(_ => [], isClosed: false).Mistakes(Parse(schema), JsonValue.Create("a")));

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
