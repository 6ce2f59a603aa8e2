using ServiceHall.Model.Rules;
using ServiceHall.Model.Tests.Records;

namespace ServiceHall.Model.Tests.Rules;

public sealed class TextRulesTests
{
    [Theory]
    [InlineData("""{"a":"line\r\n\tnext \\ \" / 中文 😀"}""")]
    [InlineData("""{"a":"\u4e2d\u6587 \ud83d\ude00 \u007f"}""")]
    [InlineData("""{"a":[1,true,null,{"b":""}]}""")]
    public void Ordinary_text_is_left_alone(string sent) => Assert.Empty(Said(sent));

    [Theory]
    [InlineData("""{"a":"\u0000"}""", "text.control-character a")]
    [InlineData("""{"a":"x\b"}""", "text.control-character a")]
    [InlineData("""{"a":[{"b":"\u001f"}]}""", "text.control-character a[0].b")]
    [InlineData("""{"a":"\ud83d"}""", "text.encoding a")]
    [InlineData("""{"a":["","\ude00\ud83d"]}""", "text.encoding a[1]")]
    [InlineData("""{"a":"\ufffd"}""", "text.encoding a")]
    [InlineData("{\"a\":\"\uFFFD\"}", "text.encoding a")]
    [InlineData("""{"a":{"b":"张锟斤拷"}}""", "text.encoding a.b")]
    [InlineData("""{"a":"\u9521\u65a4\u62f7 \u951f\u65a4\u62f7"}""", "text.encoding a")]
    public void What_no_text_may_hold_is_named_with_its_place(string sent, string expected) => Assert.Equal([expected], Said(sent));

    [Fact]
    public void A_name_is_a_text_too_and_a_bad_one_is_not_repeated()
    {
        Assert.Equal(["text.control-character ", "text.encoding d", "text.encoding d.?.e"], Said("""{"x\u0001":1,"d":{"\udc00":{"e":"\ufffd"}}}"""));
    }

    private static string[] Said(string sent)
    {
        var findings = new List<Finding>();
        TextRules.Check(Json.Of(sent), findings);
        return [.. findings.Select(finding => $"{finding.Rule.Id} {finding.Field}")];
    }
}
