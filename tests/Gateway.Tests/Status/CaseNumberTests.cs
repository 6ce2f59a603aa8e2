using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Status;

public sealed class CaseNumberTests(OneHall one) : IClassFixture<OneHall>
{
    [Fact]
    public async Task A_number_of_two_departments_is_ambiguous_to_who_sees_both()
    {
        await one.Hall.Client().PushAsync(Samples.Accepted("both"));
        await one.Hall.Client("rs").PushAsync(Samples.Accepted("both"));

        var operators = await one.Hall.Client("operator").GetAsync("/v1/cases?no=both");
        var windows = await one.Hall.Client("window").GetAsync("/v1/cases?no=both");
        var own = await one.Hall.Client("rs").GetAsync("/v1/cases?no=both");
        var named = await one.Hall.Client("operator").GetAsync("/v1/cases?no=both&issuer=rs");

        Assert.All([operators, windows], answer => Assert.Equal((409, "caller.number-ambiguous"), (answer.Status, answer.Code)));
        Assert.Equal(["mz", "rs"], operators.Json["issuers"]!.AsArray().Select(issuer => (string?)issuer).Order());
        Assert.Equal("rs", (string?)own.Json["department"]);
        Assert.Equal("rs", (string?)named.Json["department"]);
    }

    [Fact]
    public async Task A_number_that_was_asked_for_before_is_ambiguous_as_soon_as_another_has_it()
    {
        await one.Hall.Client().PushAsync(Samples.Accepted("soon-both"));
        var alone = await one.Hall.Client("operator").GetAsync("/v1/cases?no=soon-both");
        await one.Hall.Client("rs").PushAsync(Samples.Accepted("soon-both"));

        var both = await one.Hall.Client("operator").GetAsync("/v1/cases?no=soon-both");
        var named = await one.Hall.Client("operator").GetAsync("/v1/cases?no=soon-both&issuer=mz");

        Assert.Equal("mz", (string?)alone.Json["department"]);
        Assert.Equal((409, "caller.number-ambiguous"), (both.Status, both.Code));
        Assert.Equal("mz", (string?)named.Json["department"]);
    }

    [Fact]
    public async Task The_gateways_own_number_finds_the_case_by_path_and_query()
    {
        var number = (string)(await one.Hall.Client().PushAsync(Samples.Accepted("own-number"))).Results[0]["gatewayCaseNo"]!;

        var answers = new List<Answer>();
        foreach (var target in new[] { $"/v1/cases/{number}", $"/v1/cases?no={number}", $"/v1/cases?no={number}&issuer=gateway" })
        {
            answers.Add(await one.Hall.Client().GetAsync(target));
        }

        Assert.All(answers, answer => Assert.Equal(number, (string?)answer.Json["gatewayCaseNo"]));
        Assert.Equal(404, (await one.Hall.Client().GetAsync($"/v1/cases?no={number}&issuer=mz")).Status);
        Assert.Equal(404, (await one.Hall.Client().GetAsync("/v1/cases?no=own-number&issuer=gateway")).Status);
        Assert.Equal(404, (await one.Hall.Client().GetAsync("/v1/cases?no=own-number&issuer=province")).Status);
    }

    [Fact]
    public async Task A_number_of_another_day_or_division_is_not_this_case()
    {
        var number = (string)(await one.Hall.Client().PushAsync(Samples.Accepted("other-day"))).Results[0]["gatewayCaseNo"]!;

        foreach (var wrong in new[] { "990002" + number[6..], number[..6] + "20260616" + number[14..], number + "0", number[..^1], number[..14] + "9999999999" })
        {
            Assert.Equal((404, "caller.no-such-case"), ((await one.Hall.Client().GetAsync($"/v1/cases/{wrong}")).Status, (await one.Hall.Client().GetAsync($"/v1/cases?no={wrong}")).Code));
        }
    }

    [Fact]
    public async Task Numbers_are_of_any_script()
    {
        const string no = "示例办〔2026〕1号/甲 +&";
        await one.Hall.Client().PushAsync(Samples.Accepted(no));

        var answer = await one.Hall.Client().GetAsync($"/v1/cases?no={Uri.EscapeDataString(no)}");

        Assert.Equal(no, (string?)answer.Json["numbers"]![0]!["value"]);
    }

    [Theory]
    [InlineData("/v1/cases")]
    [InlineData("/v1/cases?no=")]
    [InlineData("/v1/cases?no=a&no=b")]
    [InlineData("/v1/cases?no=a&issuer=")]
    [InlineData("/v1/cases?no=a&issuer=mz&issuer=rs")]
    public async Task A_question_without_one_number_is_malformed(string target)
    {
        var answer = await one.Hall.Client().GetAsync(target);

        Assert.Equal((400, "caller.query-malformed"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_provinces_number_finds_the_case_once_it_came_back()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        await hall.Client().PushAsync(Samples.Accepted("with-province"));
        await hall.AllConfirmedAsync();

        var numbers = (await hall.Client().GetAsync("/v1/cases?no=with-province")).Json["numbers"]!.AsArray();
        var theirs = numbers.Single(number => (string?)number!["issuer"] == "province")!["value"]!;

        Assert.Equal(["mz", "gateway", "province"], numbers.Select(number => (string?)number!["issuer"]));
        Assert.Equal("with-province", (string?)(await hall.Client("province").GetAsync($"/v1/cases?no={theirs}&issuer=province")).Json["numbers"]![0]!["value"]);
        Assert.Equal(200, (await hall.Client().GetAsync($"/v1/cases?no={theirs}")).Status);
        Assert.Equal(404, (await hall.Client("rs").GetAsync($"/v1/cases?no={theirs}")).Status);
    }
}
