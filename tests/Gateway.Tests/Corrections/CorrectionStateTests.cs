using System.Text.Json.Nodes;
using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Corrections;

/// <summary>
/// Contract section 2, "Corrections": a second version meets the first in every state it can be in at the platform, with later events behind it or
/// without, and as a correction or a withdrawal.
/// </summary>
public sealed class CorrectionStateTests
{
    private const string Step = "up_pro_process";

    /// <summary>State of version 1, then what becomes of its record and its delivery, and the rows of the step's table as the province judged them.</summary>
    public static TheoryData<string, bool, bool, string, string, string> Table { get; } = new()
    {
        // state, withdrawn, later events, record 1, delivery 1, the step's rows at the province
        { "never sent", false, false, "superseded", "superseded", "I" },
        { "never sent", false, true, "superseded", "superseded", "I" },
        { "never sent", true, false, "superseded", "superseded", "" },
        { "never sent", true, true, "superseded", "superseded", "" },
        { "refused", false, false, "superseded", "superseded", "I" },
        { "refused", false, true, "superseded", "superseded", "I" },
        { "refused", true, false, "superseded", "superseded", "" },
        { "refused", true, true, "superseded", "superseded", "" },
        { "in flight", false, false, "taken", "confirmed", "I U" },
        { "in flight", false, true, "taken", "confirmed", "I U" },
        { "in flight", true, false, "taken", "confirmed", "I D" },
        { "in flight", true, true, "taken", "confirmed", "I D" },
        { "in flight, then refused", false, true, "superseded", "superseded", "I" },
        { "in flight, then refused", true, true, "superseded", "superseded", "" },
        { "unknown, taken", false, false, "taken", "confirmed", "I U" },
        { "unknown, taken", false, true, "taken", "confirmed", "I U" },
        { "unknown, taken", true, true, "taken", "confirmed", "I D" },
        { "unknown, not taken", false, true, "taken", "confirmed", "I U" },
        { "unknown, not taken", true, false, "taken", "confirmed", "I D" },
        { "confirmed", false, false, "taken", "confirmed", "I U" },
        { "confirmed", false, true, "taken", "confirmed", "I U" },
        { "confirmed", true, false, "taken", "confirmed", "I D" },
        { "confirmed", true, true, "taken", "confirmed", "I D" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_second_version_meets_the_first(string state, bool isWithdrawn, bool hasLater, string record, string delivery, string operations)
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province, new() { ["Platforms:OneWindow:AttemptTimeout"] = "00:00:20", ["Platforms:OneWindow:WhenUnknown"] = "resendSameIdentity" });
        var mz = hall.Client();
        var accepted = await mz.PushAsync(Samples.Accepted("C-1"));
        await hall.AllConfirmedAsync();
        await province.SetFaultsAsync(JsonNode.Parse(FaultOf(state, (string)accepted.Results[0]["gatewayCaseNo"]!))!);
        var first = (string)(await mz.PushAsync(Samples.Step("C-1"))).Results[0]["recordId"]!;
        await Soon.ItHoldsAsync(async () => await DeliveryOfAsync(mz, first) == StoredAs(state));
        if (hasLater)
        {
            await mz.PushAsync(Samples.Step("C-1", "later", "2026-06-15T11:00:00+08:00"), Samples.Closed("C-1"));
        }

        if (state == "refused")
        {
            // The province mends its rules before the second version comes: it would refuse that one as well.
            await province.ClearFaultsAsync();
        }

        var answer = await mz.PushAsync(Second(isWithdrawn));
        await province.ClearFaultsAsync();

        Assert.Equal("accepted", Assert.Single(answer.Verdicts));
        var reconciliation = await hall.AllConfirmedAsync();
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Equal((record, delivery), ((string?)(await mz.GetAsync($"/v1/records/{first}")).Json["state"], await DeliveryOfAsync(mz, first)));
        await ProvinceIsRightAsync(province, operations, isWithdrawn, hasLater, isOrdered: state != "confirmed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_correction_of_what_is_confirmed_goes_ahead_of_what_was_not_sent(bool isWithdrawn)
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        await mz.PushAsync(Samples.Accepted("C-2"), Samples.Step("C-2"));
        await hall.AllConfirmedAsync();
        await hall.OrderAsync("/v1/platforms/one-window:stop");
        await mz.PushAsync(Samples.Step("C-2", "later", "2026-06-15T11:00:00+08:00"));
        await mz.PushAsync(Second(isWithdrawn).With("caseNo", "C-2").Keyed("C-2/step"));

        await hall.OrderAsync("/v1/platforms/one-window:start");
        await hall.AllConfirmedAsync();

        Assert.Equal([isWithdrawn ? "D" : "U", "I"], (await province.JournalAsync()).Where(entry => entry.Table == Step).Skip(1).Select(entry => entry.Operation));
    }

    [Fact]
    public async Task A_correction_that_changes_nothing_at_the_platform_sends_nothing()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        var first = await mz.PushAsync(Samples.Accepted("C-3"));
        await hall.AllConfirmedAsync();

        var second = await mz.PushAsync(Samples.Accepted("C-3").With("version", 2).WithData("commitment", true));
        await hall.AllConfirmedAsync();

        var delivery = (await mz.GetAsync($"/v1/records/{(string)second.Results[0]["recordId"]!}")).Json["deliveries"]![0]!;
        Assert.Equal(("carried", (string)first.Results[0]["recordId"]!), ((string?)delivery["state"], (string?)delivery["by"]));
        Assert.All(await province.JournalAsync(), entry => Assert.Equal("I", entry.Operation));
    }

