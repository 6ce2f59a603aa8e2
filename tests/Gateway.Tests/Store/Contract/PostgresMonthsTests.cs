using Dapper;
using Npgsql;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Postgres;
using ServiceHall.Tests.Hall;
using static ServiceHall.Gateway.Tests.Store.Contract.EmptyStore;

namespace ServiceHall.Gateway.Tests.Store.Contract;

/// <summary>Records lie by the month of their id, made ahead of time; none is refused for its month.</summary>
public sealed class PostgresMonthsTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly DateTimeOffset ThisMonth = new(Now.Year, Now.Month, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string? _schema = PostgresCluster.IsHere ? $"months_{Guid.NewGuid():N}" : null;

    [StoreFact]
    public void A_record_lies_in_its_month_and_is_found_by_its_id_alone()
    {
        using var database = Open();
        using var session = database.OpenWriter();
        session.Idle();
        Guid[] ids = [Id(1), Of(ThisMonth), Of(ThisMonth.AddMonths(1)), Of(ThisMonth.AddMonths(2).AddDays(27)), Of(ThisMonth.AddMonths(3)), Of(ThisMonth.AddYears(50))];

        Write(session, ids);

        Assert.Equal(
            ["record_first", "record_first", $"record_{ThisMonth.AddMonths(1):yyyy_MM}", $"record_{ThisMonth.AddMonths(2):yyyy_MM}", "record_other", "record_other"],
            ids.Select(id => Table(database, id)));
        Assert.All(ids, id => Assert.Equal(id, session.ReadRecord(id)!.Id));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, Assert.Throws<PostgresException>(() => Write(session, [ids[2]])).SqlState);
        Assert.All(
            new[] { ThisMonth, ThisMonth.AddMonths(1), ThisMonth.AddYears(50) },
            month => Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, Assert.Throws<PostgresException>(() => Write(session, [Of(month.AddDays(1))], config: 77)).SqlState));
    }

    [StoreFact]
    public void What_was_there_before_the_months_stays_and_keeps_its_order()
    {
        using (var connection = PostgresConnections.OpenWriter(PostgresCluster.Schema(_schema!)))
        {
            connection.Execute("CREATE TABLE schema_version (number INTEGER PRIMARY KEY); INSERT INTO schema_version (number) VALUES (1)");
            connection.Execute(Scripts.Of("Postgres").First().Sql);
            connection.Execute("INSERT INTO config (fingerprint, since) VALUES ('before', 1)");
            connection.Execute("INSERT INTO case_ (id, department, division, state, document) VALUES (205, 'mz', '990001', 3, '\\x00')");
            foreach (var number in new[] { 3, 1, 2 })
            {
                connection.Execute(
                    "INSERT INTO record (id, department, kind, version, occurred, received, verdict, state, config_id, body) VALUES (@id, 'mz', 'case.step', 1, 1, 1, 1, 2, 1, '\\x01')",
                    new { id = Id(number).ToByteArray(bigEndian: true) });
            }
        }

        using var database = Open();
        using var session = database.OpenWriter();
        Write(session, [Id(4)]);

        Assert.Equal([Id(3), Id(1), Id(2), Id(4)], session.AsJudged([Id(1), Id(2), Id(3), Id(4)]));
        Assert.True(session.TakeCaseIds().First > 205);
    }

    [StoreFact]
    public void Whoever_reads_for_long_hinders_no_writer_and_the_months_come_later()
    {
        using var database = Open();
        using var session = database.OpenWriter();
        using var reader = new NpgsqlConnection(PostgresCluster.Schema(_schema!));
        reader.Open();
        using var reading = reader.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        reader.ExecuteScalar<long>("SELECT count(*) FROM record", transaction: reading);

        Assert.Equal(PostgresErrorCodes.LockNotAvailable, Assert.Throws<PostgresException>(session.Idle).SqlState);
        Write(session, [Of(ThisMonth.AddMonths(1))]);
        reading.Rollback();

        using (var later = PostgresConnections.OpenWriter(PostgresCluster.Schema(_schema!)))
        {
            PostgresMonths.Make(later);
        }

        Write(session, [Of(ThisMonth.AddMonths(1).AddDays(1)), Of(ThisMonth.AddMonths(2))]);
        Assert.Equal(
            ["record_other", "record_other", $"record_{ThisMonth.AddMonths(2):yyyy_MM}"],
            new[] { ThisMonth.AddMonths(1), ThisMonth.AddMonths(1).AddDays(1), ThisMonth.AddMonths(2) }.Select(time => Table(database, Of(time))));
    }

    public void Dispose()
    {
        if (_schema is not null)
        {
            PostgresCluster.Drop(_schema);
        }
    }

    private PostgresDatabase Open() => PostgresDatabase.Open(PostgresCluster.Schema(_schema!), mayForget: true);

    // Its first 48 bits are the time.
    private static Guid Of(DateTimeOffset time) => new(Convert.FromHexString($"{time.ToUnixTimeMilliseconds():x12}70008000000000000001"), bigEndian: true);

    private static void Write(StoreSession session, IEnumerable<Guid> ids, long? config = null)
    {
        session.Begin();
        try
        {
            config ??= session.ConfigId("as the tests are configured", 1);
            session.Insert([.. ids.Select(id => new RecordRow(id, "mz", "case.step", 1, null, 1, 2, Model.Judging.Verdict.Rejected, Model.Judging.RecordState.Quarantined, null, config.Value, null, [1], null))]);
            session.Commit();
        }
        catch
        {
            session.Rollback();
            throw;
        }
    }

    private static string? Table(PostgresDatabase database, Guid id)
    {
        using var lease = database.Reader();
        return lease.Connection.ExecuteScalar<string>("SELECT tableoid::regclass::text FROM record WHERE id = @id", new { id = id.ToByteArray(bigEndian: true) });
    }
}
