namespace ServiceHall.Bench.Load;

/// <summary>One connection of the load generator.</summary>
internal interface IConnection : IDisposable
{
    /// <summary>Milliseconds of each call.</summary>
    IReadOnlyList<double> Latencies { get; }

    /// <summary>What came back that was not expected, or null.</summary>
    string? Fault { get; }

    Task OpenAsync();

    Task SendAllAsync();
}
