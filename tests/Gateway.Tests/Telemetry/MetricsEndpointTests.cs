using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Settings;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Telemetry;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Telemetry;

public sealed class MetricsEndpointTests
{
    private const string Token = "a-token-of-the-test";

    [Fact]
    public async Task What_the_hall_does_is_told_line_by_line_in_the_format_and_no_line_names_anybody()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        var marked = Samples.Accepted("metrics-1");
        await hall.Client().PushAsync(marked, Samples.Step("metrics-2"));
        await hall.AllConfirmedAsync();

        var text = await ScrapeAsync(hall);

        var families = new HashSet<string>(StringComparer.Ordinal);
        var open = "";
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                open = line.Split(' ')[2];
                Assert.True(families.Add(open), $"twice: {open}");
            }
            else if (!line.StartsWith('#'))
            {
                var sample = PrometheusTextTests.Sample().Match(line);
                Assert.True(sample.Success, line);
                Assert.StartsWith(open, sample.Groups[1].Value, StringComparison.Ordinal);
            }
        }

        Assert.Contains("servicehall_records{state=\"taken\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("servicehall_records{state=\"parked\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("servicehall_deliveries{platform=\"one-window\",state=\"confirmed\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("servicehall_platform_called{platform=\"one-window\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("servicehall_intake_records_total{rule=\"\",verdict=\"accepted\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("servicehall_store_group_duration_seconds_count ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("metrics-1", text, StringComparison.Ordinal);
        Assert.DoesNotContain((string)marked["data"]!["applicant"]!["idNumber"]!, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_oldest_that_waits_for_the_platform_and_the_lights_of_running_clocks_are_told()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        await using var hall = await TestHall.StartAsync(province);
        await hall.OrderAsync("/v1/platforms/one-window:stop");
        await hall.Client().PushAsync(Samples.Accepted("lights-1"), Samples.Accepted("lights-2"), Samples.Paused("lights-2"));

        var stopped = await ScrapeAsync(hall);

        Assert.Contains("servicehall_platform_called{platform=\"one-window\"} 0\n", stopped, StringComparison.Ordinal);
        Assert.Matches("servicehall_deliveries_oldest_age_seconds\\{platform=\"one-window\"\\} [0-9.E-]+\n", stopped);
        Assert.Contains("servicehall_cases_running{light=\"green\"} 1\n", stopped, StringComparison.Ordinal);
        Assert.Contains("servicehall_cases_running{light=\"red\"} 0\n", stopped, StringComparison.Ordinal);
    }

    [Fact]
    [Trait(TestStore.Trait, "sqlite")]
    public async Task Both_are_looked_up_by_an_index()
    {
        await using var hall = await TestHall.StartAsync();
        await using var reader = hall.Look();
        foreach (var (sql, indexes) in new[] { (HallGauges.OldestOpen, new[] { "delivery_oldest" }), (HallGauges.Lights, ["case_red", "case_yellow"]) })
        {
            var plan = Operating.Rows(reader, "EXPLAIN QUERY PLAN " + sql).Select(row => row[3]).ToList();
            Assert.All(indexes, index => Assert.Contains(plan, step => step.Contains(index, StringComparison.Ordinal)));
            Assert.DoesNotContain(plan, step => step.StartsWith("SCAN case_", StringComparison.Ordinal) || step.StartsWith("SCAN delivery", StringComparison.Ordinal) || step.Contains("TEMP B-TREE", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task From_elsewhere_it_wants_the_token()
    {
        await using var hall = await TestHall.StartAsync(settings: new() { ["Telemetry:MetricsToken"] = Token });

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(hall));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(hall, request => request.Headers.Add("X-Forwarded-For", "203.0.113.7")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(hall, request =>
        {
            request.Headers.Add("X-Forwarded-For", "203.0.113.7");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token + "x");
        }));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(hall, request =>
        {
            request.Headers.Add("X-Forwarded-For", "203.0.113.7");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }));
    }

    [Fact]
    public async Task A_hall_that_can_write_is_ready_and_a_year_without_holidays_is_a_warning()
    {
        await using var hall = await TestHall.StartAsync();

        Assert.Equal((HttpStatusCode.OK, "ready: store ok, dispatch ok, schema ok, keys ok, calendar ok"), await ReadyAsync(hall));

        hall.Services.GetRequiredService<HallClock>().HoldAt(new DateTimeOffset(2050, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)));
        Assert.Equal((HttpStatusCode.OK, "ready: store ok, dispatch ok, schema ok, keys ok, calendar warning"), await ReadyAsync(hall));
    }

    [Fact]
    public async Task However_many_ask_at_once_the_store_is_written_once_for_them()
    {
        await using var hall = await TestHall.StartAsync();
        using var held = new Held(weight: 1);
        hall.Services.GetRequiredService<StoreWriter>().Enqueue(held);
        await held.Begun;

        var asked = Enumerable.Range(0, 20).Select(_ => ReadyAsync(hall)).ToList();
        held.Release();
        await Task.WhenAll(asked);

        await using var reader = hall.Look();
        Assert.Equal("1", Assert.Single(Operating.Rows(reader, "SELECT value FROM counter WHERE name = 'ready'"))[0]);
    }

    [Fact]
    public async Task A_hall_that_cannot_write_is_not_ready()
    {
        await using var hall = await TestHall.StartAsync();
        hall.Services.GetRequiredService<StoreWriter>().Dispose();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "notReady: store failed, dispatch ok, schema ok, keys ok, calendar ok"), await ReadyAsync(hall));
    }

    private static async Task<(HttpStatusCode Code, string Body)> ReadyAsync(TestHall hall)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(hall.Url, "/healthz/ready"));
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return (answer.StatusCode, $"{body["status"]}: {string.Join(", ", body["checks"]!.AsArray().Select(check => $"{check!["name"]} {check["state"]}"))}");
    }

    private static async Task<string> ScrapeAsync(TestHall hall)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(hall.Url, "/metrics"));
    }

    private static async Task<HttpStatusCode> StatusAsync(TestHall hall, Action<HttpRequestMessage>? more = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(hall.Url, "/metrics"));
        more?.Invoke(request);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
