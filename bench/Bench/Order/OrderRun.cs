using System.Diagnostics;
using System.Runtime.InteropServices;
using ServiceHall.Gateway.Store.Postgres;

namespace ServiceHall.Bench.Order;

/// <summary>Writers and a reader at work on tables of their own.</summary>
internal sealed class OrderRun : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _written = new();
    private readonly List<OrderWriter> _writers;
    private readonly OrderReader _reader;
    private readonly Task _writing;
    private readonly Task _reading;

    private OrderRun(string schema, CommitOrder order, int writers, Judging judging)
    {
        _writers = [.. Enumerable.Range(1, writers).Select(number => new OrderWriter(number, schema, order, judging))];
        _reader = new OrderReader(schema, order);
        _writing = Task.WhenAll(_writers.Select(writer => OnItsOwnThread(() => writer.WriteUntil(_ended.Token))));
        _reading = OnItsOwnThread(() => _reader.ReadUntil(_written.Token));
    }

    /// <summary>Makes the tables and begins.</summary>
    public static OrderRun Start(string schema, CommitOrder order, int writers, Judging judging)
    {
        using (var connection = PostgresConnections.OpenWriter(schema))
        {
            PostgresServer.Run(connection, $"{order.Schema}; INSERT INTO config (fingerprint, since) VALUES ('bench', 0)");

            // What the measurement before left to be written must not fall into this one.
            PostgresServer.Run(connection, "CHECKPOINT");
        }

        return new OrderRun(schema, order, writers, judging);
    }

    /// <summary>Lets them work. Answers when that was.</summary>
    public async Task<Phase> WorkAsync(TimeSpan @long)
    {
        var from = Stopwatch.GetTimestamp();
        await Task.WhenAny(_writing, _reading, Task.Delay(@long));
        return new Phase(from, Stopwatch.GetTimestamp());
    }

    /// <summary>Ends the writers, and the reader when nothing more comes. Answers what there was.</summary>
    public async Task<OrderRecord> EndAsync()
    {
        await _ended.CancelAsync();
        try
        {
            await _writing;
        }
        finally
        {
            await _written.CancelAsync();
            await _reading;
        }

        return new OrderRecord([.. _writers.Select(writer => writer.Commits)], _reader.Groups);
    }

    public void Dispose()
    {
        _writers.ForEach(writer => writer.Dispose());
        _reader.Dispose();
        _ended.Dispose();
        _written.Dispose();
    }

    private static Task OnItsOwnThread(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

/// <summary>A stretch of time, in the clock's ticks.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Phase(long From, long To)
{
    public double Seconds => Stopwatch.GetElapsedTime(From, To).TotalSeconds;

    public bool Holds(long moment) => From <= moment && moment < To;
}
