using System.Text;

namespace ServiceHall.Gateway.Tests.BadInput;

/// <summary>Bodies that are not what they should be, on every way in that takes one.</summary>
public sealed class BodyTests(BadHall bad) : IClassFixture<BadHall>
{
    internal static readonly (string Name, Func<string, string> Spoil)[] Texts =
    [
        ("nothing", _ => ""),
        ("white space", _ => " \r\n\t "),
        ("no JSON", _ => "records"),
        ("cut off", body => body[..^1]),
        ("cut off in a text", body => body[..(body.LastIndexOf('"'))]),
        ("two documents", body => $"{body}{body}"),
        ("a member twice", body => $$"""{"x":1,"x":2,{{body[1..]}}"""),
        ("a member twice, once by escape", body => $$"""{"x":1,"\u0078":2,{{body[1..]}}"""),
        ("a member twice, deep inside", body => """{"x":[{"y":{"z":1,"z":2}}],""" + body[1..]),
        ("a member twice, beside half a character", body => """{"\ud800":1,"x":{"y":1,"y":2},""" + body[1..]),
        ("65 deep", body => $$"""{"x":{{new string('[', 64)}}{{new string(']', 64)}},{{body[1..]}}"""),
        ("very deep", body => $$"""{"x":{{new string('[', 1_000_000)}}"""),
        ("very deep, by objects", _ => string.Concat(Enumerable.Repeat("""{"x":""", 200_000))),
        ("a trailing comma", body => $"{body[..^1]},}}"),
        ("a comment", body => $"{body[..^1]}/* */}}"),
        ("single quotes", body => body.Replace('"', '\'')),
        ("a member without quotes", body => $$"""{x:1,{{body[1..]}}"""),
        ("a number that is none", body => $$"""{"x":01,{{body[1..]}}"""),
        ("NaN", body => $$"""{"x":NaN,{{body[1..]}}"""),
        ("a raw control character", body => $"{{\"x\":\"\u0001\",{body[1..]}"),
        ("a raw U+0000 in a text", body => $"{{\"x\":\"\0\",{body[1..]}"),
        ("a raw U+0000 behind", body => $"{body}\0"),
        ("a raw line end in a text", body => $"{{\"x\":\"\n\",{body[1..]}"),
        ("an escape that is none", body => $$"""{"x":"\x",{{body[1..]}}"""),
        ("a text", _ => "\"records\""),
        ("a number", _ => "1"),
        ("null", _ => "null"),
        ("true", _ => "true"),
        ("an array in an array", body => $"[[{body}]]"),
    ];

