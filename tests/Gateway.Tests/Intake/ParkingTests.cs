using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceHall.Gateway.Intake;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake;

public sealed class ParkingTests
{
    [Fact]
    public async Task What_comes_before_its_acceptance_waits_and_is_judged_in_the_order_in_which_it_happened()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();

        var early = await mz.PushAsync(Samples.Closed("P-1"), Samples.Resumed("P-1"), Samples.Step("P-1"), Samples.Paused("P-1"));
        var acceptance = await mz.PushAsync(Samples.Accepted("P-1"));

        Assert.All(early.Results, result => Assert.Equal(("parked", "case.accepted", "case.not-yet-accepted"), ((string?)result["verdict"], (string?)result["waitsFor"], (string?)result["errors"]![0]!["rule"])));
        Assert.Equal(["accepted"], acceptance.Verdicts);
        var reconciliation = await hall.DeliveredAsync();
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Equal(5, reconciliation.Records["taken"]);
        Assert.Equal(["up_pro_accept", "up_pro_material", "up_pro_process", "up_pro_special_procedure", "up_pro_result"], (await province.JournalAsync()).Select(entry => entry.Table));
        Assert.Equal("taken", (string?)(await RecordAsync(mz, early.Results[0]))["state"]);
    }

    [Fact]
    public async Task A_released_record_that_breaks_a_rule_goes_to_quarantine_alone()
    {
        await using var hall = await TestHall.StartAsync();
        var mz = hall.Client();

        var early = await mz.PushAsync(Samples.Step("P-2", "too-early", "2026-06-15T08:00:00+08:00"), Samples.Step("P-2"));
        await mz.PushAsync(Samples.Accepted("P-2"));

        var tooEarly = await RecordAsync(mz, early.Results[0]);
        Assert.Equal(("rejected", "quarantined", "time.out-of-order"), ((string?)tooEarly["verdict"], (string?)tooEarly["state"], (string?)tooEarly["errors"]![0]!["rule"]));
        Assert.Equal("taken", (string?)(await RecordAsync(mz, early.Results[1]))["state"]);
    }

    [Fact]
    public async Task What_waits_for_an_acceptance_in_quarantine_says_which_and_goes_on_with_the_one_that_passes()
    {
        await using var hall = await TestHall.StartAsync();
        var mz = hall.Client();
        var refused = Samples.Accepted("P-3");
        refused["data"]!["matterCode"] = "no-such-matter";

        await mz.PushAsync(refused);
        var waiting = await mz.PushAsync(Samples.Step("P-3"));
        await mz.PushAsync(Samples.Accepted("P-3").Keyed("P-3/accepted-again"));

        Assert.Equal(("parked", "P-3/accepted"), ((string?)waiting.Results[0]["verdict"], (string?)waiting.Results[0]["waitsFor"]));
        Assert.Equal("taken", (string?)(await RecordAsync(mz, waiting.Results[0]))["state"]);
    }

    [Fact]
    public async Task A_repeat_of_what_waited_tells_what_became_of_it()
    {
        await using var hall = await TestHall.StartAsync();
        var mz = hall.Client();
        await mz.PushAsync(Samples.Step("P-4"));

        var before = await mz.PushAsync(Samples.Step("P-4"));
        await mz.PushAsync(Samples.Accepted("P-4"));
        var after = await mz.PushAsync(Samples.Step("P-4"));

        Assert.Equal(["parked", "taken"], new[] { before, after }.Select(answer => (string?)answer.Results[0]["first"]!["state"]));
    }

    [Fact]
    public async Task One_call_may_hold_the_events_before_their_acceptance()
    {
        await using var hall = await TestHall.StartAsync();

        var answer = await hall.Client().PushAsync(Samples.Closed("P-5"), Samples.Step("P-5"), Samples.Accepted("P-5"));

        Assert.Equal(["parked", "parked", "accepted"], answer.Verdicts);
        Assert.Equal("closed", (string?)(await hall.Client().GetAsync("/v1/cases?no=P-5")).Json["state"]);
    }

    [Fact]
    public async Task What_happened_at_one_moment_is_released_in_the_order_of_its_call()
    {
        await using var hall = await TestHall.StartAsync();
        var mz = hall.Client();
        const string moment = "2026-06-15T15:00:00+08:00";
        List<string> cases = [.. Enumerable.Range(0, 40).Select(number => $"P-7-{number}")];

        var early = await mz.PushAsync(cases.SelectMany(no => new[] { Samples.Step(no, at: moment), Samples.Closed(no, moment) }));
        await mz.PushAsync(cases.Select(no => Samples.Accepted(no)));

        Assert.All(early.Verdicts, verdict => Assert.Equal("parked", verdict));
        Assert.Equal(120, (await hall.ReconcileAsync()).Records["taken"]);
    }

    [Fact]
    public async Task After_a_day_the_wait_is_a_finding_and_after_thirty_it_is_over()
    {
        await using var hall = await TestHall.StartAsync();
        var mz = hall.Client();
        var step = (await mz.PushAsync(Samples.Step("P-6"))).Results[0];
        var watch = hall.Services.GetServices<IHostedService>().OfType<ParkedWatch>().Single();

        hall.Clock.HoldAt(TestHall.Monday.AddDays(1).AddMinutes(1));
        await watch.ReviewAsync();
        await watch.ReviewAsync();
        var told = await RecordAsync(mz, step);
        hall.Clock.HoldAt(TestHall.Monday.AddDays(30).AddMinutes(1));
        await watch.ReviewAsync();
        var over = await RecordAsync(mz, step);

        Assert.Equal("parked", (string?)told["state"]);
        Assert.Equal(["case.waiting-long"], told["warnings"]!.AsArray().Select(warning => (string?)warning!["rule"]));
        Assert.Equal(("rejected", "quarantined"), ((string?)over["verdict"], (string?)over["state"]));
        Assert.Contains("case.never-accepted", over["errors"]!.AsArray().Select(error => (string?)error!["rule"]));
        Assert.True((await hall.ReconcileAsync()).ExitCode == 0);
    }

    private static async Task<JsonNode> RecordAsync(SignedClient client, JsonNode result) => (await client.GetAsync($"/v1/records/{(string?)result["recordId"]}")).Json;
}
