using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Dispatch;

/// <summary>What waits for others that go in the same call, on a clock that stands still.</summary>
public sealed class LingerTests
{
    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task A_call_of_one_row_waits_for_no_other()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await StartAsync(province, batchSize: 1);

        await PushAsync(hall);

        await Soon.ItHoldsAsync(async () => (await province.JournalAsync()).Count > 0);
    }

    [Fact]
    public async Task The_first_of_a_batch_waits_for_others_and_no_longer()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await StartAsync(province, batchSize: 100);

        await PushAsync(hall);

        await Soon.ItHoldsAsync(() => _time.Next == _time.GetUtcNow() + TimeSpan.FromSeconds(1));
        Assert.Empty(await province.JournalAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        await Soon.ItHoldsAsync(async () => (await province.JournalAsync()).Count > 0);
    }

    private async Task<TestHall> StartAsync(TestProvince province, int batchSize) => await TestHall.StartAsync(
        province,
        new() { ["Platforms:OneWindow:BatchSize"] = $"{batchSize}", ["Platforms:OneWindow:Linger"] = "00:00:01" },
        services: services => services.AddSingleton<TimeProvider>(_time));

    private static async Task PushAsync(TestHall hall) => Assert.Equal(["accepted"], (await hall.Client().PushAsync(Samples.Accepted("lingers"))).Verdicts);
}
