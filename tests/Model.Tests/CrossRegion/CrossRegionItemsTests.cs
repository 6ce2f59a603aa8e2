using ServiceHall.Model.CrossRegion;

namespace ServiceHall.Model.Tests.CrossRegion;

public sealed class CrossRegionItemsTests : IDisposable
{
    private const string Header = "matter_by,matter,home_by,mode,lead_department,source\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_matter_is_found_by_the_most_exact_of_its_names()
    {
        var items = Load("name,开具户籍类证明,household,collectedElsewhere,公安部,一份清单\ncatalogCode,990500007000,insured,online,,\n");

        Assert.Equal(HomeBy.Insured, items.Find("11990001990000113L4990500007000", null, "开具户籍类证明")!.HomeBy);
        Assert.Equal(HomeBy.Household, items.Find(null, null, "开具户籍类证明")!.HomeBy);
        Assert.Null(items.Find(null, null, "开具户籍证明"));
    }

    [Fact]
    public void What_a_list_does_not_say_is_left_open()
    {
        var item = Load("name,计量器具型式批准,,,,\n").All.Single();

        Assert.Equal(new CrossRegionItem(MatterNaming.Name, "计量器具型式批准", null, null, null, null), item);
    }

    [Theory]
    [InlineData("any,,household,,,", "items.csv:2: matter_by is none of")]
    [InlineData("name,,household,,,", "items.csv:2: matter is missing")]
    [InlineData("name,x,birthplace,,,", "items.csv:2: home_by is none of")]
    [InlineData("name,x,household,offline,,", "items.csv:2: mode is none of")]
    [InlineData("name,x,,,,\nname,x,,,,", "items.csv:3: the matter stands in this file twice")]
    public void A_wrong_line_is_named(string lines, string what) => Assert.Contains(what, Assert.Throws<InvalidDataException>(() => Load(lines + "\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void Each_kind_of_place_is_its_own()
    {
        var places = new HomePlaces { Household = "990001", Insured = "990002", Account = "990003", LicenceIssuer = "990004", Property = "990005" };

        Assert.Equal(["990001", "990002", "990003", "990004", "990005"], Enum.GetValues<HomeBy>().Select(places.Of));
        Assert.DoesNotContain("990001", places.ToString(), StringComparison.Ordinal);
    }

    private CrossRegionItems Load(string lines) => CrossRegionItems.Load(_folder.Write("items.csv", Header + lines));
}
