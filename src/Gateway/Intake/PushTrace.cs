using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using ServiceHall.Gateway.Security;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Intake;

/// <summary>
/// One push as it is traced: a span of the call and, after the commit, one of every record's judgement. The span's context, or the caller's where nobody
/// listens here, is kept with the records, so that their deliveries go on in the same trace. There are words, codes and ids in it, never a key, a case
/// number or anything else that a department wrote.
/// </summary>
internal sealed class PushTrace : IDisposable
{
    public const string SourceName = "ServiceHall.Intake";

    private static readonly ActivitySource Source = new(SourceName);

    private readonly HttpContext _call;
    private readonly Activity? _around;
    private readonly Activity? _span;
    private readonly long _begun = Stopwatch.GetTimestamp();
    private bool _isFault;

    private PushTrace(HttpContext call, ActivityContext given)
    {
        (_call, _around) = (call, Activity.Current);

        // The server's own activity is exported by nobody: under it the span would be the child of one that is nowhere.
        Activity.Current = null;
        _span = Source.StartActivity($"{call.Request.Method} {Route(call)}", ActivityKind.Server, given, Tags(call));
        Activity.Current = _span ?? _around;
        var context = _span?.Context ?? given;
        Kept = IsRecorded(context) ? TraceContext.Write(context) : null;
    }

    /// <summary>What is kept with the records; null where nobody records this trace.</summary>
    public byte[]? Kept { get; }

    /// <summary>How long it runs already.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_begun);

    /// <summary>The trace of a push that begins; null where nobody listens and the caller records none.</summary>
    public static PushTrace? Begin(HttpContext call) => Given(call.Request.Headers) is var given && IsTraced(given) ? new PushTrace(call, given) : null;

    /// <summary>An endpoint of pushes, traced where somebody listens or the caller records a trace; otherwise just as it is.</summary>
    public static RequestDelegate Around(RequestDelegate push) => call => IsTraced(Given(call.Request.Headers)) ? TracedAsync(call, push) : push(call);

    /// <summary>Tells what was judged, once it is durable.</summary>
    public void Judged(IReadOnlyList<PreparedRecord> prepared, IReadOnlyList<RecordResult> results, TimeSpan queued)
    {
        if (_span is not { IsAllDataRequested: true } span)
        {
            return;
        }

        foreach (var (one, result) in prepared.Zip(results))
        {
            var kind = one.Record is { } record ? Keeper.KnownKind(record.Kind) : "unknown";
            Source.StartActivity($"judge {kind}", ActivityKind.Internal, span.Context, Tags(one, result, kind), links: null, new DateTimeOffset(span.StartTimeUtc + queued))?.Dispose();
        }
    }

    /// <summary>Tells what waited until now. It came in a trace of its own, and goes on in that.</summary>
    public void Released(IReadOnlyList<Guid> recordIds, RecordTraces traces)
    {
        if (recordIds.Count == 0 || _span is not { IsAllDataRequested: true } span)
        {
            return;
        }

        foreach (var (recordId, context) in traces.Of(recordIds))
        {
            Source.StartActivity("release", ActivityKind.Internal, context, [new("servicehall.record.id", recordId.ToString())], [new ActivityLink(span.Context)])?.Dispose();
        }
    }

    /// <summary>Tells how a gRPC call ended, whose HTTP status is 200 whatever happened.</summary>
    /// <param name="status">Its status, 0 to 16.</param>
    /// <param name="isFault">Whether that is ours and not the caller's.</param>
    public void Ended(int status, bool isFault)
    {
        _span?.SetTag("rpc.grpc.status_code", status);
        _isFault = isFault;
    }

    public void Dispose()
    {
        _span?.SetTag("http.response.status_code", _call.Response.StatusCode);
        _span?.SetStatus(_isFault || _call.Response.StatusCode >= StatusCodes.Status500InternalServerError ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        _span?.Dispose();
        Activity.Current = _around;
    }

    private static async Task TracedAsync(HttpContext call, RequestDelegate push)
    {
        using var trace = Begin(call);
        call.Features.Set(trace);
        await push(call);
    }

    private static ActivityContext Given(IHeaderDictionary headers) =>
        headers.TraceParent is [{ } text] && ActivityContext.TryParse(text, traceState: null, isRemote: true, out var given) ? given : default;

    private static bool IsTraced(ActivityContext given) => Source.HasListeners() || IsRecorded(given);

    private static bool IsRecorded(ActivityContext context) => context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded);

    private static string? Route(HttpContext call) => (call.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;

    private static KeyValuePair<string, object?>[] Tags(HttpContext call) =>
    [
        new("http.request.method", call.Request.Method),
        new("http.route", Route(call)),
        new("servicehall.client", call.Features.GetRequiredFeature<Caller>().Key),
    ];

    private static KeyValuePair<string, object?>[] Tags(PreparedRecord one, RecordResult result, string kind) =>
    [
        new("servicehall.record.id", result.RecordId?.ToString()),
        new("servicehall.record.kind", kind),
        new("servicehall.record.verdict", result.Verdict.Word()),
        new("servicehall.department", one.Record?.Department),
        new("servicehall.rule", result.Errors is [var first, ..] ? first.Rule : null),
    ];
}
