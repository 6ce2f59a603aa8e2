namespace ServiceHall.Gateway.Tests.Telemetry;

/// <summary>Tests that listen to what this process traces, or count on nobody listening: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TracedAlone
{
    public const string Name = "traced";
}
