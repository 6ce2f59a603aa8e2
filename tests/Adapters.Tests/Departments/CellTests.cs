namespace ServiceHall.Adapters.Tests.Departments;

/// <summary>Every option of a cell.</summary>
public sealed class CellTests
{
    [Theory]
    [InlineData("a: x", """{"x":"1"}""", """{"a":"1"}""")]
    [InlineData("a: x", """{"x":1.50}""", """{"a":"1.50"}""")]
    [InlineData("a: x", """{"x":true}""", """{"a":"true"}""")]
    [InlineData("a: x", """{"x":""}""", "{}")]
    [InlineData("a: x", """{"x":null}""", "{}")]
    [InlineData("a: x", "{}", "{}")]
    [InlineData("a: x.y.z", """{"x":{"y":{"z":"1"}}}""", """{"a":"1"}""")]
    [InlineData("a: x.y", """{"x":"1"}""", "{}")]
    [InlineData("a: {const: k}", "{}", """{"a":"k"}""")]
    [InlineData("a: {const: 1, type: whole}", "{}", """{"a":1}""")]
    [InlineData("a: {const: \"false\", type: flag}", "{}", """{"a":false}""")]
    [InlineData("a: {path: x, default: 未提供}", "{}", """{"a":"未提供"}""")]
    [InlineData("a: {path: x, default: 未提供}", """{"x":""}""", """{"a":"未提供"}""")]
    [InlineData("a: {path: x, default: 未提供}", """{"x":"1"}""", """{"a":"1"}""")]
    [InlineData("a: {path: x, default: d, defaultWhen: {path: y, in: [\"1\", \"2\"]}}", """{"y":"2"}""", """{"a":"d"}""")]
    [InlineData("a: {path: x, default: d, defaultWhen: {path: y, in: [\"1\", \"2\"]}}", """{"y":"3"}""", "{}")]
    [InlineData("a: {path: x, type: whole}", """{"x":"007"}""", """{"a":7}""")]
    [InlineData("a: {path: x, type: whole}", """{"x":7}""", """{"a":7}""")]
    [InlineData("a: {path: x, type: whole}", """{"x":"7.0"}""", """{"a":"7.0"}""")]
    [InlineData("a: {path: x, type: whole}", """{"x":" 7"}""", """{"a":" 7"}""")]
    [InlineData("a: {path: x, type: flag}", """{"x":"1"}""", """{"a":true}""")]
    [InlineData("a: {path: x, type: flag}", """{"x":"否"}""", """{"a":false}""")]
    [InlineData("a: {path: x, type: flag}", """{"x":true}""", """{"a":true}""")]
    [InlineData("a: {path: x, type: flag}", """{"x":"maybe"}""", """{"a":"maybe"}""")]
    [InlineData("a: {path: x, fold: lower}", """{"x":"SYS01"}""", """{"a":"sys01"}""")]
    [InlineData("a: {path: x, fold: upper}", """{"x":"ab"}""", """{"a":"AB"}""")]
    [InlineData("a: {path: x, fold: trim}", """{"x":" ab "}""", """{"a":"ab"}""")]
    [InlineData("a: x", """{"x":"引号\" \\ \n 中"}""", """{"a":"引号\" \\ \n 中"}""")]
    [InlineData("a: x", """{"x":"half \ud83d"}""", """{"a":"half \ud83d"}""")]
    public void A_value_comes_from_a_cell_a_constant_or_a_stated_default(string cells, string sent, string expected)
    {
        var (data, findings) = Mappings.WithData(cells).Data(sent);

        Assert.Equal(expected, data);
        Assert.Empty(findings);
    }

    [Fact]
    public void A_cell_that_holds_more_than_a_value_is_said()
    {
        var mapping = Mappings.WithData("a: x\nb: {each: y, fields: {c: z}}");

        var (data, findings) = mapping.Data("""{"x":{"z":1},"y":"1"}""");

        Assert.Equal("{}", data);
        Assert.Equal(["field.type data.a", "field.type data.b"], findings);
    }

