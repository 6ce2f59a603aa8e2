using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Postgres;
using ServiceHall.Gateway.Store.Sqlite;

namespace ServiceHall.Bench.Delivery;

/// <summary>When each record of <see cref="Intake.BenchHall.Department"/> was durable, which is right before it is acknowledged, and when its receipt was.</summary>
internal sealed class Stamps
{
    private readonly Dictionary<Guid, long> _durable = [];
    private readonly List<(long From, double Took)> _latencies = [];
    private readonly Lock _lock = new();
    private readonly List<(int Wanted, TaskCompletionSource Reached)> _awaited = [];
    private int _confirmed;

    /// <summary>Has a gateway's writer tell this one of its commits.</summary>
    public void Watch(IServiceCollection services)
    {
        var own = services.Single(one => one.ServiceType == typeof(Database)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton<Database>(provider => new StampedDatabase((Database)own(provider), this)));
    }

    /// <summary>Done when so many more deliveries are confirmed.</summary>
    public Task Confirmed(int more)
    {
        lock (_lock)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((_confirmed + more, reached));
            return reached.Task;
        }
    }

    /// <summary>Milliseconds from durable to receipt durable, sorted; forgotten with this.</summary>
    public double[] TakeLatencies()
    {
        lock (_lock)
        {
            var sorted = _latencies.Select(one => one.Took).Order().ToArray();
            _latencies.Clear();
            return sorted;
        }
    }

    public void Committed(IEnumerable<Guid> records, IEnumerable<Guid> confirmed)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            foreach (var id in records)
            {
                _durable[id] = now;
            }

            foreach (var id in confirmed)
            {
                _confirmed++;
                if (_durable.Remove(id, out var from))
                {
                    _latencies.Add((from, Stopwatch.GetElapsedTime(from, now).TotalMilliseconds));
                }
            }

            foreach (var (_, reached) in _awaited.Where(one => one.Wanted <= _confirmed))
            {
                reached.SetResult();
            }

            _awaited.RemoveAll(one => one.Wanted <= _confirmed);
        }
    }
}

/// <summary>A gateway's store, with its commits stamped.</summary>
internal sealed class StampedDatabase(Database database, Stamps stamps) : Database
{
    public override Dialect Dialect => database.Dialect;

    public override NodeLease? Lease => database.Lease;

    public override StoreSession OpenWriter() => database switch
    {
        SqliteDatabase sqlite => new StampedSqliteSession(sqlite.ConnectWriter(), stamps),
        PostgresDatabase postgres => new StampedPostgresSession(postgres, stamps),
        _ => throw new UnreachableException(),
    };

    public override ReaderLease Reader() => database.Reader();

    public override (int Applied, int Known) ReadSchema() => database.ReadSchema();

    public override void Dispose() => database.Dispose();
}
