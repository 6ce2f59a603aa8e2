using System.Text.Json.Nodes;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.CrossRegion;

/// <summary>Who would get a request: by the shipped sample, and by a hall's own files.</summary>
public sealed class PreviewTests(OneHall one) : IClassFixture<OneHall>
{
    private const string Path = "/v1/crossRegion/routes:preview";

    [Fact]
    public async Task The_most_specific_rule_is_told_with_why_and_what_else_fits()
    {
        var answer = await AskAsync(one.Hall, """{"matterName":"开具户籍类证明","mode":"online","homeDivision":"990002"}""");

        Assert.Equal(("SAMPLE-4", "示例县2公安局"), ((string)answer["route"]!["rule"]!, (string)answer["route"]!["authority"]!));
        Assert.Equal("规则 SAMPLE-4：按事项名称，属地为示例县2（990002），全程网办，收件地不限", (string)answer["why"]!);
        Assert.Equal(["SAMPLE-4", "SAMPLE-3"], answer["considered"]!.AsArray().Select(line => ((string)line!).Split('：')[0]["规则 ".Length..]));
        Assert.Equal(("990002", "990001"), ((string)answer["homeDivision"]!, (string)answer["receivingDivision"]!));
    }

    [Fact]
    public async Task The_home_division_is_found_by_what_the_list_says_of_the_matter()
    {
        var found = await AskAsync(one.Hall, """{"matterName":"开具户籍类证明","mode":"online","places":{"household":"990002","property":"990001"}}""");
        var missing = await AskAsync(one.Hall, """{"matterName":"开具户籍类证明","mode":"online","places":{"property":"990001"}}""");
        var unsaid = await AskAsync(one.Hall, """{"matterName":"内资企业及分支机构设立登记","mode":"online","places":{"household":"990002"}}""");

        Assert.Equal("SAMPLE-4", (string)found["route"]!["rule"]!);
        Assert.Equal(("homeUnknown", "该事项的属地按户籍地确定，请给出该地的行政区划代码"), ((string)missing["reason"]!, (string)missing["why"]!));
        Assert.Equal("事项清单没有说明该事项的属地如何确定，请直接给出 homeDivision", (string)unsaid["why"]!);
        Assert.Null(missing["route"]);
    }

    [Theory]
    [InlineData("""{"matterName":"x","mode":"online","homeDivision":"370100"}""", "homeNotCovered", "该事项没有属地为济南市（370100）的规则")]
    [InlineData("""{"matterName":"x","mode":"online","homeDivision":"370000000000"}""", "homeNotCovered", "该事项没有属地为山东省（370000）的规则")]
    [InlineData("""{"matterName":"x","mode":"online","homeDivision":"123456789012"}""", "homeNotCovered", "该事项没有属地为123456789012的规则")]
    [InlineData("""{"matterName":"x","mode":"jointlyHandled","homeDivision":"990001"}""", "modeNotOffered", "示例县（990001）的该事项不提供多地联办，提供的有：全程网办、异地代收代办")]
    [InlineData("""{"matterName":"x","mode":"collectedElsewhere","homeDivision":"990001","receivingDivision":"990003"}""", "receivingNotCovered", "示例县（990001）的该事项不接受示例县3（990003）代收")]
    [InlineData("""{"matterName":"x","mode":"online","homeDivision":"990002","day":"2025-12-31"}""", "notOnThatDay", "相关规则在 2025-12-31 不在有效期内：SAMPLE-3（2026-01-01 至 长期）")]
    public async Task No_route_says_what_no_rule_has(string asked, string reason, string why)
    {
        var answer = await AskAsync(one.Hall, asked);

        Assert.Equal((reason, why), ((string)answer["reason"]!, (string)answer["why"]!));
        Assert.Null(answer["route"]);
    }

