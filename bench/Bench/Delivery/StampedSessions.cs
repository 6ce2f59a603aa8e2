using Microsoft.Data.Sqlite;
using ServiceHall.Bench.Intake;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Postgres;
using ServiceHall.Gateway.Store.Sqlite;

namespace ServiceHall.Bench.Delivery;

/// <summary>Which records and which receipts a transaction holds.</summary>
internal sealed class Held(Stamps stamps)
{
    private readonly List<Guid> _records = [];
    private readonly List<Guid> _confirmed = [];

    public void Begin()
    {
        _records.Clear();
        _confirmed.Clear();
    }

    public void Add(IEnumerable<RecordRow> records) => _records.AddRange(records.Where(record => record.Department == BenchHall.Department).Select(record => record.Id));

    public void Add(IEnumerable<DeliveryRow> deliveries) =>
        _confirmed.AddRange(deliveries.Where(delivery => delivery.State == DeliveryState.Confirmed).Select(delivery => delivery.RecordId));

    public void Committed() => stamps.Committed(_records, _confirmed);
}

/// <summary>SQLite's writer, which tells of its commits.</summary>
internal sealed class StampedSqliteSession(SqliteConnection connection, Stamps stamps) : SqliteSession(connection)
{
    private readonly Held _held = new(stamps);

    public override void Begin()
    {
        _held.Begin();
        base.Begin();
    }

    public override void Insert(IReadOnlyCollection<RecordRow> records)
    {
        _held.Add(records);
        base.Insert(records);
    }

    public override void Upsert(IReadOnlyCollection<DeliveryRow> deliveries)
    {
        _held.Add(deliveries);
        base.Upsert(deliveries);
    }

    public override void Commit()
    {
        base.Commit();
        _held.Committed();
    }
}

/// <summary>PostgreSQL's writer, which tells of its commits.</summary>
internal sealed class StampedPostgresSession(PostgresDatabase database, Stamps stamps) : PostgresSession(database.Writer, database.Lease.Node)
{
    private readonly Held _held = new(stamps);

    public override void Begin()
    {
        _held.Begin();
        base.Begin();
    }

    public override void Insert(IReadOnlyCollection<RecordRow> records)
    {
        _held.Add(records);
        base.Insert(records);
    }

    public override void Upsert(IReadOnlyCollection<DeliveryRow> deliveries)
    {
        _held.Add(deliveries);
        base.Upsert(deliveries);
    }

    public override void Commit()
    {
        base.Commit();
        _held.Committed();
    }
}
