using System.Diagnostics;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>
/// One call to a platform as it is traced, named like OpenTelemetry names the sending of messages: a span of the call, linked to the traces of the
/// records in it (in the trace itself where there is one), and once it is written down how it went, a span in every record's trace.
/// </summary>
internal sealed class CallTrace : IDisposable
{
    public const string SourceName = "ServiceHall.Dispatch";

    private static readonly ActivitySource Source = new(SourceName);

    private readonly string _platform;
    private readonly IReadOnlyDictionary<Guid, ActivityContext> _records;
    private readonly Activity? _span;

    private CallTrace(string operation, string platform, string department, int deliveries, IReadOnlyDictionary<Guid, ActivityContext> records)
    {
        (_platform, _records) = (platform, records);
        var parent = deliveries == 1 ? records.Values.FirstOrDefault() : default;
        _span = Source.StartActivity($"{operation} {platform}", ActivityKind.Client, parent, Tags(operation, platform), records.Select(one => new ActivityLink(one.Value, new() { { "servicehall.record.id", one.Key.ToString() } })));
        _span?.SetTag("messaging.batch.message_count", deliveries).SetTag("servicehall.department", department);
    }

    /// <summary>A call with rows of these deliveries; null where nobody listens.</summary>
    public static CallTrace? Send(Platform platform, string department, long attempt, IReadOnlyList<(Offer.Run Run, DeliveryRow Sent)> deliveries, RecordTraces traces)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var call = new CallTrace("send", platform.Name, department, deliveries.Count, traces.Of(deliveries.Select(pair => pair.Sent.RecordId)));
        call._span?.SetTag("servicehall.attempt", attempt).SetTag("servicehall.table", deliveries[0].Run.Rows[0].Row.Table).SetTag("servicehall.rows", deliveries.Sum(pair => pair.Run.Rows.Count));
        return call;
    }

    /// <summary>The platform is asked for rows of this delivery; null where nobody listens.</summary>
    public static CallTrace? Ask(Platform platform, string department, Offer.Ask ask, RecordTraces traces)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var call = new CallTrace("ask", platform.Name, department, 1, traces.Of([ask.Read.Row.RecordId]));
        call._span?.SetTag("servicehall.table", ask.Rows[0].Row.Table).SetTag("servicehall.rows", ask.Rows.Count);
        return call;
    }

    /// <summary>One attempt within the call that is under way, by the pipeline: its status code, or what broke.</summary>
    public static void Attempted(string outcome)
    {
        if (Activity.Current is { IsAllDataRequested: true } span && ReferenceEquals(span.Source, Source))
        {
            span.AddEvent(new ActivityEvent("attempt", tags: new() { { "servicehall.outcome", outcome } }));
        }
    }

    /// <summary>The call is over.</summary>
    public void Ended(string outcome, bool isFault)
    {
        _span?.SetTag("servicehall.outcome", outcome);
        if (isFault)
        {
            _span?.SetTag("error.type", outcome).SetStatus(ActivityStatusCode.Error);
        }

        _span?.Stop();
    }

    /// <summary>What became of the records is written down.</summary>
    public void Settled(IEnumerable<DeliveryRow> after)
    {
        if (_span is not { IsAllDataRequested: true } call)
        {
            return;
        }

        foreach (var delivery in after)
        {
            if (_records.TryGetValue(delivery.RecordId, out var context))
            {
                Source.StartActivity($"settle {_platform}", ActivityKind.Internal, context, Tags(delivery), [new ActivityLink(call.Context)], new DateTimeOffset(call.StartTimeUtc + call.Duration))?.Dispose();
            }
        }
    }

    public void Dispose() => _span?.Dispose();

    private static KeyValuePair<string, object?>[] Tags(string operation, string platform) =>
        [new("messaging.system", "servicehall"), new("messaging.operation.name", operation), new("messaging.destination.name", platform)];

    private static IEnumerable<KeyValuePair<string, object?>> Tags(DeliveryRow delivery) =>
    [
        .. Tags("settle", delivery.Platform),
        new("servicehall.record.id", delivery.RecordId.ToString()),
        new("servicehall.outcome", delivery.State.Word()),
        new("servicehall.tries", delivery.Tries),
    ];
}
