using System.Text.Json.Nodes;
using ServiceHall.Gateway.Tests.Intake;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Dispatch;

/// <summary>Faults in the middle of a case's life: of one table's rows, or of corrections only.</summary>
public sealed class AimedFaultTests
{
    private const string Opinion = "更正后的意见";

    private static readonly string[] Order = ["up_pro_accept", "up_pro_material", "up_pro_process", "up_pro_special_procedure", "up_pro_result"];

    public static TheoryData<string, string> Faults { get; } = new()
    {
        { "up_pro_material", """{"cut":{"afterTaking":true,"times":3,"tables":["up_pro_material"]}}""" },
        { "up_pro_special_procedure", """{"truncated":{"times":3,"tables":["up_pro_special_procedure"]}}""" },
        { "up_pro_result", """{"serverError":{"status":504,"afterTaking":true,"times":3,"tables":["up_pro_result"]}}""" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_of_one_table_holds_up_its_cases_there_and_loses_and_doubles_nothing(string table, string faults)
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(JsonNode.Parse(faults)!);
        await using var hall = await TestHall.StartAsync(province);
        foreach (var no in Enumerable.Range(0, 4).Select(i => $"aimed-{i}"))
        {
            await hall.Client().PushAsync(Samples.Accepted(no), Samples.Step(no), Samples.Paused(no), Samples.Resumed(no), Samples.Closed(no));
        }

        var reconciliation = await hall.AllConfirmedAsync();

        Assert.True(reconciliation.ExitCode == 0, $"{table}{Environment.NewLine}{reconciliation.Table()}");
        Assert.InRange((await province.FaultsAsync())["fired"]!.AsObject().Single().Value!.GetValue<long>(), 1, 3);
        var journal = await province.JournalAsync();
        Assert.All(journal.Where(entry => entry.Outcome != "taken"), entry => Assert.Equal(table, entry.Table));
        Assert.Equal([Order, Order, Order, Order], journal.Where(entry => entry.Outcome == "taken").GroupBy(entry => entry.ProjectNo, entry => entry.Table).Select(one => one.ToArray()));
    }

    [Theory]
    [InlineData("cut before taking", """{"cut":{"times":3,"operations":["U","D"]}}""")]
    [InlineData("cut after taking", """{"cut":{"afterTaking":true,"times":3,"operations":["U","D"]}}""")]
    [InlineData("a page after taking", """{"html":{"afterTaking":true,"times":3,"operations":["U","D"]}}""")]
    public async Task Corrections_and_withdrawals_get_there_too(string what, string faults)
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(JsonNode.Parse(faults)!);
        await using var hall = await TestHall.StartAsync(province);
        await hall.Client().PushAsync(Samples.Accepted("aimed"), Samples.Step("aimed"), Samples.Step("aimed", "second", "2026-06-15T11:00:00+08:00"));
        await hall.AllConfirmedAsync();

        await hall.Client().PushAsync(Samples.Step("aimed").With("version", 2).WithData("opinion", Opinion));
        await hall.Client().PushAsync(Samples.Step("aimed", "second", "2026-06-15T11:00:00+08:00").With("version", 2).With("deleted", true));
        var reconciliation = await hall.AllConfirmedAsync();

        Assert.True(reconciliation.ExitCode == 0, $"{what}{Environment.NewLine}{reconciliation.Table()}");
        Assert.InRange((await province.FaultsAsync())["fired"]!.AsObject().Single().Value!.GetValue<long>(), 1, 3);
        Assert.Equal(Opinion, (string?)Assert.Single(await province.RowsAsync("up_pro_process"))["handle_explain"]);
        Assert.DoesNotContain(await province.JournalAsync(), entry => entry.Outcome == "refused");
    }
}
