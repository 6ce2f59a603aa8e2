using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ServiceHall.Gateway.Settings;

namespace ServiceHall.Gateway.Telemetry;

/// <summary>
/// Sends this gateway's spans and metrics to a collector, where one is set. Only sources of ours: what the framework says of calls holds whole addresses,
/// in which callers may write anything.
/// </summary>
internal static class OtlpExport
{
    private const string Ours = "ServiceHall.*";

    public static void Add(IServiceCollection services, OtlpSettings settings)
    {
        if (settings.Endpoint is not { } endpoint)
        {
            return;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("servicehall-gateway", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString(3)))
            .WithTracing(traces => traces.AddSource(Ours).SetSampler(new RecordSampler(settings.SampleRatio)).AddOtlpExporter(options => To(options, endpoint, "traces", settings)))
            .WithMetrics(metrics => metrics.AddMeter([Ours, "System.Runtime", .. MeterReadings.OfTheHost]).AddOtlpExporter((options, reader) =>
            {
                To(options, endpoint, "metrics", settings);
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)settings.MetricsEvery.TotalMilliseconds;
            }));
    }

    private static void To(OtlpExporterOptions options, string endpoint, string signal, OtlpSettings settings)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri($"{endpoint.TrimEnd('/')}/v1/{signal}");
        options.Headers = settings.Headers;
    }
}
