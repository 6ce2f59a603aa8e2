using ServiceHall.Gateway.Tests.Store;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Dispatch;

public sealed class UnreadableCaseTests
{
    private const int Cases = 40;

    // One worker, so that the lanes are taken together.
    private static readonly Dictionary<string, string?> OneWorker = new() { ["Platforms:OneWindow:Concurrency"] = "1" };

    [Fact]
    public async Task A_case_that_cannot_be_read_stops_only_its_own_lane()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var store = new SpoiltStore();
        await store.PushAndStopAsync();
        store.Spoil("U-2");

        await using var hall = await TestHall.StartAsync(province, OneWorker, store.Folder);
        hall.Log.ErrorsAreExpected = true;

        var reconciliation = await Until.Async(async () => await hall.ReconcileAsync() is { } now && now.Deliveries.GetValueOrDefault("confirmed") == Cases - 1 ? now : null, TimeSpan.FromSeconds(30));
        Assert.Equal(1, reconciliation.Deliveries["pending"]);
        Assert.Equal(Cases - 1, (await province.JournalAsync()).Count(entry => entry.Table == "up_pro_accept"));
    }

    /// <summary>A store with forty acceptances that nobody delivered yet.</summary>
    private sealed class SpoiltStore : IAsyncDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("hall-").FullName;

        public async Task PushAndStopAsync()
        {
            // Enabled, so that deliveries are made, and a platform where nobody listens.
            var nowhere = new Dictionary<string, string?>
            {
                ["Platforms:OneWindow:Enabled"] = "true",
                ["Platforms:OneWindow:BaseUrl"] = "http://127.0.0.1:9",
                ["Platforms:OneWindow:RetrySchedule:0"] = "01:00:00",
            };
            await using var hall = await TestHall.StartAsync(settings: nowhere, folder: Folder);
            var answer = await hall.Client().PushAsync(Enumerable.Range(0, Cases).Select(number => Samples.Accepted($"U-{number}")));
            Assert.All(answer.Verdicts, verdict => Assert.Equal("accepted", verdict));
        }

        public void Spoil(string caseNo)
        {
            SpoiltCase.In(Folder, caseNo);
            TestStore.Change(
                Folder,
                "UPDATE delivery SET state = 0, next_at = NULL, tries = 0, why = NULL;"
                + "UPDATE counter SET value = 0 WHERE name LIKE 'delivery.%'; INSERT INTO counter (node, name, value) VALUES ('1', 'delivery.one-window.pending', 40) ON CONFLICT (node, name) DO UPDATE SET value = 40;");
        }

        public ValueTask DisposeAsync()
        {
            TestStore.Remove(Folder);
            return ValueTask.CompletedTask;
        }
    }
}
