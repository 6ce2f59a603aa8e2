using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Postgres;
using ServiceHall.Tests.Hall;

namespace ServiceHall.Gateway.Tests.Store.Contract;

/// <summary>What is asked of a PostgreSQL server, and what becomes of a gateway that loses it.</summary>
public sealed class PostgresServerTests : IDisposable
{
    private const string Writers = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = (hashtext(current_schema())::bigint & 4294967295)";

    private readonly EmptyStore _store = EmptyStore.OnPostgres();

    public void Dispose() => _store.Dispose();

    [StoreFact]
    public void A_server_that_forgets_what_it_acknowledged_is_refused()
    {
        var fault = Assert.Throws<InvalidDataException>(() => PostgresDatabase.Open(_store.Address.Place, mayForget: false));

        Assert.Contains("fsync", fault.Message, StringComparison.Ordinal);
    }

    [StoreFact]
    public void Commits_are_durable_whatever_the_default_is()
    {
        using var connection = PostgresConnections.OpenWriter($"{_store.Address.Place};Options=-c synchronous_commit=off");
        Assert.Equal("off", connection.ExecuteScalar<string>("SHOW synchronous_commit"));

        PostgresServer.SetForWriting(connection, NodeOptions.UsualLease);

        Assert.Equal("on", connection.ExecuteScalar<string>("SHOW synchronous_commit"));
    }

    [StoreFact]
    public void A_schema_newer_than_the_build_is_refused_and_left_as_it_is()
    {
        var fault = TestedWith("INSERT INTO schema_version (number) VALUES (9999)");

        Assert.Contains("9999", Assert.IsType<InvalidDataException>(fault).Message, StringComparison.Ordinal);
        Assert.Null(TestedWith("DELETE FROM schema_version WHERE number = 9999"));
    }

    [StoreFact]
    public void A_schema_that_is_not_there_is_told_with_its_cure()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(_store.Address.Place) { SearchPath = "is_not_there" }.ToString();

        var fault = Assert.Throws<InvalidDataException>(() => PostgresDatabase.Open(nowhere, mayForget: true));

        Assert.Contains("Search Path", fault.Message, StringComparison.Ordinal);
    }

    [StoreFact]
    public void A_server_that_is_not_there_is_told_without_the_password()
    {
        var fault = Assert.Throws<StoreAwayException>(() => PostgresDatabase.Open("Host=127.0.0.1;Port=1;Username=u;Database=d;Password=not-to-be-told", mayForget: true));

        Assert.Contains("Store:ConnectionString", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-told", fault.ToString(), StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task A_writer_whose_connection_is_gone_writes_nothing_more_and_says_so()
    {
        var lost = new TaskCompletionSource();
        _store.Session.Lost = lost.SetResult;
        using var sealer = new Sealer(DataKeys.Ephemeral());
        using var writer = new StoreWriter(_store.Session, sealer, new CaseCache(), groupLimit: 100, queueLimit: 1000, NullLogger<StoreWriter>.Instance);
        Assert.True(await Written());

        Assert.Equal(1, Execute($"SELECT count(pg_terminate_backend(pid)) FROM ({Writers}) AS writer"));

        // Without a write: the connection is looked after all the time.
        await lost.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(_store.Session.IsLost);
        await Assert.ThrowsAnyAsync<Exception>(Written);
        using var next = _store.Address.Open(mayForget: true);
        await Assert.ThrowsAnyAsync<Exception>(Written);
        Assert.Equal(1, Execute("SELECT value FROM counter WHERE name = 'ready'"));

        Task<bool> Written()
        {
            var work = new OneCount();
            writer.Enqueue(work);
            return work.Done;
        }
    }

    [StoreFact]
    public async Task A_gateway_that_loses_its_store_ends_and_the_next_goes_on_with_all_that_was_acknowledged()
    {
        var folder = Directory.CreateTempSubdirectory("lost-").FullName;
        var schema = PostgresCluster.Schema($"lost_{Guid.NewGuid():N}");
        var settings = new Dictionary<string, string?> { ["Store:Provider"] = "postgres", ["Store:ConnectionString"] = schema, ["Store:KeyFile"] = Path.Combine(folder, "keys.json") };
        await using (var hall = await TestHall.StartAsync(settings: settings))
        {
            hall.Log.ErrorsAreExpected = true;
            Assert.Equal(["accepted"], (await hall.Client().PushAsync(Samples.Accepted("lost-1"))).Verdicts);
            using var ending = new SemaphoreSlim(0);
            hall.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => ending.Release());

            Execute($"SELECT count(pg_terminate_backend(pid)) FROM ({Writers}) AS writer", schema);

            Assert.True(await ending.WaitAsync(TimeSpan.FromSeconds(60)));
            Assert.True(hall.Services.GetRequiredService<LostStore>().IsLost);
        }

        await using (var hall = await TestHall.StartAsync(settings: settings))
        {
            Assert.Equal(["duplicate", "accepted"], (await hall.Client().PushAsync(Samples.Accepted("lost-1"), Samples.Step("lost-1"))).Verdicts);
        }

        Directory.Delete(folder, recursive: true);
    }

    [StoreFact]
    public void Every_statement_of_the_writer_goes_by_a_key()
    {
        using var connection = PostgresConnections.OpenWriter(_store.Address.Place);
        PostgresServer.SetForWriting(connection, NodeOptions.UsualLease);

        var plan = connection.Query<string>("EXPLAIN SELECT * FROM unnest('{a}'::text[], '{b}'::text[]) AS wanted (department, key) JOIN record_key USING (department, key)");

        Assert.Contains(plan, step => step.Contains("record_key_pkey", StringComparison.Ordinal));
    }

    private long Execute(string sql, string? schema = null)
    {
        using var connection = new NpgsqlConnection(schema ?? _store.Address.Place);
        return connection.ExecuteScalar<long>(sql);
    }

    // What comes of opening it after this was done to it.
    private Exception? TestedWith(string sql)
    {
        _store.Session.Dispose();
        Execute(sql);
        return Xunit.Record.Exception(_store.Reopen);
    }

    private sealed class OneCount : WriteWork<bool>
    {
        public override int Weight => 1;

        public override void Apply(WriteGroup group)
        {
            group.Count("ready", 1);
            Answer = true;
        }
    }
}
