using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Telemetry;

namespace ServiceHall.Gateway.Tests.Telemetry;

public sealed partial class PrometheusTextTests
{
    [Fact]
    public void Counters_gauges_and_histograms_are_written_by_the_rules_of_the_format()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var readings = new MeterReadings(meters);
        var meter = meters.Create("ServiceHall.Test");
        var counter = meter.CreateCounter<long>("servicehall.test.calls", "{call}", "Calls,\nand \\ what they came to.");
        var open = meter.CreateUpDownCounter<int>("servicehall.test.open", null, "Open.");
        var took = meter.CreateHistogram<double>("servicehall.test.took", "s", "Took.");
        meter.CreateObservableGauge("servicehall.test.now", () => new Measurement<double>(double.PositiveInfinity, new KeyValuePair<string, object?>("what", "all")), "By", "Now.");

        counter.Add(2, new("outcome", "a \"b\"\n\\c"), new("b.y", 1));
        counter.Add(3, new("b.y", 1), new("outcome", "a \"b\"\n\\c"));
        open.Add(5);
        open.Add(-2);
        took.Record(0.004);
        took.Record(0.005);
        took.Record(99);

        var lines = PrometheusText.Write(readings.Read().Where(family => family.Name.StartsWith("servicehall", StringComparison.Ordinal))).Split('\n');

        Assert.Equal(
            [
                @"# HELP servicehall_test_calls_total Calls,\nand \\ what they came to.", "# TYPE servicehall_test_calls_total counter",
                """servicehall_test_calls_total{b_y="1",outcome="a \"b\"\n\\c"} 5""",
                "# HELP servicehall_test_now_bytes Now.", "# TYPE servicehall_test_now_bytes gauge", """servicehall_test_now_bytes{what="all"} +Inf""",
                "# HELP servicehall_test_open Open.", "# TYPE servicehall_test_open gauge", "servicehall_test_open 3",
                "# HELP servicehall_test_took_seconds Took.", "# TYPE servicehall_test_took_seconds histogram",
            ],
            lines.Take(11));
        Assert.Contains("""servicehall_test_took_seconds_bucket{le="0.0025"} 0""", lines);
        Assert.Contains("""servicehall_test_took_seconds_bucket{le="0.005"} 2""", lines);
        Assert.Contains("""servicehall_test_took_seconds_bucket{le="30"} 2""", lines);
        Assert.Equal(["""servicehall_test_took_seconds_bucket{le="+Inf"} 3""", "servicehall_test_took_seconds_sum 99.009", "servicehall_test_took_seconds_count 3", ""], lines[^4..]);
    }

    [Fact]
    public void What_is_observed_is_told_as_it_is_now_and_what_is_gone_is_not_told()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var readings = new MeterReadings(meters);
        var now = new Dictionary<string, long> { ["a"] = 1, ["b"] = 2 };
        meters.Create("ServiceHall.Test").CreateObservableGauge("servicehall.test.now", () => now.Select(one => new Measurement<long>(one.Value, new KeyValuePair<string, object?>("what", one.Key))));

        Assert.Equal(["what=\"a\" 1", "what=\"b\" 2"], Series());
        now.Remove("a");
        now["b"] = 3;

        Assert.Equal(["what=\"b\" 3"], Series());

        IEnumerable<string> Series() => readings.Read().Single(family => family.Name == "servicehall_test_now").Series.Select(one => $"{one.Labels} {one.Value.ToString(CultureInfo.InvariantCulture)}");
    }

    [Fact]
    public void The_meters_of_another_gateway_in_the_process_are_not_ours_and_too_many_series_are_left_out()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var others = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var readings = new MeterReadings(services.GetRequiredService<IMeterFactory>());
        var many = services.GetRequiredService<IMeterFactory>().Create("ServiceHall.Test").CreateCounter<int>("many");
        others.GetRequiredService<IMeterFactory>().Create("ServiceHall.Test").CreateCounter<int>("foreign").Add(1);
        for (var label = 0; label < 5_000; label++)
        {
            many.Add(1, new KeyValuePair<string, object?>("label", label));
        }

        var families = readings.Read();

        Assert.DoesNotContain(families, family => family.Name.StartsWith("foreign", StringComparison.Ordinal));
        Assert.Equal(1_000, Assert.Single(families, family => family.Name == "many_total").Series.Count);
    }

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"(,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*")*\})? (NaN|[+-]Inf|-?[0-9.]+(E[+-]?[0-9]+)?)$""")]
    internal static partial Regex Sample();
}
