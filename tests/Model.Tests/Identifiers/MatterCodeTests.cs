using ServiceHall.Model.Identifiers;
using ServiceHall.Tests;

namespace ServiceHall.Model.Tests.Identifiers;

public sealed class MatterCodeTests
{
    private const string Item = "11310000MB2F30661Y231200356400001";

    private static readonly MatterCodeParts Local = new(MatterCodeKind.Local, OrganisationCode: null, Level: null, CatalogCode: null, Order: null);

    [Fact]
    public void Thirty_three_characters_are_a_handling_item() =>
        Assert.Equal(new MatterCodeParts(MatterCodeKind.HandlingItem, "11310000MB2F30661Y", 2, "312003564000", "01"), MatterCode.Parse(Item));

    [Fact]
    public void Thirty_one_characters_are_an_implementation_code() =>
        Assert.Equal(new MatterCodeParts(MatterCodeKind.Implementation, "11310000MB2F30661Y", 2, "312003564000", Order: null), MatterCode.Parse(Item[..31]));

    [Fact]
    public void A_credit_code_with_a_wrong_check_character_does_not_make_the_code_local()
    {
        var parts = MatterCode.Parse("11310000MB2F30661W2312003564000")!;

        Assert.Equal(MatterCodeKind.Implementation, parts.Kind);
        Assert.Equal("uscc.check-digit", Uscc.Check(parts.OrganisationCode!)?.Rule);
    }

    [Fact]
    public void A_catalogue_code_may_hold_letters_as_older_provincial_ones_do() =>
        Assert.Equal("52XK03564000", MatterCode.Parse("11310000MB2F30661Y252XK03564000")?.CatalogCode);

    [Theory]
    [InlineData("1")]
    [InlineData("1J-5100-00019-511602000000-000-11511301008778386B-1-00")]
    [InlineData("11310000MB2F30661Y23120035640001")]
    [InlineData("11310000MB2F30661Y0312003564000")]
    [InlineData("11310000MB2F30661Y8312003564000")]
    [InlineData("11310000MB2F3O661Y2312003564000")]
    [InlineData("11310000MB2F30661Y23120035640o0")]
    [InlineData("11310000MB2F30661Y2312003564000A1")]
    [InlineData("11310000mb2f30661y2312003564000")]
    [InlineData(" 1310000MB2F30661Y2312003564000")]
    [InlineData("事项-0001")]
    public void Anything_else_of_at_most_sixty_four_characters_is_local(string text) => Assert.Equal(Local, MatterCode.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u3000\t")]
    public void White_space_alone_is_no_code(string text) => Assert.Null(MatterCode.Parse(text));

    [Theory]
    [InlineData("A")]
    [InlineData("\U00020000")]
    public void Sixty_four_code_points_are_a_code_and_sixty_five_are_not(string character)
    {
        Assert.Equal(Local, MatterCode.Parse(string.Concat(Enumerable.Repeat(character, 64))));
        Assert.Null(MatterCode.Parse(string.Concat(Enumerable.Repeat(character, 65))));
    }

    [ReferenceDataFact]
    public void Every_real_matter_of_the_district_has_a_local_code()
    {
        string[] columns = ["task_name", "department", "main_item", "task_type_code", "task_type", "task_code"];
        foreach (var row in Vectors.Read("matters", "guangan_qu_511602_matters.csv", columns))
        {
            Assert.Equal((row[5], Local), (row[5], MatterCode.Parse(row[5])));
        }
    }
}
