using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ServiceHall.Gateway.Commands.Demo;

/// <summary>The circuit breakers as the gateway's own gauge tells them.</summary>
internal sealed class BreakerWatch : IDisposable
{
    private const string Gauge = "servicehall.dispatch.breaker.state";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, int> _levels = new(StringComparer.Ordinal);

    public BreakerWatch()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == Gauge)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, level, tags, _) => _levels[Of(tags)] = level);
        _listener.Start();
    }

    /// <summary>Whether calls of some operation are held back at this moment.</summary>
    public bool IsOpen
    {
        get
        {
            _listener.RecordObservableInstruments();
            return _levels.Values.Any(level => level > 0);
        }
    }

    public void Dispose() => _listener.Dispose();

    private static string Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == "operation")
            {
                return tag.Value?.ToString() ?? "";
            }
        }

        return "";
    }
}
