using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace ServiceHall.Tests.Hall;

/// <summary>Hears every span of the gateways in this process.</summary>
internal sealed class Traced : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public Traced()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("ServiceHall.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> Spans => [.. _ended];

    public void Dispose() => _listener.Dispose();
}

/// <summary>Reading spans.</summary>
internal static class Spans
{
    /// <summary>A trace of the caller's own that it records.</summary>
    public static ActivityContext NewTrace() => new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

    /// <summary>As a caller sends it.</summary>
    public static string Header(this ActivityContext trace) => $"00-{trace.TraceId}-{trace.SpanId}-{(int)trace.TraceFlags:x2}";

    /// <summary>The names of the spans in a trace, in the order in which they began; those of another trace that is linked to it stand in brackets.</summary>
    public static IReadOnlyList<string> Of(this IEnumerable<Activity> spans, ActivityTraceId trace) =>
    [
        .. spans.Where(span => span.TraceId == trace || span.Links.Any(link => link.Context.TraceId == trace))
            .OrderBy(span => span.StartTimeUtc)
            .Select(span => (span.TraceId == trace ? span.DisplayName : $"[{span.DisplayName}]") + (span.GetTagItem("servicehall.outcome") is { } outcome ? $" {outcome}" : "")),
    ];

    public static Task<Answer> PushInAsync(this SignedClient client, ActivityContext trace, params IEnumerable<JsonObject> records) => client.SendInAsync(
        trace, "/v1/records", Encoding.UTF8.GetBytes(new JsonObject { ["records"] = new JsonArray([.. records]) }.ToJsonString()));

    public static Task<Answer> SendInAsync(this SignedClient client, ActivityContext trace, string target, byte[] body, string contentType = "application/json") =>
        client.SendAsync(HttpMethod.Post, target, body, request =>
        {
            request.Headers.Add("traceparent", trace.Header());
            request.Content!.Headers.ContentType = new(contentType);
        });
}
