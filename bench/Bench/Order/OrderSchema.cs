using ServiceHall.Tests.Hall;

namespace ServiceHall.Bench.Order;

/// <summary>A schema for one measurement, gone with it.</summary>
internal sealed class OrderSchema : IDisposable
{
    private static int _made;

    private readonly PostgresCluster _cluster;
    private readonly string _name = $"order_{Interlocked.Increment(ref _made)}";

    public OrderSchema(PostgresCluster cluster) => (_cluster, Place) = (cluster, cluster.Make(_name));

    /// <summary>The connection string to it.</summary>
    public string Place { get; }

    public void Dispose() => _cluster.Remove(_name);
}