    internal static readonly (string Name, Func<byte[], byte[]> Spoil)[] Bytes =
    [
        ("0xFF in a text", body => Between(body, 0xFF)),
        ("an overlong zero", body => Between(body, 0xC0, 0x80)),
        ("half a character as bytes", body => Between(body, 0xED, 0xA0, 0x80)),
        ("beyond Unicode", body => Between(body, 0xF4, 0x90, 0x80, 0x80)),
        ("a character cut off", body => Between(body, 0xE5, 0x8A)),
        ("GB 18030 where UTF-8 was agreed", body => Between(body, 0xCA, 0xBE, 0xC0, 0xFD)),
        ("UTF-16", body => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body))),
        ("random", _ => [.. Enumerable.Range(0, 512).Select(i => (byte)(i * 89 + 131))]),
    ];

    public static TheoryData<string, string> SpoiltTexts => Matrix(Texts.Select(one => one.Name));

    public static TheoryData<string, string> SpoiltBytes => Matrix(Bytes.Select(one => one.Name));

    [Theory]
    [MemberData(nameof(SpoiltTexts))]
    public async Task What_is_no_strict_json_is_malformed(string way, string what)
    {
        var to = WayIn.Of(way);
        var body = to.Shaped(Texts.Single(one => one.Name == what).Spoil(to.Body));

        await bad.RefusesAsync(400, "caller.body-malformed", () => to.SendAsync(bad.Hall, body));
    }

    [Theory]
    [MemberData(nameof(SpoiltBytes))]
    public async Task So_is_what_is_no_utf8(string way, string what)
    {
        var to = WayIn.Of(way);

        await bad.RefusesAsync(400, "caller.body-malformed", () => to.SendAsync(bad.Hall, Bytes.Single(one => one.Name == what).Spoil(Encoding.UTF8.GetBytes(to.Shaped(to.Body)))));
    }

    [Theory]
    [MemberData(nameof(CanonicalWays))]
    public async Task So_is_a_byte_order_mark_but_in_a_departments_own_format(string way) =>
        await bad.RefusesAsync(400, "caller.body-malformed", () => WayIn.Of(way).SendAsync(bad.Hall, $"\uFEFF{WayIn.Of(way).Body}"));

    public static TheoryData<string> CanonicalWays => [.. WayIn.All.Where(way => !way.IsOwnFormat).Select(way => way.Name)];

    [Theory]
    [InlineData("records", """[{"key":"a"}]""")]
    [InlineData("records", """{"key":"a"}""")]
    [InlineData("records", """{"records":null}""")]
    [InlineData("records", """{"records":{}}""")]
    [InlineData("records", """{"records":"a"}""")]
    [InlineData("records", """{"records":[]}""")]
    [InlineData("records", """{"records":[1]}""")]
    [InlineData("records", """{"records":[null]}""")]
    [InlineData("records", """{"records":[[]]}""")]
    [InlineData("records", """{"Records":[{}]}""")]
    [InlineData("validate", """{"records":[]}""")]
    [InlineData("validate", """{"records":[{},1]}""")]
    [InlineData("one", "[]")]
    [InlineData("one", "[{}]")]
    [InlineData("array", "{}")]
    [InlineData("array", "[]")]
    [InlineData("array", "[1]")]
    [InlineData("array", "[{},null]")]
    [InlineData("lines", "[]")]
    [InlineData("lines", "{}\n1")]
    [InlineData("lines", "{}\n{")]
    [InlineData("lines", "\n\n")]
    [InlineData("dryRun", "[]")]
    [InlineData("batchGet", "{}")]
    [InlineData("batchGet", """["a"]""")]
    [InlineData("batchGet", """{"caseNos":"a"}""")]
    [InlineData("batchGet", """{"caseNos":[]}""")]
    [InlineData("batchGet", """{"caseNos":["a",1]}""")]
    [InlineData("batchGet", """{"caseNos":[null]}""")]
    [InlineData("batchGet", """{"caseNos":["\ud800"]}""")]
    [InlineData("discard", """{"reason":1}""")]
    [InlineData("discard", """{"reason":["a reason"]}""")]
    [InlineData("discard", """{"reason":"a reason","dryRun":"true"}""")]
    [InlineData("discard", """{"reason":"a reason","dryRun":1}""")]
    [InlineData("discard", """{"reason":"a reason","platform":{}}""")]
    [InlineData("discard", """{"reason":"a reason","Platform":"one-window"}""")]
    [InlineData("discard", """{"reason":"a\u0000reason"}""")]
    [InlineData("discard", """{"reason":"a reason\ud800"}""")]
    [InlineData("discard", """{"reason":"a reason","\ud800":1}""")]
    [InlineData("resend", """{"reason":"a reason"}""")]
    [InlineData("resend", """{"reason":"a reason","platform":null}""")]
    [InlineData("resend", """{"reason":"a reason","platform":"\ud800"}""")]
    [InlineData("stop", """{"reason":"a reason","platform":"one-window"}""")]
    [InlineData("stop", """{"reason":"a reason","recordIds":[]}""")]
    [InlineData("rejudge", """{"reason":"a reason","recordIds":"a"}""")]
    [InlineData("rejudge", """{"reason":"a reason","recordIds":[1]}""")]
    [InlineData("rejudge", """{"reason":"a reason","recordIds":["a"]}""")]
    [InlineData("rejudge", """{"reason":"a reason","recordIds":["\ud800"]}""")]
    [InlineData("rejudge", """{"reason":"a reason","rule":["none"]}""")]
    [InlineData("rejudge", """{"reason":"a reason","rule":"\u0000"}""")]
    [InlineData("rejudge", """{"reason":"a reason","after":"somewhere"}""")]
    public async Task So_is_what_has_a_wrong_type_or_member(string way, string body) =>
        await bad.RefusesAsync(400, "caller.body-malformed", () => WayIn.Of(way).SendAsync(bad.Hall, body));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"reason":null}""")]
    [InlineData("""{"reason":""}""")]
    [InlineData("""{"reason":" \t "}""")]
    public async Task An_order_says_why(string body)
    {
        foreach (var verb in WayIn.All.Where(way => way.IsVerb))
        {
            await bad.RefusesAsync(400, "caller.reason-missing", () => verb.SendAsync(bad.Hall, body));
            await bad.RefusesAsync(400, "caller.reason-missing", () => verb.SendAsync(bad.Hall, $$"""{"reason":"{{new string('长', 501)}}"}"""));
        }
    }

    [Theory]
    [MemberData(nameof(CanonicalWays))]
    public async Task What_is_said_to_be_something_else_is_not_looked_at(string way)
    {
        string?[] types = ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "application/jsonp", null];
        foreach (var type in types)
        {
            await bad.RefusesAsync(415, "caller.content-type", () => WayIn.Of(way).SendAsync(bad.Hall, WayIn.Of(way).Body, request =>
            {
                request.Content!.Headers.Remove("Content-Type");
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }));
        }
    }

    private static TheoryData<string, string> Matrix(IEnumerable<string> names)
    {
        var matrix = new TheoryData<string, string>();
        foreach (var name in names)
        {
            foreach (var way in WayIn.All)
            {
                matrix.Add(way.Name, name);
            }
        }

        return matrix;
    }

    // Within the first text that the body has.
    private static byte[] Between(byte[] body, params byte[] wrong)
    {
        var at = Array.IndexOf(body, (byte)'"') + 1;
        return [.. body[..at], .. wrong, .. body[at..]];
    }
}
