using ServiceHall.Model.CrossRegion;
using ServiceHall.Model.Tests.Divisions;

namespace ServiceHall.Model.Tests.CrossRegion;

public sealed class CapabilityReaderTests : IDisposable
{
    private const string Header = "rule,matter_by,matter,home,mode,receiving,valid_from,valid_to,authority,platform,transfer,delivery,transfer_days,source\n";
    private const string Changes = "code,kind,successors,from\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_is_a_rule_with_all_it_says()
    {
        var rule = Load("HJ-1,name,开具户籍类证明,370100,collectedElsewhere,510000,2026-01-01,2026-12-31,济南市公安局,police-household,post|electronic,electronic|window,2,一份清单\n").Rules.Single();

        Assert.Equal(("HJ-1", MatterNaming.Name, "开具户籍类证明", "370100", "collectedElsewhere", "510000"), (rule.Id, rule.Naming, rule.Matter, rule.Home, rule.Mode, rule.Receiving));
        Assert.Equal((new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), "济南市公安局", "police-household", 2, "一份清单"), (rule.ValidFrom, rule.ValidTo, rule.Authority, rule.Platform, rule.TransferDays, rule.Source));
        Assert.Equal(["post", "electronic", "electronic", "window"], [.. rule.Transfer, .. rule.Delivery]);
    }

    [Fact]
    public void What_is_left_out_is_any_or_none()
    {
        var rule = Load("ALL,any,,,,,,,窗口,,,,,\n").Rules.Single();

        Assert.Equal((MatterNaming.Any, "", "", "", null, null), (rule.Naming, rule.Matter, rule.Home, rule.Receiving, rule.Mode, rule.Platform));
        Assert.Empty(rule.Transfer);
    }

    [Theory]
    [InlineData("A,town,x,370100,,,,,x,,,,,", "matter_by is none of")]
    [InlineData("A,code,,370100,,,,,x,,,,,", "a matter is named by")]
    [InlineData("A,any,x,370100,,,,,x,,,,,", "a matter is named by")]
    [InlineData(",any,,370100,,,,,x,,,,,", "rule is missing")]
    [InlineData("A,any,,370100,,,,,,,,,,", "authority is missing")]
    [InlineData("A,any,,37010,,,,,x,,,,,", "home 37010 is no division")]
    [InlineData("A,any,,990099,,,,,x,,,,,", "home 990099 is no division")]
    [InlineData("A,any,,,,Jinan1,,,x,,,,,", "receiving Jinan1 is no division")]
    [InlineData("A,any,,,offline,,,,x,,,,,", "mode is none of online, collectedElsewhere, jointlyHandled")]
    [InlineData("A,any,,,,,2026-02-30,,x,,,,,", "2026-02-30 is no day")]
    [InlineData("A,any,,,,,2026-02-03,2026-02-02,x,,,,,", "valid_to is before valid_from")]
    [InlineData("A,any,,,,,,,x,,pigeon,,,", "transfer is none of electronic, post, window")]
    [InlineData("A,any,,,,,,,x,,,,0,", "transfer_days is no number")]
    public void A_line_that_says_something_wrong_is_named(string line, string what)
    {
        var fault = Assert.Throws<InvalidDataException>(() => Load(line + "\n"));

        Assert.Contains("rules.csv:2: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tied_rules_and_namesakes_are_refused_with_the_files_name()
    {
        var tied = Assert.Throws<InvalidDataException>(() => Load("A,any,,370100,,,,,x,,,,,\nB,any,,370100000000,,,,,x,,,,,\n"));
        var namesakes = Assert.Throws<InvalidDataException>(() => Load("A,any,,370100,,,,,x,,,,,\nA,any,,370200,,,,,x,,,,,\n"));

        Assert.EndsWith("rules.csv: A and B are equally specific, and both hold on 0001-01-01", tied.Message, StringComparison.Ordinal);
        Assert.EndsWith("rules.csv: 2 rules are named A", namesakes.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_of_divisions_come_from_a_file_of_their_own()
    {
        var directory = Load("NEW,any,,370116,,,,,x,,,,,\n", "371202,merged,370116,2019-01-01\n371203,split,370116|370117,2019-01-01\n");

        var route = directory.Find(new RouteRequest(null, null, "x", "online", "371202001", "510104", new DateOnly(2026, 6, 15)));

        Assert.Equal("370116", route.Home);
        Assert.IsType<Route.To>(route);
    }

    [Theory]
    [InlineData("371202,gone,370116,2019-01-01", "changes.csv:2: the kind is none of")]
    [InlineData("371202,merged,37,2019-01-01", "changes.csv:2: a code is not")]
    [InlineData("371202,merged,370116,", "changes.csv:2: from is missing")]
    [InlineData("371202,merged,370116|370117,2019-01-01", "changes.csv: 371202 has 2 successors")]
    [InlineData("371202,renamed,371202,2019-01-01", "changes.csv: 371202 comes back to itself")]
    public void A_wrong_change_is_named(string line, string what) =>
        Assert.Contains(what, Assert.Throws<InvalidDataException>(() => Load("", line + "\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void Any_byte_of_either_file_makes_it_another_version()
    {
        string[] versions = [Load("A,any,,370100,,,,,x,,,,,\n").Version, Load("A,any,,370100,,,,,y,,,,,\n").Version, Load("A,any,,370100,,,,,x,,,,,\n", "371202,merged,370116,2019-01-01\n").Version];

        Assert.Equal(3, versions.Distinct().Count());
    }

    private CapabilityDirectory Load(string rules, string? changes = null) =>
        CapabilityReader.Load(_folder.Write("rules.csv", Header + rules), changes is null ? null : _folder.Write("changes.csv", Changes + changes), SampleDivisions.National);
}