    [Fact]
    public async Task A_delivery_in_another_way_than_the_result_said_changes_that_row_alone()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);

        await hall.Client().PushAsync(
            Samples.Accepted("C-4"), Samples.Step("C-4"), Samples.Closed("C-4"), Samples.Record("C-4", "delivered", "case.delivered", "2026-06-15T16:00:00+08:00", new() { ["method"] = "post" }));
        var reconciliation = await hall.AllConfirmedAsync();

        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Equal(["up_pro_result I", "up_pro_result U"], (await province.JournalAsync()).TakeLast(2).Select(entry => $"{entry.Table} {entry.Operation}"));
        Assert.Equal("1", (string?)Assert.Single(await province.RowsAsync("up_pro_result"))["is_delivery_results"]);
    }

    [Fact]
    public async Task A_withdrawn_result_reopens_the_case_and_another_may_come()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        await mz.PushAsync(Samples.Accepted("C-5"), Samples.Step("C-5"), Samples.Closed("C-5"));
        await hall.AllConfirmedAsync();

        await mz.PushAsync(Samples.Closed("C-5").With("version", 2).With("deleted", true));
        var reopened = (await mz.GetAsync("/v1/cases?no=C-5")).Json;
        var after = await mz.PushAsync(Samples.Step("C-5", "more", "2026-06-15T15:30:00+08:00"), Samples.Closed("C-5", "2026-06-15T16:00:00+08:00").Keyed("C-5/closed-again"));
        var reconciliation = await hall.AllConfirmedAsync();

        Assert.Equal(("processing", null, true), ((string?)reopened["state"], (string?)reopened["result"], (bool)reopened["clock"]!["running"]!));
        Assert.All(after.Verdicts, verdict => Assert.Equal("accepted", verdict));
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Equal(["up_pro_result D", "up_pro_process I", "up_pro_result I"], (await province.JournalAsync()).TakeLast(3).Select(entry => $"{entry.Table} {entry.Operation}"));
    }

    [Theory]
    [InlineData("up_pro_accept")]
    [InlineData("up_pro_result")]
    public async Task A_first_acceptance_or_result_may_come_back_while_the_withdrawal_of_a_second_is_not_sent_yet(string table)
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        JsonObject Of(string key) => (table == "up_pro_accept" ? Samples.Accepted("C-9") : Samples.Closed("C-9")).Keyed($"C-9/{key}");
        List<JsonObject> before = table == "up_pro_accept" ? [] : [Samples.Accepted("C-9"), Samples.Step("C-9")];
        await mz.PushAsync([.. before, Of("first")]);
        await hall.AllConfirmedAsync();
        await mz.PushAsync(Of("first").With("version", 2).With("deleted", true), Of("second"));
        await hall.AllConfirmedAsync();

        await hall.OrderAsync("/v1/platforms/one-window:stop");
        var back = await mz.PushAsync(Of("second").With("version", 2).With("deleted", true), Of("first").With("version", 3));
        await hall.OrderAsync("/v1/platforms/one-window:start");
        var reconciliation = await hall.AllConfirmedAsync();

        Assert.Equal(["accepted", "accepted"], back.Verdicts);
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.DoesNotContain(await province.JournalAsync(), entry => entry.Outcome == "refused");
        Assert.Single(await province.RowsAsync(table));
    }

    [Fact]
    public async Task A_case_whose_every_record_was_withdrawn_is_withdrawn_and_begins_again_with_a_later_version()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        await mz.PushAsync(Samples.Accepted("C-6"));
        await hall.AllConfirmedAsync();

        await mz.PushAsync(Samples.Accepted("C-6").With("version", 2).With("deleted", true));
        var step = await mz.PushAsync(Samples.Step("C-6"));
        var gone = (await mz.GetAsync("/v1/cases?no=C-6")).Json;
        var back = await mz.PushAsync(Samples.Accepted("C-6").With("version", 3).WithData("title", "重新受理"));
        var reconciliation = await hall.AllConfirmedAsync();

        Assert.Equal(("withdrawn", "parked", "accepted"), ((string?)gone["state"], step.Verdicts[0], back.Verdicts[0]));
        Assert.Equal("processing", (string?)(await mz.GetAsync("/v1/cases?no=C-6")).Json["state"]);
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Equal("重新受理", (string?)Assert.Single(await province.RowsAsync("up_pro_accept"))["project_name"]);
        Assert.Single(await province.RowsAsync(Step));
    }

    [Fact]
    public async Task An_acceptance_that_comes_back_takes_the_place_of_the_one_that_was_withdrawn_meanwhile()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        await mz.PushAsync(Samples.Accepted("C-11"), Samples.Accepted("C-11").With("version", 2).With("deleted", true), Samples.Accepted("C-11").Keyed("C-11/other"));
        await hall.AllConfirmedAsync();
        await hall.OrderAsync("/v1/platforms/one-window:stop");
        var pushed = await mz.PushAsync(Samples.Accepted("C-11").Keyed("C-11/other").With("version", 2).With("deleted", true), Samples.Accepted("C-11").With("version", 3));

        await hall.OrderAsync("/v1/platforms/one-window:start");
        var reconciliation = await hall.AllConfirmedAsync();

        Assert.Equal(["accepted", "accepted"], pushed.Verdicts);
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Equal(["D", "I"], (await province.JournalAsync()).Where(entry => entry.Table == "up_pro_accept").TakeLast(2).Select(entry => entry.Operation));
    }

    [Fact]
    public async Task A_later_version_than_one_in_quarantine_or_waiting_replaces_it()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        var wrong = (await mz.PushAsync(Samples.Accepted("C-7").WithData("matterCode", "no-such-matter"))).Results[0];
        var waiting = (await mz.PushAsync(Samples.Step("C-7"))).Results[0];
        var better = await mz.PushAsync(Samples.Step("C-7").With("version", 2).WithData("opinion", "不同意"));

        var right = await mz.PushAsync(Samples.Accepted("C-7").With("version", 2));
        var reconciliation = await hall.AllConfirmedAsync();

        Assert.Equal(["parked", "accepted"], [better.Verdicts[0], right.Verdicts[0]]);
        foreach (var result in new[] { wrong, waiting })
        {
            Assert.Equal("superseded", (string?)(await mz.GetAsync($"/v1/records/{(string)result["recordId"]!}")).Json["state"]);
        }

        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Equal("不同意", (string?)Assert.Single(await province.RowsAsync(Step))["handle_explain"]);
    }

    [Fact]
    public async Task A_version_below_one_that_is_here_is_superseded_and_a_withdrawal_of_nothing_is_kept()
    {
        await using var hall = await TestHall.StartAsync();
        var mz = hall.Client();

        var withdrawal = await mz.PushAsync(Samples.Accepted("C-8").With("version", 2).With("deleted", true));
        var late = await mz.PushAsync(Samples.Accepted("C-8"));
        var second = await mz.PushAsync(Samples.Accepted("C-9").With("version", 2));

        Assert.Equal(["accepted", "superseded", "accepted"], [withdrawal.Verdicts[0], late.Verdicts[0], second.Verdicts[0]]);
        Assert.Equal(404, (await mz.GetAsync("/v1/cases?no=C-8")).Status);
        var reconciliation = await hall.ReconcileAsync();
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
    }

    [Fact]
    public async Task A_correction_that_moves_the_light_is_told_as_a_change_of_the_case()
    {
        await using var hall = await TestHall.StartAsync();
        var mz = hall.Client();
        await mz.PushAsync(Samples.Accepted("C-10"));
        var before = (await mz.GetAsync("/v1/cases?no=C-10")).Json;

        await mz.PushAsync(Samples.Accepted("C-10", "2026-06-05T09:00:00+08:00").With("version", 2));

        var after = (await mz.GetAsync("/v1/cases?no=C-10")).Json;
        Assert.Equal(("green", "red"), ((string?)before["clock"]!["light"], (string?)after["clock"]!["light"]));
        Assert.Equal(["record.taken", "record.taken", "case.changed"], await hall.JournalAsync());
    }

    private static JsonObject Second(bool isWithdrawn) =>
        isWithdrawn ? Samples.Step("C-1").With("version", 2).With("deleted", true) : Samples.Step("C-1").With("version", 2).WithData("opinion", "更正");

    private static string FaultOf(string state, string project) => state switch
    {
        "never sent" => """{"away":true}""",
        "refused" => $$$"""{"refuseRows":{"holding":["{{{project}}}"]}}""",
        "in flight" => """{"slow":{"times":1,"milliseconds":1500}}""",
        "in flight, then refused" => $$$"""{"slow":{"times":1,"milliseconds":1500},"refuseRows":{"times":1,"holding":["{{{project}}}"]}}""",
        "unknown, taken" => """{"cut":{"afterTaking":true}}""",
        "unknown, not taken" => """{"cut":true}""",
        _ => "{}",
    };

    private static string StoredAs(string state) => state switch
    {
        "never sent" => "waiting",
        "in flight, then refused" or "in flight" => "sent",
        "unknown, taken" or "unknown, not taken" => "unknown",
        _ => state,
    };

    private static async Task<string?> DeliveryOfAsync(SignedClient client, string record) => (string?)(await client.GetAsync($"/v1/records/{record}")).Json["deliveries"]![0]!["state"];

    private static async Task ProvinceIsRightAsync(TestProvince province, string operations, bool isWithdrawn, bool hasLater, bool isOrdered)
    {
        var taken = (await province.JournalAsync()).Where(entry => entry.Outcome == "taken").ToList();
        var steps = taken.Where(entry => entry.Table == Step).Select(entry => entry.Operation);

        // Where the first was confirmed, those behind it may have gone before the second came.
        var expected = operations.Split(' ', StringSplitOptions.RemoveEmptyEntries).Concat(hasLater ? ["I"] : []);
        Assert.Equal(isOrdered ? expected : expected.Order(), isOrdered ? steps : steps.Order());
        Assert.Equal(
            new[] { isWithdrawn ? null : "更正", hasLater ? "同意" : null }.Where(text => text is not null).OrderDescending(),
            (await province.RowsAsync(Step)).Select(row => (string?)row["handle_explain"]).OrderDescending());
        Assert.Equal(hasLater ? 1 : 0, taken.Count(entry => entry.Table == "up_pro_result"));
    }
}