    [Theory]
    [InlineData("""{"mode":"online","homeDivision":"990002"}""", "field.required", "matterCode")]
    [InlineData("""{"matterName":"x","homeDivision":"990002"}""", "field.required", "mode")]
    [InlineData("""{"matterName":"x","mode":"byPost","homeDivision":"990002"}""", "code.unknown", "mode")]
    [InlineData("""{"matterName":"x","mode":"online"}""", "field.required", "homeDivision")]
    [InlineData("""{"matterName":"x","mode":"online","homeDivision":"9900"}""", "division.unknown", "homeDivision")]
    [InlineData("""{"matterName":"x","mode":"online","homeDivision":"000000000000"}""", "division.unknown", "homeDivision")]
    [InlineData("""{"matterName":"x","mode":"online","homeDivision":"990002","receivingDivision":"000000"}""", "division.unknown", "receivingDivision")]
    [InlineData("""{"matterName":"x","mode":"online","homeDivision":"9900020010010"}""", "division.unknown", "homeDivision")]
    [InlineData("""{"matterName":"x","mode":"online","places":{"household":"99000a"}}""", "division.unknown", "places.household")]
    [InlineData("""{"matterName":"x","mode":"online","places":7,"homeDivision":"990002"}""", "field.type", "places")]
    public async Task A_request_that_is_no_such_thing_names_the_field(string asked, string rule, string field)
    {
        var answer = await one.Hall.Client("mz").PostAsync(Path, asked);

        Assert.Equal((400, "caller.body-malformed"), (answer.Status, (string)answer.Json["code"]!));
        Assert.Equal([(rule, field)], answer.Json["errors"]!.AsArray().Select(error => ((string)error!["rule"]!, (string)error["field"]!)));
    }

    [Fact]
    public async Task A_village_is_its_countys()
    {
        var answer = await AskAsync(one.Hall, """{"matterName":"x","mode":"online","homeDivision":"990001001002"}""");

        Assert.Equal(("SAMPLE-1", "990001001002"), ((string)answer["route"]!["rule"]!, (string)answer["homeDivision"]!));
    }

    [Fact]
    public async Task What_it_does_not_know_it_does_not_mind()
    {
        var answer = await AskAsync(one.Hall, """{"matterName":"x","mode":"online","colour":"red","places":{"school":"990001"},"homeDivision":"990001"}""");

        Assert.Equal("SAMPLE-1", (string)answer["route"]!["rule"]!);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"mode":"online","mode":"online"}""")]
    public async Task A_body_that_is_no_object_is_told_what_is_wanted(string body)
    {
        var answer = await one.Hall.Client("mz").PostAsync(Path, body);

        Assert.Equal((400, "caller.body-malformed"), (answer.Status, (string)answer.Json["code"]!));
        Assert.Contains("matterCode", (string)answer.Json["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_halls_own_files_decide_and_a_division_that_was_merged_is_followed()
    {
        using var own = new OwnRoutes("A,any,,370102,online,,,,历下窗口,,,,,\n", "370104,merged,370102,2026-05-01\n");
        await using var hall = await TestHall.StartAsync(settings: own.Settings);

        var answer = await AskAsync(hall, """{"matterName":"x","mode":"online","homeDivision":"370104"}""");

        Assert.Equal(("A", "370102"), ((string)answer["route"]!["rule"]!, (string)answer["homeDivision"]!));
        Assert.Contains("自 2026-05-01 起并入", (string)Assert.Single(answer["followed"]!.AsArray())!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tied_rules_stop_the_start_and_both_are_named()
    {
        using var own = new OwnRoutes("A,any,,370102,,,,,x,,,,,\nB,any,,370102,,,,,y,,,,,\n", "");

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => TestHall.StartAsync(settings: own.Settings));

        Assert.Contains("A", fault.Message, StringComparison.Ordinal);
        Assert.Contains("B", fault.Message, StringComparison.Ordinal);
        Assert.Contains("routes.csv", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_none_is_a_mistake_of_the_settings()
    {
        var fault = await Assert.ThrowsAsync<SettingsException>(() => TestHall.StartAsync(settings: new() { ["CrossRegion:Path"] = "nowhere" }));

        Assert.Contains(fault.Mistakes, mistake => mistake.StartsWith("CrossRegion:Path", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reference_data_of_before_there_were_routes_is_told_what_is_missing()
    {
        var old = Directory.CreateTempSubdirectory("data-").FullName;
        try
        {
            var fault = await Assert.ThrowsAsync<SettingsException>(() => TestHall.StartAsync(settings: new() { ["Data:Path"] = old }));

            Assert.Contains(fault.Mistakes, mistake => mistake.StartsWith("CrossRegion:Path is not set and", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(old);
        }
    }

    private static async Task<JsonObject> AskAsync(TestHall hall, string asked)
    {
        var answer = await hall.Client("mz").PostAsync(Path, asked);
        Assert.Equal(200, answer.Status);
        return answer.Json.AsObject();
    }
}
