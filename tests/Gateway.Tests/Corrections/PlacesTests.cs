using System.Text.Json.Nodes;
using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Corrections;

/// <summary>Contract section 2, "Corrections": what comes back after it was withdrawn, when the case it belongs to has gone another way meanwhile.</summary>
public sealed class PlacesTests
{
    [Fact]
    public async Task A_step_that_comes_back_finds_the_other_acceptance_that_the_case_has_by_then()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        await WithdrawnAsync(mz, "P-1");
        await mz.PushAsync(Samples.Accepted("P-1").Keyed("P-1/accepted-anew"));

        var back = await mz.PushAsync(Samples.Step("P-1").With("version", 3));
        var reconciliation = await hall.AllConfirmedAsync();

        Assert.Equal("accepted", Assert.Single(back.Verdicts));
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Single(await province.RowsAsync("up_pro_process"));
    }

    [Fact]
    public async Task A_step_that_came_back_too_early_is_released_by_another_acceptance()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        await WithdrawnAsync(mz, "P-2");
        var back = (await mz.PushAsync(Samples.Step("P-2").With("version", 3))).Results[0];

        await mz.PushAsync(Samples.Accepted("P-2").Keyed("P-2/accepted-anew"));
        var reconciliation = await hall.AllConfirmedAsync();

        Assert.Equal(("parked", "taken"), ((string?)back["verdict"], await hall.StateAsync(back.Id())));
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Single(await province.RowsAsync("up_pro_process"));
    }

    [Fact]
    public async Task What_was_taken_while_the_acceptance_was_withdrawn_goes_up_once_that_is_back()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        await mz.PushAsync(Samples.Record("P-3", "submitted", "case.submitted", "2026-06-15T08:50:00+08:00", Submission()));
        await mz.PushAsync(Samples.Accepted("P-3"));
        await hall.AllConfirmedAsync();
        await mz.PushAsync(Samples.Accepted("P-3").With("version", 2).With("deleted", true));
        await mz.PushAsync(Samples.Record("P-3", "withdrawn", "case.withdrawn", "2026-06-15T12:00:00+08:00", new() { ["reason"] = "不办了" }));

        var back = await mz.PushAsync(Samples.Accepted("P-3").With("version", 3));
        var reconciliation = await hall.AllConfirmedAsync();

        Assert.Equal("accepted", Assert.Single(back.Verdicts));
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Single(await province.RowsAsync("up_pro_accept"));
        Assert.Single(await province.RowsAsync("up_pro_result"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_withdrawal_of_what_was_never_taken_is_superseded_by_what_comes_after_it(bool hasCase)
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        var nothing = (await mz.PushAsync([.. hasCase ? new[] { Samples.Accepted("P-4") } : [], Samples.Step("P-4").With("deleted", true).With("version", 2)])).Results[^1];
        await mz.PushAsync([.. hasCase ? Array.Empty<JsonObject>() : [Samples.Accepted("P-4")], Samples.Step("P-4").With("version", 3)]);

        var reconciliation = await hall.AllConfirmedAsync();

        Assert.Equal("superseded", await hall.StateAsync(nothing.Id()));
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Single(await province.RowsAsync("up_pro_process"));
    }

    /// <summary>即办件 without a step: its result stands for one, which is judged where the result takes its place. Behind another acceptance that is a new place.</summary>
    [Theory]
    [InlineData("promised", "immediate", 1)]
    [InlineData("immediate", "promised", 0)]
    public async Task A_result_that_comes_back_behind_another_acceptance_is_judged_anew(string before, string anew, int steps)
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();
        await mz.PushAsync(Samples.Record("P-5", "submitted", "case.submitted", "2026-06-15T08:50:00+08:00", Submission()));
        await mz.PushAsync(Accepted(before), Samples.Closed("P-5"));
        await mz.PushAsync(Samples.Closed("P-5").With("version", 2).With("deleted", true), Accepted(before).With("version", 2).With("deleted", true));
        await mz.PushAsync(Accepted(anew).Keyed("P-5/accepted-anew"));

        var back = await mz.PushAsync(Samples.Closed("P-5").With("version", 3));
        var reconciliation = await hall.AllConfirmedAsync();

        Assert.Equal("accepted", Assert.Single(back.Verdicts));
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Equal(steps, (await province.RowsAsync("up_pro_process")).Count);
        Assert.Single(await province.RowsAsync("up_pro_result"));
    }

    private static JsonObject Accepted(string caseType)
    {
        var record = Samples.Accepted("P-5");
        record["data"]!["caseType"] = caseType;
        return record;
    }

    // Its acceptance and its step are taken, delivered and withdrawn again.
    private static async Task WithdrawnAsync(SignedClient mz, string no)
    {
        await mz.PushAsync(Samples.Record(no, "submitted", "case.submitted", "2026-06-15T08:50:00+08:00", Submission()));
        await mz.PushAsync(Samples.Accepted(no), Samples.Step(no));
        await mz.PushAsync(Samples.Step(no).With("version", 2).With("deleted", true), Samples.Accepted(no).With("version", 2).With("deleted", true));
    }

    private static JsonObject Submission()
    {
        var accepted = Samples.Accepted("P")["data"]!.AsObject();
        return new(accepted.Where(member => member.Key is "matterCode" or "title" or "channel" or "applicant").Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
    }
}
