using System.Diagnostics;
using OpenTelemetry.Trace;

namespace ServiceHall.Gateway.Telemetry;

/// <summary>Which spans are recorded: those of a trace that is, those with a record that is in one, and of all others this share.</summary>
internal sealed class RecordSampler(double share) : Sampler
{
    private readonly ParentBasedSampler _others = new(new TraceIdRatioBasedSampler(share));

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        foreach (var link in samplingParameters.Links ?? [])
        {
            if (link.Context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))
            {
                return new SamplingResult(SamplingDecision.RecordAndSample);
            }
        }

        return _others.ShouldSample(samplingParameters);
    }
}
