using ServiceHall.Tests.Hall;
using Xunit.Abstractions;

namespace ServiceHall.Scenarios.Tests.Crashes;

/// <summary>Promise 1: what was acknowledged survives a <c>kill -9</c> at any moment.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 10;

    [Fact]
    public async Task Killed_at_ten_random_moments_under_load_the_gateway_loses_nothing_and_doubles_nothing()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var folder = Directory.CreateTempSubdirectory("kill-").FullName;
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        using var store = new CrashStore(folder);
        var settings = CrashSettings.For(province, store.Settings);
        var supervisor = new Supervisor(folder);
        var load = new CaseLoad();

        for (var kill = 0; kill < Kills; kill++)
        {
            await using var gateway = await supervisor.StartAsync(GatewayProcess.Program, settings);
            using var stop = new CancellationTokenSource();
            var pushing = load.PushAsync(gateway.Url, stop.Token);
            var enough = load.Acknowledged + random.Next(20, 200);
            await Until.Async(() => Task.FromResult(load.Acknowledged >= enough ? this : null), TimeSpan.FromSeconds(60));
            await gateway.KillAsync();
            await stop.CancelAsync();
            await pushing;
        }

        await using var last = await supervisor.StartAsync(GatewayProcess.Program, settings);
        output.WriteLine($"{load.Acknowledged} records acknowledged over {Kills} kills, {supervisor.Refused} starts refused");
        await load.AllAreTakenAsync(last.Url);
        output.WriteLine(await InTheEnd.AllAddsUpAsync(folder, settings));
        await InTheEnd.LanesAreInOrderAsync(province);
        await last.KillAsync();
        Directory.Delete(folder, recursive: true);
    }
}