    [Theory]
    [InlineData("{path: y, is: \"1\"}", """{"x":"v","y":"1"}""", true)]
    [InlineData("{path: y, is: \"1\"}", """{"x":"v","y":1}""", true)]
    [InlineData("{path: y, is: \"1\"}", """{"x":"v","y":"2"}""", false)]
    [InlineData("{path: y, is: \"1\"}", """{"x":"v"}""", false)]
    [InlineData("{path: y, in: [\"1\", \"2\"]}", """{"x":"v","y":"2"}""", true)]
    [InlineData("{path: y, in: [\"1\", \"2\"]}", """{"x":"v","y":"3"}""", false)]
    [InlineData("{path: y, exists: true}", """{"x":"v","y":"3"}""", true)]
    [InlineData("{path: y, exists: true}", """{"x":"v","y":""}""", false)]
    [InlineData("{path: y, exists: false}", """{"x":"v"}""", true)]
    [InlineData("{path: y, exists: false}", """{"x":"v","y":"3"}""", false)]
    public void A_condition_lets_a_cell_apply(string condition, string sent, bool applies) =>
        Assert.Equal(applies ? """{"a":"v"}""" : "{}", Mappings.WithData($"a: {{path: x, when: {condition}}}").Data(sent).Data);

    [Fact]
    public void An_object_of_which_nothing_was_said_is_left_out_but_not_one_whose_condition_holds()
    {
        var mapping = Mappings.WithData("a: {b: x, c: {const: k}}\nd: {when: {path: y, exists: true}, c: {const: k}}");

        Assert.Equal("{}", mapping.Data("{}").Data);
        Assert.Equal("""{"a":{"b":"1","c":"k"},"d":{"c":"k"}}""", mapping.Data("""{"x":"1","y":"1"}""").Data);
    }

    [Fact]
    public void Each_item_of_a_list_is_mapped_from_itself_and_from_the_record()
    {
        var mapping = Mappings.WithData("a:\n  each: x.items\n  fields: {b: name, c: $.all, d: {path: kind, table: t}}", "tables: {t: {\"1\": one}}");

        var (data, findings) = mapping.Data("""{"all":"r","x":{"items":[{"name":"1","kind":"1"},{"kind":"9"},"odd"]}}""");

        Assert.Equal("""{"a":[{"b":"1","c":"r","d":"one"},{"c":"r","d":"9"},{"c":"r"}]}""", data);
        Assert.Equal(["code.unknown data.a[1].d"], findings);
        Assert.Equal("{}", mapping.Data("{}").Data);
    }

    [Fact]
    public void A_list_of_numbered_cells_leaves_out_what_is_not_there()
    {
        var mapping = Mappings.WithData("a:\n  list:\n    - {when: {path: m1, exists: true}, b: m1, c: {path: k1, table: t}}\n    - {b: m2}\n    - {b: m3, d: {const: k}}", "tables: {t: {\"1\": one}}");

        Assert.Equal("""{"a":[{"b":"x","c":"one"},{"b":"z","d":"k"}]}""", mapping.Data("""{"m1":"x","k1":"1","m3":"z"}""").Data);
        Assert.Equal(["code.unknown data.a[0].c"], mapping.Data("""{"m1":"x","k1":"2"}""").Findings);
        Assert.Equal("{}", mapping.Data("""{"k1":"2"}""").Data);
    }

    [Theory]
    [InlineData("1", "one", null)]
    [InlineData("2", null, null)]
    [InlineData("3", "3", "code.unknown data.a")]
    [InlineData("01", "01", "code.unknown data.a")]
    public void A_code_that_no_table_has_is_a_finding_and_never_empty(string code, string? word, string? finding)
    {
        var (data, findings) = Mappings.WithData("a: {path: x, table: t}", "tables: {t: {\"1\": one, \"2\": \"\"}}").Data($$"""{"x":"{{code}}"}""");

        Assert.Equal(word is null ? "{}" : $$"""{"a":"{{word}}"}""", data);
        Assert.Equal(finding is null ? [] : [finding], findings);
    }

    [Fact]
    public void A_table_may_be_a_file_of_its_own()
    {
        var mapping = Mappings.WithData("a: {path: x, table: colours}", files: ("tables/colours.csv", "code,word,remark\n01,red,红\n\n02,blue\n"));

        Assert.Equal("""{"a":"blue"}""", mapping.Data("""{"x":"02"}""").Data);
    }

    [Fact]
    public void What_a_department_must_send_is_demanded_under_its_canonical_name()
    {
        var mapping = Mappings.Load("""
            format: json
            department: dept
            key: id
            content: $
            kinds:
              - kind: case.step
                caseNo: no
                required: [no, x.y, elsewhere]
                data: {a: {b: x.y}}
            """);

        Assert.Equal(["field.required caseNo", "field.required data.a.b", "field.required elsewhere"], mapping.Data("""{"x":{"y":""}}""").Findings);
    }
}
