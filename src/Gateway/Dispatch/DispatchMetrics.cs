using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ServiceHall.Adapters.Resilience;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>What dispatch measures, by platform, operation and outcome; never by case. Times in seconds.</summary>
internal sealed class DispatchMetrics
{
    public const string MeterName = "ServiceHall.Dispatch";

    private readonly Histogram<double> _attempts;
    private readonly Counter<long> _outcomes;
    private readonly Counter<long> _breakers;
    private readonly ConcurrentDictionary<(string Platform, string Operation), BreakerState> _states = new();

    public DispatchMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _attempts = meter.CreateHistogram<double>("servicehall.dispatch.attempt.duration", "s", "Single attempts of calls to a platform; the outcome is the status code, or connection, timeout, cut.");
        _outcomes = meter.CreateCounter<long>("servicehall.dispatch.call.outcomes", "{call}", "What calls came to, with all their attempts.");
        meter.CreateObservableGauge("servicehall.dispatch.breaker.state", States, null, "Circuit breakers: 0 closed, 1 half open, 2 open.");
        _breakers = meter.CreateCounter<long>("servicehall.dispatch.breaker.changes", "{change}", "Changes of circuit breakers; the outcome is the new state.");
    }

    public void Attempted(string platform, string operation, string outcome, TimeSpan took) => _attempts.Record(took.TotalSeconds, Tags(platform, operation, outcome));

    public void Ended(string platform, string operation, string outcome) => _outcomes.Add(1, Tags(platform, operation, outcome));

    public void BreakerChanged(string platform, string operation, BreakerState state)
    {
        _breakers.Add(1, Tags(platform, operation, Word(state)));
        _states[(platform, operation)] = state;
    }

    // One that never changed is closed, and not told.
    private IEnumerable<Measurement<int>> States() =>
        _states.Select(one => new Measurement<int>(Level(one.Value), new("platform", one.Key.Platform), new KeyValuePair<string, object?>("operation", one.Key.Operation)));

    private static int Level(BreakerState state) => state switch
    {
        BreakerState.Open => 2,
        BreakerState.HalfOpen => 1,
        _ => 0,
    };

    private static TagList Tags(string platform, string operation, string outcome) => new() { { "platform", platform }, { "operation", operation }, { "outcome", outcome } };

    private static string Word(BreakerState state) => state switch
    {
        BreakerState.Open => "open",
        BreakerState.HalfOpen => "halfOpen",
        _ => "closed",
    };
}
