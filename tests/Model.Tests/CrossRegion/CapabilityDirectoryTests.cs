using ServiceHall.Model.CrossRegion;

namespace ServiceHall.Model.Tests.CrossRegion;

public sealed class CapabilityDirectoryTests
{
    private const string Catalog = "990500007000";
    private const string Code = "11990001990000113L4990500007000";
    private static readonly DateOnly Day = new(2026, 6, 15);

    [Fact]
    public void A_rule_that_names_the_matter_goes_before_one_of_a_deeper_home()
    {
        var directory = Of(Rule("county") with { Naming = MatterNaming.Any, Matter = "", Home = "990001" }, Rule("matter") with { Home = "" });

        Assert.Equal("matter", Decides(directory, Request()));
        Assert.Equal(["matter", "county"], directory.Fitting(Request()).Select(rule => rule.Id));
    }

    [Theory]
    [InlineData("990001002003", "village")]
    [InlineData("990001002009", "town")]
    [InlineData("990001002000", "town")]
    [InlineData("990001009", "county")]
    [InlineData("990001000000", "county")]
    [InlineData("990299", "city")]
    [InlineData("990101", "province")]
    [InlineData("110101", "country")]
    public void The_deepest_home_that_holds_the_place_decides(string home, string decides)
    {
        var directory = Of(
            Rule("village") with { Home = "990001002003" }, Rule("town") with { Home = "990001002" }, Rule("county") with { Home = "990001" }, Rule("city") with { Home = "990200" },
            Rule("province") with { Home = "990000" }, Rule("country"));

        Assert.Equal(decides, Decides(directory, Request() with { Home = home }));
    }

    [Fact]
    public void A_handling_item_goes_by_its_matter_and_a_matter_of_elsewhere_by_its_catalogue_code()
    {
        var directory = Of(Rule("code") with { Naming = MatterNaming.Code, Matter = Code, Home = "990001" }, Rule("catalog") with { Home = "" });

        Assert.Equal("code", Decides(directory, Request() with { MatterCode = Code + "01", CatalogCode = null }));
        Assert.Equal("catalog", Decides(directory, Request() with { MatterCode = "11990002990000121L4990500007000", CatalogCode = null, Home = "990002" }));
    }

    [Fact]
    public void Rules_that_say_the_same_of_one_day_are_refused_with_both_names()
    {
        var one = Rule("until-june") with { ValidTo = new DateOnly(2026, 6, 30) };

        var fault = Assert.Throws<InvalidDataException>(() => Of(one, Rule("from-june") with { ValidFrom = new DateOnly(2026, 6, 30) }));
        var apart = Of(one, Rule("from-july") with { ValidFrom = new DateOnly(2026, 7, 1) });

        Assert.Equal("until-june and from-june are equally specific, and both hold on 2026-06-30", fault.Message);
        Assert.Equal("until-june", Decides(apart, Request()));
        Assert.Equal("from-july", Decides(apart, Request() with { Day = new DateOnly(2026, 7, 1) }));
    }

    [Fact]
    public void A_renamed_division_keeps_its_rules_under_the_new_code()
    {
        var renamed = new DivisionSuccession("990001", SuccessionKind.Renamed, ["990051"], new DateOnly(2026, 6, 1));
        var directory = Of([renamed], Rule("old") with { Home = "990001002" });

        Assert.Equal("old", Decides(directory, Request() with { Home = "990051002" }));
        Assert.Equal("old", Decides(directory, Request() with { Home = "990001002" }));
        Assert.Equal("old", Decides(directory, Request() with { Home = "990001002", Day = new DateOnly(2026, 5, 31) }));
        Assert.Equal(NoRoute.NotOnThatDay, Fails(directory, Request() with { Home = "990051002", Day = new DateOnly(2026, 5, 31) }));
    }

