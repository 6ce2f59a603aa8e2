using ServiceHall.Adapters.Platforms.OneWindow;
using ServiceHall.Adapters.Resilience;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>The way to a platform: its pipelines before the connection. One as long as the process lives, because breakers remember.</summary>
internal static class PlatformPipeline
{
    public static HttpMessageInvoker Open(OneWindowSettings settings, HttpMessageHandler connection, TimeProvider machine, PipelineWatch? watch = null) => new(
        new ResilienceHandler(
            settings.Resilience, PipelineTimes.Of(settings.Resilience, settings.AttemptTimeout), settings.Concurrency, OneWindowProtocol.OperationOf, machine, watch ?? PipelineWatch.Nobody)
        {
            InnerHandler = connection,
        });

    /// <summary>Counts what happens, and logs when a breaker changes.</summary>
    public static PipelineWatch Watch(string platform, DispatchMetrics metrics, ILogger log) => new()
    {
        Attempted = (operation, outcome, took) =>
        {
            metrics.Attempted(platform, operation, outcome, took);
            CallTrace.Attempted(outcome);
        },
        BreakerChanged = (operation, state) =>
        {
            metrics.BreakerChanged(platform, operation, state);
            Say(log, operation, platform, state);
        },
    };

    private static void Say(ILogger log, string operation, string platform, BreakerState state)
    {
        switch (state)
        {
            case BreakerState.Open:
                DispatchLog.BreakerOpen(log, operation, platform);
                break;
            case BreakerState.HalfOpen:
                DispatchLog.BreakerHalfOpen(log, operation, platform);
                break;
            default:
                DispatchLog.BreakerClosed(log, operation, platform);
                break;
        }
    }
}
