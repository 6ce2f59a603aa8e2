using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using ServiceHall.Gateway.Telemetry;

namespace ServiceHall.Gateway.Tests.Telemetry;

public sealed class MeterReadingsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterReadings _readings;
    private readonly Meter _meter;

    public MeterReadingsTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _readings = new MeterReadings(meters);
        _meter = meters.Create("ServiceHall.Tests");
    }

    [Fact]
    public void A_series_is_what_its_labels_say_in_whatever_order_and_however_often_the_tags_come()
    {
        var counter = _meter.CreateCounter<long>("servicehall.things");

        for (var i = 0; i < 3; i++)
        {
            counter.Add(1, new("a", 1), new("b", "x"));
            counter.Add(10, new("b", "x"), new KeyValuePair<string, object?>("a", 1));
            counter.Add(100, new("a", 1), new KeyValuePair<string, object?>("b", "y"));
            counter.Add(1_000, new KeyValuePair<string, object?>("a", 1));
            counter.Add(10_000);
        }

        Assert.Equal(
            [("", 30_000), ("a=\"1\"", 3_000), ("a=\"1\",b=\"x\"", 33), ("a=\"1\",b=\"y\"", 300)],
            Series().OrderBy(one => one.Labels, StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_observed_is_what_it_is_now()
    {
        var values = new Dictionary<string, int> { ["x"] = 1, ["y"] = 2 };
        _meter.CreateObservableGauge("servicehall.level", () => values.Select(value => new Measurement<int>(value.Value, new KeyValuePair<string, object?>("of", value.Key))));
        Assert.Equal([("of=\"x\"", 1), ("of=\"y\"", 2)], Series());

        values.Remove("x");
        values["y"] = 5;

        Assert.Equal([("of=\"y\"", 5)], Series());
    }

    [Fact]
    public void However_many_labels_somebody_makes_up_only_a_thousand_are_kept()
    {
        var counter = _meter.CreateCounter<long>("servicehall.mistakes");

        for (var i = 0; i < 3_000; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("of", i));
        }

        Assert.Equal(1_000, Series().Count());
    }

    public void Dispose()
    {
        _readings.Dispose();
        _services.Dispose();
    }

    private IEnumerable<(string Labels, double Value)> Series() =>
        Assert.Single(_readings.Read(), family => family.Name.StartsWith("servicehall_", StringComparison.Ordinal)).Series.Select(one => (one.Labels, one.Value));
}