    [Fact]
    public void Two_rules_that_become_one_places_by_a_renaming_are_tied()
    {
        var renamed = new DivisionSuccession("990001", SuccessionKind.Renamed, ["990051"], new DateOnly(2026, 6, 1));

        var fault = Assert.Throws<InvalidDataException>(() => Of([renamed], Rule("old") with { Home = "990001" }, Rule("new") with { Home = "990051" }));

        Assert.Matches("^(old and new|new and old) are", fault.Message);
        Assert.Contains("2026-06-01", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_merged_division_goes_by_the_rules_of_what_it_is_part_of_now()
    {
        var merged = new DivisionSuccession("990001", SuccessionKind.Merged, ["990051"], new DateOnly(2026, 6, 1));
        var directory = Of([merged], Rule("gone") with { Home = "990001" }, Rule("now") with { Home = "990051" });

        var route = Assert.IsType<Route.To>(directory.Find(Request() with { Home = "990001002" }));

        Assert.Equal(("now", "990051", merged), (route.Rule.Id, route.Home, route.Followed.Single()));
        Assert.Equal("gone", Decides(directory, Request() with { Home = "990001", Day = new DateOnly(2026, 5, 31) }));
    }

    [Fact]
    public void Of_a_split_division_it_is_said_that_the_code_tells_too_little()
    {
        var split = new DivisionSuccession("990001", SuccessionKind.Split, ["990051", "990052"], new DateOnly(2026, 6, 1));
        var directory = Of([split], Rule("gone") with { Home = "990001" });

        var nowhere = Assert.IsType<Route.Nowhere>(directory.Find(Request()));

        Assert.Equal((NoRoute.DivisionSplit, split), (nowhere.Why, nowhere.Split));
        Assert.Empty(directory.Fitting(Request()));
    }

    [Fact]
    public void Where_nothing_fits_the_first_thing_that_no_rule_has_is_said_with_the_rules_until_then()
    {
        var rule = Rule("only") with { Home = "990001", Mode = "online", Receiving = "990002", ValidTo = Day };
        var directory = Of(rule);
        var request = Request() with { Home = "990001", Mode = "online", Receiving = "990002" };

        Assert.Equal("only", Decides(directory, request));
        Assert.Equal(NoRoute.MatterUnknown, Fails(directory, request with { CatalogCode = "990500009000" }));
        Assert.Equal(NoRoute.HomeNotCovered, Fails(directory, request with { Home = "990003" }, rule));
        Assert.Equal(NoRoute.ModeNotOffered, Fails(directory, request with { Mode = "jointlyHandled" }, rule));
        Assert.Equal(NoRoute.ReceivingNotCovered, Fails(directory, request with { Receiving = "990003" }, rule));
        Assert.Equal(NoRoute.NotOnThatDay, Fails(directory, request with { Day = Day.AddDays(1) }, rule));
    }

    [Fact]
    public void Changes_of_divisions_that_lead_nowhere_are_refused()
    {
        var day = new DateOnly(2026, 6, 1);

        Assert.Throws<InvalidDataException>(() => new DivisionSuccessions(
            [new("990001", SuccessionKind.Renamed, ["990002"], day), new("990002", SuccessionKind.Merged, ["990003"], day), new("990003", SuccessionKind.Renamed, ["990001"], day)]));
        Assert.Throws<InvalidDataException>(() => new DivisionSuccessions([new("990001", SuccessionKind.Renamed, ["990002"], day), new("990001", SuccessionKind.Merged, ["990003"], day)]));
        Assert.Throws<InvalidDataException>(() => new DivisionSuccessions([new("990001", SuccessionKind.Split, ["990002"], day)]));
        Assert.Throws<InvalidDataException>(() => new DivisionSuccessions([new("990001", SuccessionKind.Merged, ["990002", "990003"], day)]));
    }

    private static CapabilityDirectory Of(params RouteRule[] rules) => Of([], rules);

    private static CapabilityDirectory Of(DivisionSuccession[] successions, params RouteRule[] rules) => new(rules, new DivisionSuccessions(successions), "test");

    private static RouteRule Rule(string id) => new() { Id = id, Naming = MatterNaming.CatalogCode, Matter = Catalog, Home = "", Receiving = "", Authority = "示例县民政局" };

    private static RouteRequest Request() => new(null, Catalog, null, "collectedElsewhere", "990001", "110101", Day);

    private static string? Decides(CapabilityDirectory directory, RouteRequest request) => (directory.Find(request) as Route.To)?.Rule.Id;

    private static NoRoute? Fails(CapabilityDirectory directory, RouteRequest request, params RouteRule[] nearest)
    {
        var nowhere = directory.Find(request) as Route.Nowhere;
        Assert.True(nearest.Length == 0 || nowhere!.Nearest.SequenceEqual(nearest));
        return nowhere?.Why;
    }
}
