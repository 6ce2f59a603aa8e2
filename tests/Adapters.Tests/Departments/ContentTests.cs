namespace ServiceHall.Adapters.Tests.Departments;

/// <summary>What tells a repeat from a conflict.</summary>
public sealed class ContentTests
{
    private const string Yaml = """
        format: json
        department: dept
        key: id
        content: [kind, payload]
        kinds:
          - kind: case.step
        """;

    [Theory]
    [InlineData("""{"kind":"a","payload":{"x":1,"y":[1,{"p":"q","r":null}]}}""", """ { "payload" : { "y":[ 1, {"r":null,"p":"q"}], "x": 1 }, "kind" : "a", "id": "7", "received": "later" } """, true)]
    [InlineData("""{"kind":"a","payload":{"x":1}}""", """{"kind":"a","payload":{"x":1.0}}""", true)]
    [InlineData("""{"kind":"a","payload":{"x":"\u4e2d"}}""", """{"kind":"a","payload":{"x":"中"}}""", true)]
    [InlineData("""{"kind":"a","payload":{"x":1}}""", """{"kind":"a","payload":{"x":"1"}}""", false)]
    [InlineData("""{"kind":"a","payload":{"x":true}}""", """{"kind":"a","payload":{"x":"true"}}""", false)]
    [InlineData("""{"kind":"a","payload":{"x":[1,2]}}""", """{"kind":"a","payload":{"x":[2,1]}}""", false)]
    [InlineData("""{"kind":"a","payload":{"x":[]}}""", """{"kind":"a","payload":{"x":{}}}""", false)]
    [InlineData("""{"kind":"a","payload":{"x":"\ud83d"}}""", """{"kind":"a","payload":{"x":"\ud83e"}}""", false)]
    [InlineData("""{"kind":"a","payload":{"x":"a\nb"}}""", """{"kind":"a","payload":{"x":"a b"}}""", false)]
    [InlineData("""{"kind":"a","payload":"b"}""", """{"kind":"a\npayload=b"}""", false)]
    public void Only_what_was_said_counts_not_how_it_was_written(string one, string other, bool same)
    {
        var mapping = Mappings.Load(Yaml);

        Assert.Equal(same, mapping.Content(one) == mapping.Content(other));
    }

    [Fact]
    public void The_form_is_that_of_the_standard() =>
        Assert.Equal("kind=\"a\"\npayload={\"x\":[1,null,true,\"\"],\"y\":{}}\n", Mappings.Load(Yaml).Content("""{"payload":{"y":{},"x":[1.0,null,true,""]},"kind":"a"}"""));

    [Fact]
    public void The_whole_record_may_be_the_content() =>
        Assert.Equal("$={\"a\":1,\"id\":\"7\"}\n", Mappings.WithData("a: x").Content("""{"id":"7","a":1}"""));
}
