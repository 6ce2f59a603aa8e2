using System.Diagnostics.Metrics;

namespace ServiceHall.Gateway.Store;

/// <summary>What the one writer measures. Times in seconds.</summary>
internal sealed class StoreMetrics
{
    public const string MeterName = "ServiceHall.Store";

    private readonly Histogram<long> _sizes;
    private readonly Histogram<double> _times;
    private readonly Counter<long> _records;

    public StoreMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _sizes = meter.CreateHistogram<long>("servicehall.store.group.size", "{row}", "Records and rows that were committed together.");
        _times = meter.CreateHistogram<double>("servicehall.store.group.duration", "s", "From the beginning of a group's transaction until it is durable.");
        _records = meter.CreateCounter<long>("servicehall.intake.records", "{record}", "Records that were kept, by verdict and by the rule that decided (empty where none did).");
    }

    public void Committed(IEnumerable<WriteWork> works, WriteGroup group, TimeSpan took)
    {
        _sizes.Record(works.Sum(work => (long)work.Weight));
        _times.Record(took.TotalSeconds);
        foreach (var record in group.NewRecords)
        {
            _records.Add(1, new("verdict", record.Verdict.Word()), new("rule", record.Rule ?? ""));
        }
    }
}
