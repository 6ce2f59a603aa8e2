using ServiceHall.Model.Identifiers;

namespace ServiceHall.Model.Tests.Identifiers;

public sealed class IdentifierTextTests
{
    [Theory]
    [InlineData("２１０９０３１８８００９１０３５２Ｘ", "21090318800910352X")]
    [InlineData("２１０９０３１８８００９１０３５２ｘ", "21090318800910352X")]
    [InlineData("21090318800910352x", "21090318800910352X")]
    [InlineData("21090318800910352\u2169", "21090318800910352X")]
    [InlineData("21090318800910352\u2179", "21090318800910352X")]
    [InlineData("\u3000\t21090318800910352X\u00A0\r\n", "21090318800910352X")]
    [InlineData("００１９０３０６－８", "00190306-8")]
    [InlineData("！～", "!~")]
    [InlineData(" ", "")]
    public void Full_width_forms_roman_tens_outer_white_space_and_small_letters_are_folded(string text, string normal)
    {
        Assert.Equal(normal, IdentifierText.Normalise(text, out var changed));
        Assert.True(changed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("21090318800910352X")]
    [InlineData("21090318800910352\u0425")]
    [InlineData("91350100M000100Y43\u200B")]
    [InlineData("\uFEFF91350100M000100Y43")]
    [InlineData("210903 18800910 352X")]
    [InlineData("210903********352X")]
    [InlineData("①②\u2160\uFFE5\uFF61")]
    public void Everything_else_stays(string text)
    {
        Assert.Equal(text, IdentifierText.Normalise(text, out var changed));
        Assert.False(changed);
    }

    [Fact]
    public void An_ideographic_space_inside_becomes_a_space_and_stays()
    {
        Assert.Equal("210903 352X", IdentifierText.Normalise("210903\u3000352X", out var changed));
        Assert.True(changed);
    }

    [Fact]
    public void A_small_cyrillic_ha_becomes_the_capital_one_and_never_an_X() =>
        Assert.Equal("21090318800910352\u0425", IdentifierText.Normalise("21090318800910352\u0445", out _));
}
