using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Tests.Dispatch;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Model.Cases;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Telemetry;

/// <summary><c>GET /healthz/ready</c> where something is wrong with what is behind the door. (The store's writing and the calendar: <see cref="MetricsEndpointTests"/>.)</summary>
public sealed class ReadinessTests
{
    [Fact]
    public async Task A_dispatcher_that_stands_still_though_there_is_work_is_not_ready_until_it_moves()
    {
        using var halt = new ManualResetEventSlim(initialState: true);
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(
            province,
            new() { ["Platforms:OneWindow:BatchSize"] = "1", ["Platforms:OneWindow:Concurrency"] = "1" },
            services: services => services.AddSingleton<TimeProvider>(time).AddSingleton(provider => new Platforms([PlatformWith(Plan, provider)])));
        await hall.OrderAsync("/v1/platforms/one-window:stop");
        await hall.Client().PushAsync(Enumerable.Range(0, 4).Select(i => Samples.Accepted($"still-{i}")));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("ok", await StateAsync(hall, "dispatch"));

        halt.Reset();
        await hall.OrderAsync("/v1/platforms/one-window:start");
        Assert.Equal("ok", await StateAsync(hall, "dispatch"));
        await Soon.ItHoldsAsync(async () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return await ReadyAsync(hall) is { Code: HttpStatusCode.ServiceUnavailable, Body: var body } && State(body, "dispatch") == "failed";
        });

        halt.Set();
        await Soon.ItHoldsAsync(async () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            return await ReadyAsync(hall) is { Code: HttpStatusCode.OK };
        });

        RowPlan Plan(Case @case, CaseEvent taken)
        {
            halt.Wait();
            return Lanes.Platform.Plan(@case, taken);
        }
    }

    [Fact]
    public async Task A_schema_that_is_not_this_builds_is_not_ready_and_keys_whose_file_is_gone_are_a_warning()
    {
        await using var hall = await TestHall.StartAsync();
        Assert.Equal(("ok", "ok"), (await StateAsync(hall, "schema"), await StateAsync(hall, "keys")));

        File.Delete(hall.Services.GetRequiredService<Paths>().KeyFile);
        Assert.Equal((HttpStatusCode.OK, "warning"), ((await ReadyAsync(hall)).Code, await StateAsync(hall, "keys")));

        TestStore.Change(hall.Folder, "INSERT INTO schema_version (number) VALUES (9999)");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "failed"), ((await ReadyAsync(hall)).Code, await StateAsync(hall, "schema")));
    }

    private static Platform PlatformWith(Func<Case, CaseEvent, RowPlan> plan, IServiceProvider provider) =>
        new(Platform.OneWindow, provider.GetRequiredService<GatewaySettings>().Platforms.OneWindow, plan);

    private static async Task<string> StateAsync(TestHall hall, string check) => State((await ReadyAsync(hall)).Body, check);

    private static string State(JsonNode body, string check) => (string)body["checks"]!.AsArray().Single(one => (string?)one!["name"] == check)!["state"]!;

    private static async Task<(HttpStatusCode Code, JsonNode Body)> ReadyAsync(TestHall hall)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(hall.Url, "/healthz/ready"));
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
