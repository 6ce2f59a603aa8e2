using System.Diagnostics;
using System.Text;
using ServiceHall.Gateway.Tests.Operators;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Telemetry;

/// <summary>The real exporter, over HTTP.</summary>
[Collection(TracedAlone.Name)]
public sealed class OtlpExportTests
{
    [Fact]
    public async Task Spans_and_metrics_arrive_at_the_collector()
    {
        await using var collector = await Collector.StartAsync();
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var trace = Spans.NewTrace();
        await using (var hall = await TestHall.StartAsync(province, Exporting(collector, ("Headers", "x-collector-key=a-key"))))
        {
            await hall.Client().PushInAsync(trace, Samples.Accepted("export-1"));
            await hall.AllConfirmedAsync();
        }

        var traces = collector.Taken.Where(one => one.Signal == "traces" && one.Holds(Id(trace))).ToList();
        Assert.All(["POST /v1/records", "judge case.accepted", "send one-window", "settle one-window", "servicehall-gateway"], name => Assert.Contains(traces, one => one.Holds(Encoding.UTF8.GetBytes(name))));
        Assert.Contains(collector.Taken, one => one.Signal == "metrics" && one.Holds("servicehall.intake.records"u8));
        Assert.All(collector.Taken, one => Assert.Equal(("application/x-protobuf", "a-key"), (one.ContentType, one.Key)));
    }

    [Fact]
    public async Task A_caller_that_records_its_trace_is_followed_whatever_share_is_traced_and_what_is_not_traced_is_not_kept()
    {
        await using var collector = await Collector.StartAsync();
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var trace = Spans.NewTrace();
        var settings = Exporting(collector, ("SampleRatio", "0"));
        settings["Platforms:OneWindow:Linger"] = "00:00:00.5";
        await using (var hall = await TestHall.StartAsync(province, settings))
        {
            // Both go in one call.
            await hall.OrderAsync("/v1/platforms/one-window:stop");
            await hall.Client().PushAsync(Samples.Accepted("share-1"));
            await hall.Client().PushInAsync(trace, Samples.Accepted("share-2"));
            await hall.OrderAsync("/v1/platforms/one-window:start");
            await hall.AllConfirmedAsync();

            Assert.Equal(1, hall.Count("record_trace"));
        }

        Assert.All(["POST /v1/records", "send one-window", "settle one-window"], name => Assert.Contains(collector.Taken, one => one.Signal == "traces" && one.Holds(Id(trace)) && one.Holds(Encoding.UTF8.GetBytes(name))));
    }

    [Fact]
    public async Task A_collector_that_is_away_holds_nothing_up()
    {
        await using var province = await TestProvince.StartAsync(TestHall.SampleMatters);
        var nobody = await Collector.StartAsync();
        var settings = Exporting(nobody);
        await nobody.DisposeAsync();
        await using var hall = await TestHall.StartAsync(province, settings);

        var answer = await hall.Client().PushAsync(Samples.Accepted("away-1"));

        Assert.Equal(["accepted"], answer.Verdicts);
        await hall.AllConfirmedAsync();
    }

    [Fact]
    public async Task The_platform_is_told_nothing_of_it()
    {
        var headers = new SeenHeaders();
        await using var platform = await headers.StartAsync();
        await using var hall = await TestHall.StartAsync(settings: new()
        {
            ["Platforms:OneWindow:Enabled"] = "true", ["Platforms:OneWindow:BaseUrl"] = platform.Urls.First(), ["Platforms:OneWindow:PaasId"] = "hall", ["Platforms:OneWindow:Token"] = "a-token-of-the-test",
        });
        using var traced = new Traced();

        await hall.Client().PushInAsync(Spans.NewTrace(), Samples.Accepted("silent-1"));

        await Soon.ItHoldsAsync(() => traced.Spans.Any(span => span.DisplayName == "send one-window"));
        Assert.NotEmpty(headers.Names);
        Assert.DoesNotContain(headers.Names, name => name is "traceparent" or "tracestate" or "baggage" or "Request-Id" or "Correlation-Context");
    }

    private static Dictionary<string, string?> Exporting(Collector collector, params (string Name, string Value)[] more)
    {
        var settings = more.ToDictionary(one => $"Telemetry:Otlp:{one.Name}", one => (string?)one.Value);
        settings["Telemetry:Otlp:Endpoint"] = collector.Url;
        return settings;
    }

    private static byte[] Id(ActivityContext trace) => Convert.FromHexString(trace.TraceId.ToString());
}
