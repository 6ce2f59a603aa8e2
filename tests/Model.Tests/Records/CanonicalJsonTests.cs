using System.Buffers;
using System.Text;
using System.Text.Json;
using ServiceHall.Model.Records;

namespace ServiceHall.Model.Tests.Records;

/// <summary>RFC 8785 by its own examples.</summary>
public sealed class CanonicalJsonTests
{
    // Appendix B: IEEE 754 bits and the text ECMAScript gives them.
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void A_number_has_the_form_of_ECMAScript(ulong bits, string expected) =>
        Assert.Equal(expected, CanonicalJson.Number(BitConverter.UInt64BitsToDouble(bits)));

    [Theory]
    [InlineData("1E30", "1e+30")]
    [InlineData("4.50", "4.5")]
    [InlineData("2e-3", "0.002")]
    [InlineData("0.000000000000000000000000001", "1e-27")]
    [InlineData("1e21", "1e+21")]
    [InlineData("1e-7", "1e-7")]
    [InlineData("100000000000000000000", "100000000000000000000")]
    [InlineData("333333333.33333329", "333333333.3333333")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("-1.50", "-1.5")]
    [InlineData("0", "0")]
    [InlineData("-7", "-7")]
    [InlineData("999999999999999", "999999999999999")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("1e400", "1e400")]
    public void However_a_number_was_written_it_has_one_form(string written, string expected) => Assert.Equal(expected, Canonical(written));

    // Section 3.2.3: the order is that of UTF-16 code units, where a surrogate comes before U+FB33.
    [Fact]
    public void Members_are_sorted_by_code_units()
    {
        const string sent = """
            {"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}
            """;

        using var canonical = JsonDocument.Parse(Canonical(sent));

        Assert.Equal(
            ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"],
            canonical.RootElement.EnumerateObject().Select(member => member.Value.GetString()));
    }

    // Section 3.2.2.
    [Fact]
    public void The_example_of_the_standard_comes_out_to_the_byte()
    {
        const string sent = """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """;

        const string expected = """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""";
        Assert.Equal(expected, Canonical(sent));
    }

    [Theory]
    [InlineData("{ }", "{}")]
    [InlineData("[ ]", "[]")]
    [InlineData("""{"b":[1, {"d":2,"c":[]}],"a":""}""", """{"a":"","b":[1,{"c":[],"d":2}]}""")]
    [InlineData("""{"b":"示例 😀","A-b_c.9":true,"é":null}""", """{"A-b_c.9":true,"b":"示例 😀","é":null}""")]
    [InlineData("""{"b":1,"a":1,"b":2,"a":0}""", """{"a":1,"a":0,"b":1,"b":2}""")]
    [InlineData("""{"a/b":"\u007f\u4e2d"}""", "{\"a/b\":\"\u007f中\"}")]
    public void Nesting_keeps_its_shape(string sent, string expected) => Assert.Equal(expected, Canonical(sent));

    [Theory]
    [InlineData("""  "\ud83d"  """, "\"\\ud83d\"")]
    [InlineData("""  "\ude00\ud83d"  """, "\"\\ude00\\ud83d\"")]
    [InlineData("""  "\ud83d\ud83d\ude00"  """, "\"\\ud83d😀\"")]
    [InlineData("""  {"\udc00":1}  """, "{\"\\udc00\":1}")]
    public void Half_a_character_stays_told_from_any_other(string sent, string expected) => Assert.Equal(expected, Canonical(sent));

    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(200)]
    public void Any_number_of_members_is_sorted(int count)
    {
        var names = Enumerable.Range(0, count).Select(number => $"m{number * 7919 % count:D3}").ToList();

        using var canonical = JsonDocument.Parse(Canonical($"{{{string.Join(',', names.Select(name => $"\"{name}\":0"))}}}"));

        Assert.Equal(names.Order(StringComparer.Ordinal), canonical.RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void Bytes_that_are_no_text_come_out_as_text()
    {
        using var document = JsonDocument.Parse(new byte[] { (byte)'"', 0xD6, 0xD0, (byte)'"' });
        var buffer = new ArrayBufferWriter<byte>();

        CanonicalJson.Write(document.RootElement, buffer);

        Assert.Equal("\"\uFFFD\uFFFD\"", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static string Canonical(string json)
    {
        using var document = JsonDocument.Parse(json);
        var buffer = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(document.RootElement, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
