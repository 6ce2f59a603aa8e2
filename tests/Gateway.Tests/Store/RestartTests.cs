using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Store;

public sealed class RestartTests
{
    [Fact]
    public async Task A_restart_keeps_records_cases_keys_and_numbers_and_goes_on_from_there()
    {
        var folder = Directory.CreateTempSubdirectory("restart-").FullName;
        string first;
        string status;
        string record;
        await using (var hall = await TestHall.StartAsync(folder: folder))
        {
            var pushed = (await hall.Client().PushAsync(Samples.Accepted("restart-1"), Samples.Paused("restart-1"))).Results[0];
            first = (string)pushed["gatewayCaseNo"]!;
            record = $"/v1/records/{pushed["recordId"]}";
            status = (await hall.Client().GetAsync("/v1/cases?no=restart-1")).ToString();
        }

        await using (var hall = await TestHall.StartAsync(folder: folder))
        {
            Assert.Equal(status, (await hall.Client().GetAsync("/v1/cases?no=restart-1")).ToString());
            Assert.Equal(200, (await hall.Client().GetAsync(record)).Status);
            var answer = await hall.Client().PushAsync(Samples.Accepted("restart-1"), Samples.Resumed("restart-1"), Samples.Accepted("restart-2"));
            Assert.Equal(["duplicate", "accepted", "accepted"], answer.Verdicts);
            Assert.Equal(first, (string?)answer.Results[1]["gatewayCaseNo"]);
            Assert.NotEqual(first, (string?)answer.Results[2]["gatewayCaseNo"]);
        }

        TestStore.Remove(folder);
    }

    [Fact]
    public async Task What_was_open_when_it_stopped_is_delivered_when_it_starts()
    {
        var folder = Directory.CreateTempSubdirectory("restart-open-").FullName;
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await province.SetFaultsAsync(new { away = true });
        await using (var hall = await TestHall.StartAsync(province, folder: folder))
        {
            await hall.Client().PushAsync(Enumerable.Range(0, 30).SelectMany(i => new[] { Samples.Accepted($"open-{i}"), Samples.Step($"open-{i}") }));
        }

        await province.ClearFaultsAsync();
        await using (var hall = await TestHall.StartAsync(province, folder: folder))
        {
            var reconciliation = await hall.AllConfirmedAsync();
            Assert.True(reconciliation.ExitCode == 0, reconciliation.Table());
        }

        Assert.Equal(90, (await province.JournalAsync()).Count(entry => entry.Outcome == "taken"));
        TestStore.Remove(folder);
    }
}
