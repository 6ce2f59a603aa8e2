using System.Text.Json.Nodes;
using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Status;

/// <summary>What no code table covers is counted beside its finding.</summary>
public sealed class UnmappedTests
{
    [Fact]
    public async Task A_value_no_table_covers_is_a_finding_and_counted_once_a_record()
    {
        await using var own = await OwnFormat.StartAsync();

        var first = await own.PushAsync("u-1", "7");
        own.Hall.Clock.HoldAt(TestHall.Monday.AddHours(2));
        await own.PushAsync("u-2", "7");
        await own.PushAsync("u-3", "8");
        await own.PushAsync("u-4", "1");

        Assert.Equal(["code.unknown"], first.Rules);
        Assert.Equal(
            [("jt", "channel", "7", 2L, "2026-06-15T18:00:00+08:00", "2026-06-15T20:00:00+08:00"), ("jt", "channel", "8", 1L, "2026-06-15T20:00:00+08:00", "2026-06-15T20:00:00+08:00")],
            (await ListAsync(own)).Select(one => ((string)one["adapter"]!, (string)one["table"]!, (string)one["value"]!, (long)one["count"]!, (string)one["firstAt"]!, (string)one["lastAt"]!)));
    }

    [Fact]
    public async Task A_repeat_counts_nothing_and_other_content_does()
    {
        await using var own = await OwnFormat.StartAsync();

        await own.PushAsync("u-5", "7");
        var repeats = await Task.WhenAll(own.PushAsync("u-5", "7"), own.PushAsync("u-5", "7"));
        Assert.All(repeats, answer => Assert.Equal(["duplicate"], answer.Verdicts));
        Assert.Equal(1, (long)Assert.Single(await ListAsync(own))["count"]!);

        var conflict = await own.PushAsync(OwnFormat.Record("u-5", "7").With("no", "u-5-other"));
        Assert.Equal(["conflict"], conflict.Verdicts);
        Assert.Equal(2, (long)Assert.Single(await ListAsync(own))["count"]!);
    }

    [Fact]
    public async Task What_is_not_kept_is_not_counted()
    {
        await using var own = await OwnFormat.StartAsync();

        await own.PushAsync(OwnFormat.Record("u-6", "7").With("id", null));
        var stranger = await own.Hall.Client("rs").PostAsync("/v1/intake/jt", OwnFormat.Record("u-6", "7").ToJsonString());

        Assert.Equal(["caller.not-yours"], stranger.Rules);
        Assert.Empty(await ListAsync(own));
    }

    [Fact]
    public async Task A_code_of_other_days_is_counted_too_and_no_longer_once_its_table_is_corrected()
    {
        await using var own = await OwnFormat.StartAsync();
        own.Write("jt/tables/channel.csv", "code,word,validFrom\n1,web,2026-06-16\n");
        await own.ReloadAsync();
        var early = await own.PushAsync("u-7", "1");
        Assert.Contains("当日无效", (string?)early.Results[0]["errors"]![0]!["message"], StringComparison.Ordinal);

        own.Write("jt/tables/channel.csv", "code,word,validFrom\n1,web,2026-06-15\n");
        await own.ReloadAsync();
        Assert.Equal(["accepted"], (await own.PushAsync(OwnFormat.Record("u-7", "1").With("v", 2))).Verdicts);

        Assert.Equal(1, (long)Assert.Single(await ListAsync(own))["count"]!);
    }

    [Theory]
    [InlineData("990001197001010014", "990***********0014")]
    [InlineData("电话10012345678", "电话1******5678")]
    [InlineData("1234567", "*******")]
    [InlineData("123456", "123456")]
    [InlineData("12-345-678", "12-345-678")]
    [InlineData("１２３４５６７８", "１２３*５６７８")]
    [InlineData("一二三四五六七八九十一二三四五六七八九十", "一二三四五六七八九十一二三四五六七八九十")]
    [InlineData("一二三四五六七八九十一二三四五六七八九十甲", "一二三**************八九十甲")]
    public async Task What_is_no_code_is_masked(string value, string shown)
    {
        await using var own = await OwnFormat.StartAsync();

        var answer = await own.PushAsync("u-8", value);

        Assert.Equal(shown, (string?)Assert.Single(await ListAsync(own))["value"]);
        Assert.DoesNotContain(value, answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Very_long_values_are_told_apart_and_cut()
    {
        await using var own = await OwnFormat.StartAsync();
        var half = new string('长', 100_000);

        await own.PushAsync("u-9", half + "a");
        await own.PushAsync("u-10", half + "b");

        var listed = await ListAsync(own);
        Assert.Equal([1L, 1L], listed.Select(one => (long)one["count"]!));
        Assert.All(listed, one => Assert.Equal(200, ((string)one["value"]!).Length));
    }

    [Fact]
    public async Task The_list_has_a_limit_and_is_the_operators()
    {
        await using var own = await OwnFormat.StartAsync();
        await own.PushAsync("u-11", "8");
        await own.PushAsync("u-12", "9");
        await own.PushAsync("u-13", "9");

        Assert.Equal(["9"], (await ListAsync(own, "?limit=1")).Select(one => (string)one["value"]!));
        Assert.Equal(["9", "8"], (await ListAsync(own, "?limit=1000")).Select(one => (string)one["value"]!));
        foreach (var wrong in new[] { "0", "1001", "-1", "x", "", "1&limit=2" })
        {
            var refused = await own.Operator.GetAsync($"/v1/unmapped?limit={wrong}");
            Assert.Equal((400, "caller.query-malformed"), (refused.Status, refused.Code));
        }

        foreach (var client in new[] { "mz", "province" })
        {
            var refused = await own.Hall.Client(client).GetAsync("/v1/unmapped");
            Assert.Equal((403, "caller.not-yours"), (refused.Status, refused.Code));
        }
    }

    [Fact]
    public async Task A_withdrawal_in_the_departments_own_format_reaches_the_judge()
    {
        await using var own = await OwnFormat.StartAsync();
        await own.PushAsync("u-14", "1");

        var withdrawn = await own.PushAsync(OwnFormat.Record("u-14", "no such code").With("op", "D").With("v", 2));

        Assert.DoesNotContain("code.unknown", withdrawn.ToString(), StringComparison.Ordinal);
        var record = (await own.Operator.GetAsync($"/v1/records/{withdrawn.Results[0]["recordId"]}")).Json["record"]!;
        Assert.True((bool)record["deleted"]!);
        Assert.Empty(await ListAsync(own));
    }

    private static async Task<IReadOnlyList<JsonNode>> ListAsync(OwnFormat own, string query = "")
    {
        var answer = await own.Operator.GetAsync($"/v1/unmapped{query}");
        Assert.True(answer.Status == 200, answer.ToString());
        return [.. answer.Json["unmapped"]!.AsArray().Select(one => one!)];
    }
}
