using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Intake;

public sealed class ThreadTests
{
    [Fact]
    public async Task A_whole_case_reaches_the_province_in_order_and_comes_back_as_status()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var mz = hall.Client();

        var answer = await mz.PushAsync(Samples.Accepted("A-1"), Samples.Step("A-1"), Samples.Paused("A-1"), Samples.Resumed("A-1"), Samples.Closed("A-1"));

        Assert.Equal(["accepted", "accepted", "accepted", "accepted", "accepted"], answer.Verdicts);
        var reconciliation = await hall.DeliveredAsync();
        Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        Assert.Equal(["up_pro_accept", "up_pro_material", "up_pro_process", "up_pro_special_procedure", "up_pro_result"], (await province.JournalAsync()).Select(entry => entry.Table));
        var status = (await mz.GetAsync("/v1/cases?no=A-1")).Json;
        Assert.Equal("closed", (string?)status["state"]);
        Assert.Equal("示*", (string?)status["applicant"]!["name"]);
        Assert.Equal("990***********0014", (string?)status["applicant"]!["idNumber"]);
    }
}
