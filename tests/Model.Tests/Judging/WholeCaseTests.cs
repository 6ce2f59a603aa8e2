using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;
using ServiceHall.Model.Matters;
using ServiceHall.Model.Rules;

namespace ServiceHall.Model.Tests.Judging;

public sealed class WholeCaseTests
{
    [Fact]
    public void A_second_notice_and_a_second_or_long_extension_are_taken_with_a_warning()
    {
        Assert.Equal(["supplement.repeated"], Warned(Hall.Notice, Hall.Case(Hall.Application, Hall.Notice)));
        Assert.Equal(["extension.repeated"], Warned(Hall.Extended, Hall.Case(Hall.Accepted(), Hall.Extended)));
        Assert.Equal(["extension.too-long"], Warned(Hall.Extended with { Days = 11 }, Hall.Case(Hall.Accepted())));
    }

    [Fact]
    public void What_an_acceptance_deferred_comes_without_a_notice_and_is_missed_at_the_result()
    {
        var deferred = Hall.Accepted() with { Deferred = new Deferred([], Hall.Start.AddDays(3)) };

        Assert.Equal(["deferred.not-received"], Warned(Hall.Closed, Hall.Case(deferred)));
        Assert.Empty(Warned(Hall.Closed, Hall.Case(deferred, Hall.Supplement)));
        Assert.Equal("supplement.not-open", Hall.Judge(Hall.Record(Hall.Supplement, Hall.Start.AddDays(1)), Hall.Case(deferred, Hall.Supplement)).Decides?.Rule.Id);
    }

    [Fact]
    public void An_answer_does_not_come_before_its_notice() =>
        Assert.Equal("time.out-of-order", Hall.Judge(Hall.Record(Hall.Supplement, Hall.Start.AddMinutes(30)), Hall.Case(Hall.Application, Hall.Notice)).Decides?.Rule.Id);

    [Theory]
    [InlineData(1, 3, null)]
    [InlineData(1, 2, "evaluation.repeated")]
    [InlineData(1, 4, "evaluation.repeated")]
    [InlineData(2, 1, null)]
    [InlineData(2, 2, "evaluation.repeated")]
    public void Ratings_of_a_service_come_one_after_another(int serviceNo, int sequence, string? expected)
    {
        var rated = Hall.Case(Hall.Accepted(), Hall.Closed, Hall.Rating("closed", 1), Hall.Rating("closed", 2));
        var record = Hall.Record(Hall.Rating("closed", sequence, serviceNo), Hall.Start.AddDays(1));

        Assert.Equal(expected, Hall.Judge(record, rated).Decides?.Rule.Id);
        Assert.Equal("evaluation.repeated", Hall.Judge(record, rated, rules: Hall.Rules with { MostEvaluations = 2 }).Decides?.Rule.Id);
    }

    [Theory]
    [InlineData("110101", "110101", "")]
    [InlineData("110101001", "110101001001", "")]
    [InlineData("1101010", "110101", "")]
    [InlineData("11010", "950480", "division.unknown data.homeDivision, division.unknown data.receivingDivision")]
    [InlineData("1101010010011", "１１０１０１", "division.unknown data.homeDivision, division.unknown data.receivingDivision")]
    [InlineData("110101", "540422", "division.retired data.receivingDivision")]
    public void Both_places_of_a_request_exist(string home, string receiving, string expected) =>
        Assert.Equal(expected, Stateless(Request with { HomeDivision = home, ReceivingDivision = receiving }, open: true));

    [Fact]
    public void The_matter_of_a_request_is_known_and_open()
    {
        Assert.Equal("cross-region.matter-not-open data.matterCode", Stateless(Request, open: false));
        Assert.Equal("matter.unknown data.matterCode", Stateless(Request with { MatterCode = "M" }, open: true));
        Assert.Equal("", Stateless(Request with { MatterCode = null, CatalogCode = "C" }, open: false));
    }

    [Fact]
    public void A_request_is_taken_without_a_case()
    {
        var judgement = Hall.Judge(Hall.Record(Request), Hall.Case(Hall.Application, Hall.Refused));

        Assert.Equal((Verdict.Accepted, null), (judgement.Verdict, judgement.Case));
    }

    private static CrossRegionRequest Request { get; } = new() { RequestNo = "R", Mode = "online", MatterCode = Hall.Code, HomeDivision = "110101", ReceivingDivision = "110101" };

    private static string[] Warned(EventData data, Case? existing)
    {
        var judgement = Hall.Judge(Hall.Record(data, Hall.Start.AddDays(1)), existing);
        Assert.Equal(Verdict.Accepted, judgement.Verdict);
        return [.. judgement.Findings.Select(finding => finding.Rule.Id)];
    }

    private static string Stateless(CrossRegionRequest request, bool open)
    {
        var matter = Hall.Rules.Matters.Find(Hall.Code, new DateOnly(2026, 11, 2))!;
        var findings = new List<Finding>();
        new StatelessRules(Hall.Rules with { Matters = new MatterCatalogue([matter with { CrossRegion = open }], "test") }).Check(Hall.Record(request), findings);
        return string.Join(", ", findings.Select(finding => $"{finding.Rule.Id} {finding.Field}"));
    }
}
