using System.Text.Json.Nodes;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Dispatch;

/// <summary>Contract section 5, "Outcome of a call": what nobody knows, whole batches, and platforms that will not talk.</summary>
public sealed class OutcomeTests
{
    [Fact]
    public async Task A_poisoned_row_in_a_batch_is_found_by_halving_and_stops_only_its_own_case()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        await hall.OrderAsync("/v1/platforms/one-window:stop");
        var pushed = await hall.Client().PushAsync(Enumerable.Range(0, 16).Select(i => Samples.Accepted($"P-{i}")));
        var poisoned = (string)pushed.Results[5]["gatewayCaseNo"]!;
        await province.SetFaultsAsync(new { refuseBatch = new { holding = new[] { poisoned } } });

        await hall.OrderAsync("/v1/platforms/one-window:start");
        await Soon.ItHoldsAsync(async () => (await hall.ReconcileAsync()).Deliveries is var states && states.GetValueOrDefault("confirmed") == 15 && states.GetValueOrDefault("refused") == 1);

        var delivery = (await hall.Client().GetAsync("/v1/cases?no=P-5")).Json["deliveries"]![0]!;
        Assert.Equal("refused", (string?)delivery["state"]);
        Assert.Contains("E0900", (string?)delivery["why"], StringComparison.Ordinal);
        await province.ClearFaultsAsync();
        await hall.OrderAsync($"/v1/records/{pushed.Results[5].Id()}:resend", new { platform = "one-window" });
        Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
    }

    [Fact]
    public async Task A_row_that_is_never_known_to_have_arrived_holds_up_none_of_those_that_went_with_it()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        await hall.OrderAsync("/v1/platforms/one-window:stop");
        var pushed = await hall.Client().PushAsync(Enumerable.Range(0, 16).Select(i => Samples.Accepted($"N-{i}")));
        await province.SetFaultsAsync(new { cut = new { holding = new[] { (string)pushed.Results[5]["gatewayCaseNo"]! } } });

        await hall.OrderAsync("/v1/platforms/one-window:start");
        await Soon.ItHoldsAsync(async () => (await hall.ReconcileAsync()).Deliveries.GetValueOrDefault("confirmed") == 15);

        await province.ClearFaultsAsync();
        Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task A_platform_that_refuses_whatever_is_tried_is_stopped_and_nothing_is_refused(int cases)
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(new { refuseBatch = true });
        await using var hall = await TestHall.StartAsync(province);
        hall.Log.ErrorsAreExpected = true;

        await hall.Client().PushAsync(Enumerable.Range(0, cases).Select(i => Samples.Accepted($"S-{i}")));
        await StoppedAsync(hall, "S-0", "E0900");

        Assert.DoesNotContain("refused", (await hall.ReconcileAsync()).Deliveries.Keys);
        await province.ClearFaultsAsync();
        await hall.OrderAsync("/v1/platforms/one-window:start");
        Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
    }

    [Theory]
    [InlineData("""{"businessCode":{"times":1}}""", "9")]
    [InlineData("""{"businessCode":{"times":1,"afterTaking":true}}""", "9")]
    [InlineData("""{"transportCode":{"times":1}}""", "500")]
    [InlineData("""{"transportCode":{"times":1,"afterTaking":true}}""", "500")]
    public async Task An_unlisted_code_stops_the_platform_and_what_it_took_is_asked_for_after_the_start(string faults, string code)
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(JsonNode.Parse(faults)!);
        await using var hall = await TestHall.StartAsync(province);
        hall.Log.ErrorsAreExpected = true;

        await hall.Client().PushAsync(Samples.Accepted("U-1"));
        await Soon.ItHoldsAsync(() => hall.Log.Lines.Any(line => line.Contains("is stopped until somebody starts it", StringComparison.Ordinal) && line.Contains(code, StringComparison.Ordinal)));
        await hall.OrderAsync("/v1/platforms/one-window:start");

        Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
        Assert.All(await province.JournalAsync(), entry => Assert.Equal("taken", entry.Outcome));
        Assert.Contains("platform.stopped", await hall.JournalAsync());
    }

    [Fact]
    public async Task A_platform_that_does_not_know_us_is_stopped_and_stays_so_over_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("unknown-to-it-").FullName;
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using (var hall = await TestHall.StartAsync(province, new() { ["Platforms:OneWindow:Token"] = "another-token-than-agreed" }, folder))
        {
            hall.Log.ErrorsAreExpected = true;
            await hall.Client().PushAsync(Samples.Accepted("K-1"));
            await StoppedAsync(hall, "K-1", "401");
        }

        await using (var hall = await TestHall.StartAsync(province, folder: folder))
        {
            await StoppedAsync(hall, "K-1", "401");
            Assert.Empty(await province.JournalAsync());
            await hall.OrderAsync("/v1/platforms/one-window:start");
            Assert.Equal(0, (await hall.AllConfirmedAsync()).ExitCode);
        }

        TestStore.Remove(folder);
    }

    [Theory]
    [InlineData("""{"cut":{"times":1,"afterTaking":true}}""", "taken")]
    [InlineData("""{"cut":{"times":1}}""", "taken")]
    [InlineData("""{"html":{"times":1,"afterTaking":true}}""", "taken")]
    [InlineData("""{"cut":{"times":1,"afterTaking":true},"denyRepeats":true}""", "taken")]
    [InlineData("""{"cut":{"times":6,"afterTaking":true,"reads":true}}""", "taken")]
    public async Task What_nobody_knows_is_asked_for_row_by_row_and_only_what_is_not_there_goes_again(string faults, string outcomes)
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(JsonNode.Parse(faults)!);
        await using var hall = await TestHall.StartAsync(province);

        await hall.Client().PushAsync(Samples.Accepted("A-1"), Samples.Step("A-1"), Samples.Closed("A-1"));
        var reconciliation = await hall.AllConfirmedAsync();

        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        var journal = await province.JournalAsync();
        Assert.Equal(["up_pro_accept", "up_pro_material", "up_pro_process", "up_pro_result"], journal.Select(entry => entry.Table));
        Assert.All(journal, entry => Assert.Equal(outcomes, entry.Outcome));
    }

    [Theory]
    [InlineData("resend", "confirmed")]
    [InlineData("discard", "notForThisPlatform")]
    public async Task Where_the_profile_says_so_a_person_decides_what_becomes_of_an_unknown_one(string verb, string state)
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(new { cut = new { times = 1, afterTaking = true } });
        await using var hall = await TestHall.StartAsync(province, new() { ["Platforms:OneWindow:WhenUnknown"] = "person" });
        var pushed = await hall.Client().PushAsync(Samples.Accepted("D-1"));
        await Soon.ItHoldsAsync(async () => (string?)(await hall.Client().GetAsync("/v1/cases?no=D-1")).Json["deliveries"]![0]!["state"] == "unknown");
        await hall.Client().PushAsync(Samples.Step("D-1"));
        await Soon.ItHoldsAsync(async () => ((string?)(await hall.Client().GetAsync("/v1/cases?no=D-1")).Json["deliveries"]![1]!["why"])?.Contains("D-1/accepted", StringComparison.Ordinal) == true);

        var lane = Assert.Single((await hall.Operator().GetAsync("/v1/lanes")).Json["lanes"]!.AsArray())!;
        Assert.Equal(("unknown", pushed.Results[0].Id(), 1), ((string?)lane["blockedBy"]!["state"], lane["blockedBy"]!.Id(), (int)lane["waiting"]!));

        var decided = await hall.OrderAsync($"/v1/records/{pushed.Results[0].Id()}:{verb}", new { platform = "one-window" });

        Assert.True(decided.Status == 200, decided.ToString());
        await hall.AllConfirmedAsync();
        Assert.Equal([state, "confirmed"], (await hall.Client().GetAsync("/v1/cases?no=D-1")).Json["deliveries"]!.AsArray().Select(one => (string?)one!["state"]));
    }

    private static Task StoppedAsync(TestHall hall, string caseNo, string why) => Soon.ItHoldsAsync(async () =>
    {
        var delivery = (await hall.Client().GetAsync($"/v1/cases?no={caseNo}")).Json["deliveries"]![0]!;
        return (string?)delivery["state"] == "waiting" && delivery["why"]?.ToString() is { } said && said.StartsWith("平台已停止：", StringComparison.Ordinal) && said.Contains(why, StringComparison.Ordinal);
    });
}
