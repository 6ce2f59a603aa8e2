using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ServiceHall.Gateway.Telemetry;

/// <summary>What this gateway's meters have measured since it was started, for whoever scrapes it.</summary>
internal sealed class MeterReadings : IDisposable
{
    // Of one instrument: whatever is measured under more labels than that is somebody's mistake, and must not fill the memory.
    private const int MostSeries = 1_000;

    /// <summary>Meters of the server that are told too.</summary>
    public static readonly string[] OfTheHost = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    // Two measurements around each call of HTTP/2 and none of HTTP/1.1; what is under way is told for both by http.server.active_requests.
    private const string QueuedRequests = "kestrel.queued_requests";

    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    private static readonly double[] Counts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];

    private readonly ConcurrentDictionary<Instrument, Readings> _instruments = new();
    private readonly MeterListener _listener = new();

    public MeterReadings(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (IsOurs(instrument.Meter, meters) && instrument.Name != QueuedRequests)
            {
                listener.EnableMeasurementEvents(instrument, _instruments.GetOrAdd(instrument, one => new Readings(one)));
            }
        };
        Listen<byte>(value => value);
        Listen<short>(value => value);
        Listen<int>(value => value);
        Listen<long>(value => value);
        Listen<float>(value => value);
        Listen<double>(value => value);
        Listen<decimal>(value => (double)value);
        _listener.Start();
    }

    /// <summary>All metrics as they are now.</summary>
    public IReadOnlyList<MetricFamily> Read()
    {
        foreach (var readings in _instruments.Values)
        {
            readings.ForgetObserved();
        }

        _listener.RecordObservableInstruments();
        return [.. _instruments.Values.Select(readings => readings.Family()).Where(family => family.Series.Count > 0)];
    }

    public void Dispose() => _listener.Dispose();

    // Another gateway in the same process has meters of its own; the runtime's are everybody's.
    private static bool IsOurs(Meter meter, IMeterFactory meters) =>
        meter.Name == "System.Runtime"
        || (ReferenceEquals(meter.Scope, meters) && (meter.Name.StartsWith("ServiceHall.", StringComparison.Ordinal) || OfTheHost.Contains(meter.Name)));

    private void Listen<T>(Func<T, double> value)
        where T : struct => _listener.SetMeasurementEventCallback<T>((_, measured, tags, readings) => ((Readings)readings!).Measure(value(measured), tags));

    /// <summary>One instrument's series.</summary>
    private sealed class Readings
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);
        private readonly Dictionary<int, List<Tagged>> _tagged = [];
        private readonly Instrument _instrument;
        private readonly string _type;
        private readonly double[] _bounds;
        private Tagged? _last;

        public Readings(Instrument instrument)
        {
            _instrument = instrument;
            var kind = instrument.GetType().GetGenericTypeDefinition();
            _type = kind == typeof(Histogram<>) ? "histogram" : kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? "counter" : "gauge";
            IsAdded = kind == typeof(Counter<>) || kind == typeof(UpDownCounter<>);
            _bounds = _type != "histogram" ? [] : [.. Advised(instrument) ?? (instrument.Unit == "s" ? Seconds : Counts), double.PositiveInfinity];
        }

        // What is measured is what was added, not what there is.
        private bool IsAdded { get; }

        public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (_lock)
            {
                if (Find(tags) is not { } series)
                {
                    return;
                }

                series.Value = IsAdded || _bounds.Length > 0 ? series.Value + value : value;
                if (_bounds.Length > 0)
                {
                    series.Counts[Array.FindIndex(_bounds, bound => value <= bound) is >= 0 and var at ? at : _bounds.Length - 1]++;
                }
            }
        }

        // By the tags as they come, which is all that most measurements cost; labels are written when tags come for the first time.
        private Series? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            // Mostly the same as just before.
            if (_last is { } last && last.Is(tags))
            {
                return last.Series;
            }

            var hash = Tagged.Hash(tags);
            if (_tagged.TryGetValue(hash, out var alike))
            {
                foreach (var one in alike)
                {
                    if (one.Is(tags))
                    {
                        _last = one;
                        return one.Series;
                    }
                }
            }

            var labels = PrometheusText.Labels(tags);
            if (!_series.TryGetValue(labels, out var series))
            {
                if (_series.Count >= MostSeries)
                {
                    return null;
                }

                _series[labels] = series = new Series(_bounds.Length);
            }

            (alike ?? (_tagged[hash] = [])).Add(new Tagged([.. tags], series));
            return series;
        }

        public void ForgetObserved()
        {
            if (_instrument.IsObservable)
            {
                lock (_lock)
                {
                    _series.Clear();
                    _tagged.Clear();
                    _last = null;
                }
            }
        }

        public MetricFamily Family()
        {
            var name = PrometheusText.NameOf(_instrument.Name, _instrument.Unit, _type == "counter");
            lock (_lock)
            {
                return new MetricFamily(name, _instrument.Description ?? _instrument.Name, _type, [.. _series.Select(one => new MetricSeries(one.Key, one.Value.Value, Buckets(one.Value)))]);
            }
        }

        private List<(double Bound, long Count)>? Buckets(Series series) => _bounds.Length == 0 ? null : [.. _bounds.Zip(series.Counts)];

        private static IEnumerable<double>? Advised(Instrument instrument) => instrument switch
        {
            Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => bounds,
            Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => bounds.Select(bound => (double)bound),
            Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => bounds.Select(bound => (double)bound),
            _ => null,
        };

        private sealed record Tagged(KeyValuePair<string, object?>[] Tags, Series Series)
        {
            public static int Hash(ReadOnlySpan<KeyValuePair<string, object?>> tags)
            {
                var hash = default(HashCode);
                foreach (var (key, value) in tags)
                {
                    hash.Add(key);
                    hash.Add(value);
                }

                return hash.ToHashCode();
            }

            public bool Is(ReadOnlySpan<KeyValuePair<string, object?>> tags)
            {
                if (tags.Length != Tags.Length)
                {
                    return false;
                }

                for (var i = 0; i < tags.Length; i++)
                {
                    if (!string.Equals(tags[i].Key, Tags[i].Key, StringComparison.Ordinal) || !Equals(tags[i].Value, Tags[i].Value))
                    {
                        return false;
                    }
                }

                return true;
            }
        }

        private sealed class Series(int buckets)
        {
            public double Value { get; set; }

            public long[] Counts { get; } = new long[buckets];
        }
    }
}
