using System.Collections.Concurrent;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Postgres;
using ServiceHall.Tests;
using ServiceHall.Tests.Hall;
using Xunit.Abstractions;
using static ServiceHall.Gateway.Tests.Store.Contract.EmptyStore;

namespace ServiceHall.Gateway.Tests.Store.Contract;

/// <summary>Several writers on one PostgreSQL: the journal is complete and in the order of commits, whatever becomes of any of them.</summary>
public sealed class PostgresWritersTests(ITestOutputHelper output) : IDisposable
{
    private const int Writers = 4;
    private const int WorksOfEach = 300;

    private readonly string? _schema = PostgresCluster.IsHere ? $"writers_{Guid.NewGuid():N}" : null;
    private readonly Sealer _sealer = new(DataKeys.Ephemeral());
    private PostgresDatabase? _database;

    [StoreFact]
    public async Task A_reader_by_number_misses_nothing_and_sees_nothing_twice_while_writers_fail_and_die()
    {
        var seeded = Seeded.Start(output);
        var database = Open();
        var acknowledged = new ConcurrentBag<string>();
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() => Follow(database, stop.Token));
        await using var open = await LongTransactionAsync();

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(number => (number, Seed: seeded.Random.Next())).ToList().Select(one => Task.Run(() => WriteAsync(one.number, new Random(one.Seed), acknowledged))));

        await stop.CancelAsync();
        var seen = await reading;
        Assert.Equal(Enumerable.Range(1, seen.Count).Select(place => (long)place), seen.Select(row => row.Seq));
        var words = seen.Select(row => row.Word).ToList();
        Assert.Equal(words.Distinct().Count(), words.Count);
        Assert.Empty(acknowledged.Except(words));
        Assert.True(acknowledged.Count > Writers * WorksOfEach / 2, $"Only {acknowledged.Count} were acknowledged.");
    }

    [StoreFact]
    public async Task What_a_writer_has_read_stands_until_it_has_written()
    {
        var database = Open();
        using var one = new PostgresSession(Connect());
        var connection = Connect();
        using var other = new PostgresSession(connection);
        one.Begin();
        Assert.Empty(one.ReadKeys([("mz", "a")]));
        var second = Task.Run(() =>
        {
            other.Begin();
            var known = other.ReadKeys([("mz", "a")]).Count();
            other.Rollback();
            return known;
        });
        await Soon.ItHoldsAsync(() => Waits(database, connection.ProcessID));
        one.Insert([Key("a", 1, Id(1))]);
        one.Commit();

        Assert.Equal(1, await second);
    }

    [StoreFact]
    public async Task No_two_writers_give_a_case_or_a_call_the_same_number()
    {
        Open();
        var numbers = new ConcurrentBag<long>();
        var calls = new ConcurrentBag<long>();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            using var writer = Writer(new PostgresSession(Connect()));
            var works = Enumerable.Range(0, 250).Select(_ => new OneCase(writer)).ToList();
            works.ForEach(writer.Enqueue);
            foreach (var work in works)
            {
                numbers.Add(await work.Done);
                calls.Add(writer.TakeAttemptId());
            }
        })));

        Assert.Equal(Writers * 250, numbers.Distinct().Count());
        Assert.Equal(Writers * 250, calls.Distinct().Count());
    }

    [StoreFact]
    public void What_several_gateways_count_adds_up_also_of_those_that_are_gone_and_takes_few_rows()
    {
        const int Times = 1_700;
        Open();
        var counted = new Dictionary<string, long> { ["record.taken"] = 2, ["record.parked"] = -1 };
        var wanted = 0;
        for (var life = 0; life < 3; life++)
        {
            // Two at once, then none: the next ones find what these have left.
            using var one = PostgresDatabase.Open(PostgresCluster.Schema(_schema!), mayForget: true);
            using var other = PostgresDatabase.Open(PostgresCluster.Schema(_schema!), mayForget: true);
            using var first = one.OpenWriter();
            using var second = other.OpenWriter();
            for (var time = 0; time < Times; time++)
            {
                var session = time % 3 == 0 ? second : first;
                session.Begin();
                session.Count(counted);
                if (time % 7 == 0)
                {
                    session.Rollback();
                    continue;
                }

                session.Commit();
                wanted++;
            }
        }

        using var reader = _database!.Reader();
        Assert.Equal(new Dictionary<string, long> { ["taken"] = 2 * wanted, ["parked"] = -wanted }, Counters.Read(reader.Connection, "record."));
        Assert.InRange(reader.Connection.ExecuteScalar<long>("SELECT count(DISTINCT node) FROM counter"), 2, 8);
    }

    public void Dispose()
    {
        _sealer.Dispose();
        _database?.Dispose();
        if (_schema is not null)
        {
            PostgresCluster.Drop(_schema);
        }
    }

    // Works in small groups: some can't be written, and now and then the server ends the connection, in the middle of a transaction or not.
    private async Task WriteAsync(int number, Random random, ConcurrentBag<string> acknowledged)
    {
        var written = 0;
        while (written < WorksOfEach)
        {
            var connection = Connect();
            var backend = connection.ProcessID;
            using var session = new PostgresSession(connection);
            using var writer = Writer(session);
            var works = new List<OneWord>();
            while (written < WorksOfEach && !session.IsLost)
            {
                works.Add(new OneWord($"{number}-{written++}", isBad: random.Next(20) == 0));
                writer.Enqueue(works[^1]);
                if (random.Next(60) == 0)
                {
                    Terminate(backend);
                }

                if (random.Next(8) == 0)
                {
                    await EndedAsync(works, acknowledged);
                }
            }

            writer.Dispose();
            await EndedAsync(works, acknowledged);
        }
    }

    private static async Task EndedAsync(List<OneWord> works, ConcurrentBag<string> acknowledged)
    {
        foreach (var work in works)
        {
            if (await Xunit.Record.ExceptionAsync(() => work.Done) is null)
            {
                acknowledged.Add(work.Word);
            }
        }

        works.Clear();
    }

    // Pages by number as the feed reads them, until all is written and seen.
    private static List<(long Seq, string Word)> Follow(Database database, CancellationToken stop)
    {
        var seen = new List<(long, string)>();
        var after = 0L;
        while (true)
        {
            var last = stop.IsCancellationRequested;
            using var lease = database.Reader();
            using var rows = lease.Query("SELECT seq, code FROM journal WHERE seq > @after ORDER BY seq LIMIT 500", ("@after", after));
            var before = after;
            while (rows.Read())
            {
                seen.Add((after = rows.GetInt64(0), rows.GetString(1)));
            }

            if (last && after == before)
            {
                return seen;
            }
        }
    }

    private async Task<NpgsqlConnection> LongTransactionAsync()
    {
        var connection = new NpgsqlConnection(PostgresCluster.Schema(_schema!));
        await connection.OpenAsync();
        await using var begin = new NpgsqlCommand("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM journal; INSERT INTO change_mark (place, at) VALUES (-1, 0)", connection);
        await begin.ExecuteNonQueryAsync();
        return connection;
    }

    private static bool Waits(PostgresDatabase database, int backend)
    {
        using var lease = database.Reader();
        return lease.Connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE pid = @backend AND NOT granted)", new { backend });
    }

    private void Terminate(int backend)
    {
        using var connection = new NpgsqlConnection(PostgresCluster.Schema(_schema!));
        connection.Open();
        using var end = new NpgsqlCommand("SELECT pg_terminate_backend($1)", connection) { Parameters = { new() { Value = backend } } };
        end.ExecuteNonQuery();
    }

    private PostgresDatabase Open() => _database = PostgresDatabase.Open(PostgresCluster.Schema(_schema!), mayForget: true);

    // As that of a gateway, but for the lock that keeps others out.
    private NpgsqlConnection Connect()
    {
        var connection = PostgresConnections.OpenWriter(PostgresCluster.Schema(_schema!));
        PostgresServer.SetForWriting(connection, NodeOptions.UsualLease);
        return connection;
    }

    private StoreWriter Writer(StoreSession session) => new(session, _sealer, new CaseCache(), groupLimit: 20, queueLimit: 1000, NullLogger<StoreWriter>.Instance);

    /// <summary>A row in the journal; a bad one fails when it is written, or when it is applied.</summary>
    private sealed class OneWord(string word, bool isBad) : WriteWork<bool>
    {
        public string Word => word;

        public override int Weight => 1;

        public override void Apply(WriteGroup group)
        {
            group.Add(new JournalRow(5, "record.rejected", "mz", null, null, null, null, word, null));
            if (isBad)
            {
                group.Add(Key("taken", 1, Guid.CreateVersion7()));
                group.Add(Key("taken", 1, Guid.CreateVersion7()));
            }
        }
    }

    /// <summary>Takes the number of a case.</summary>
    private sealed class OneCase(StoreWriter writer) : WriteWork<long>
    {
        public override int Weight => 1;

        public override void Apply(WriteGroup group) => Answer = writer.TakeCaseId();
    }
}
