using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Operators;

public sealed class AcceptConflictTests
{
    [Fact]
    public async Task The_other_content_is_taken_as_a_correction_and_goes_up()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var first = (await hall.Client().PushAsync(Samples.Accepted("C-1"), Samples.Step("C-1"))).Results[0].Id();
        await hall.AllConfirmedAsync();
        var other = (await hall.Client().PushAsync(Samples.Accepted("C-1").WithData("title", "另一标题"))).Results[0].Id();

        var accepted = await hall.OrderAsync($"/v1/records/{other}:accept-conflict");

        Assert.True((accepted.Status, (string?)accepted.Json["state"]) == (200, "taken"), accepted.ToString());
        var reconciliation = await hall.AllConfirmedAsync();
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Equal(["taken", "taken"], new[] { await hall.StateAsync(first), await hall.StateAsync(other) });
        Assert.Equal([("up_pro_accept", "U")], (await province.JournalAsync()).Skip(3).Select(entry => (entry.Table, entry.Operation)));
        Assert.Equal(["conflict-free"], (await hall.Operator().GetAsync("/v1/conflicts")).Json["records"]!.AsArray().Select(_ => "stuck").DefaultIfEmpty("conflict-free"));
    }

    [Fact]
    public async Task From_then_on_the_version_means_the_other_content_and_the_departments_next_version_corrects_it()
    {
        await using var hall = await TestHall.StartAsync();
        var mz = hall.Client();
        await mz.PushAsync(Samples.Accepted("C-2"));
        var other = (await mz.PushAsync(Samples.Accepted("C-2").WithData("title", "另一标题"))).Results[0].Id();
        await hall.OrderAsync($"/v1/records/{other}:accept-conflict");

        Assert.Equal(["duplicate"], (await mz.PushAsync(Samples.Accepted("C-2").WithData("title", "另一标题"))).Verdicts);
        Assert.Equal(["conflict"], (await mz.PushAsync(Samples.Accepted("C-2"))).Verdicts);
        Assert.Equal(["accepted"], (await mz.PushAsync(Samples.Accepted("C-2").WithData("title", "第三标题").With("version", 2))).Verdicts);
        Assert.Equal(0, (await hall.ReconcileAsync()).ExitCode);
    }

    [Fact]
    public async Task Content_that_passes_takes_the_place_of_what_lay_in_quarantine_and_releases_what_waited()
    {
        await using var hall = await TestHall.StartAsync();
        var pushed = await hall.Client().PushAsync(Samples.Accepted("C-3").WithData("matterCode", "no-such-matter"), Samples.Step("C-3"), Samples.Accepted("C-3"));
        Assert.Equal(["rejected", "parked", "conflict"], pushed.Verdicts);

        await hall.OrderAsync($"/v1/records/{pushed.Results[2].Id()}:accept-conflict");

        Assert.Equal(["superseded", "taken", "taken"], await Task.WhenAll(pushed.Results.Select(one => hall.StateAsync(one.Id()))));
        Assert.Equal(0, (await hall.ReconcileAsync()).ExitCode);
    }

    [Fact]
    public async Task Content_that_still_waits_takes_the_place_of_what_waited()
    {
        await using var hall = await TestHall.StartAsync();
        var pushed = await hall.Client().PushAsync(Samples.Step("C-6"), Samples.Step("C-6").WithData("opinion", "不同意"));
        Assert.Equal(["parked", "conflict"], pushed.Verdicts);

        Assert.Equal("parked", (string?)(await hall.OrderAsync($"/v1/records/{pushed.Results[1].Id()}:accept-conflict")).Json["state"]);
        Assert.Equal(["superseded", "parked"], await Task.WhenAll(pushed.Results.Select(one => hall.StateAsync(one.Id()))));
        await hall.Client().PushAsync(Samples.Accepted("C-6"));

        Assert.Equal(["superseded", "taken"], await Task.WhenAll(pushed.Results.Select(one => hall.StateAsync(one.Id()))));
        Assert.Equal(["duplicate"], (await hall.Client().PushAsync(Samples.Step("C-6").WithData("opinion", "不同意"))).Verdicts);
        Assert.Equal(0, (await hall.ReconcileAsync()).ExitCode);
    }

    [Fact]
    public async Task What_breaks_a_rule_or_was_overtaken_stays_a_conflict()
    {
        await using var hall = await TestHall.StartAsync();
        var mz = hall.Client();
        var pushed = await mz.PushAsync(
            Samples.Accepted("C-4"), Samples.Accepted("C-4").WithData("matterCode", "no-such-matter"), Samples.Accepted("C-5"), Samples.Accepted("C-5").WithData("title", "另一标题"),
            Samples.Accepted("C-5").WithData("title", "更正标题").With("version", 2));
        Assert.Equal(["accepted", "conflict", "accepted", "conflict", "accepted"], pushed.Verdicts);
        var before = hall.Everything();

        foreach (var (id, said) in new[] { (pushed.Results[1].Id(), "按现行规则不能收下"), (pushed.Results[3].Id(), "更高的版本"), (pushed.Results[0].Id(), "不是内容冲突") })
        {
            var answer = await hall.OrderAsync($"/v1/records/{id}:accept-conflict");
            Assert.True((answer.Status, answer.Code) == (409, "caller.wrong-state"), answer.ToString());
            Assert.Contains(said, (string?)answer.Json["detail"], StringComparison.Ordinal);
        }

        Assert.Equal(before, hall.Everything());
    }
}
