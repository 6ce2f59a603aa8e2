using System.Diagnostics;
using System.Runtime.InteropServices;
using Npgsql;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Postgres;

namespace ServiceHall.Bench.Order;

/// <summary>A gateway's writer: groups of rows one after another, each in a transaction of its own, in as few round trips as the store's session needs.</summary>
internal sealed class OrderWriter : IDisposable
{
    private readonly int _number;
    private readonly CommitOrder _order;
    private readonly Judging _judging;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlBatch _batch;
    private readonly List<Commit> _commits = [];
    private NpgsqlParameter _before = Ids([]);

    public OrderWriter(int number, string connectionString, CommitOrder order, Judging judging)
    {
        (_number, _order, _judging, _connection) = (number, order, judging, PostgresConnections.OpenWriter(connectionString));
        PostgresServer.SetForWriting(_connection, TimeSpan.FromMinutes(1));
        _batch = _connection.CreateBatch();
    }

    /// <summary>Its groups in their order. To be read when it has ended.</summary>
    public IReadOnlyList<Commit> Commits => _commits;

    public void WriteUntil(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            var rows = new GroupRows(_number, _commits.Count);
            var from = Stopwatch.GetTimestamp();
            Write(rows);
            _commits.Add(new Commit(from, Stopwatch.GetTimestamp()));
            _before = Ids(rows.Records);
        }
    }

    public void Dispose()
    {
        _batch.Dispose();
        _connection.Dispose();
    }

    private void Write(GroupRows rows)
    {
        // 1. Whether the records are known, and what they belong to.
        Add("BEGIN");
        if (_order.First is { } first)
        {
            Add(first);
        }

        Add("SELECT id, state FROM record WHERE id = ANY($1)", Ids(rows.Records));
        Send();
        Add("SELECT id, case_id, body FROM record WHERE id = ANY($1)", _before);
        Send();

        // 2. What becomes of them.
        _judging.Judge();

        // 3. All that is written, the journal last.
        Insert(rows.Records);
        Count(rows.Counts);
        Add(_order.Insert, CommitOrder.Values(rows.Journal));
        Add("COMMIT");
        Send();
    }

    private void Insert(IReadOnlyList<RecordRow> records)
    {
        var all = new Columns<RecordRow>(records);
        Add(
            """
            INSERT INTO record (id, department, kind, version, case_id, occurred, received, verdict, state, rule, config_id, findings, body, adapter)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """,
            all.Ids(row => row.Id), all.Texts(row => row.Department), all.Texts(row => row.Kind), all.Ints(row => row.Version), all.Longs(row => row.CaseId), all.Longs(row => row.Occurred),
            all.Longs(row => row.Received), all.Ints(row => (int)row.Verdict), all.Ints(row => (int)row.State), all.Texts(row => row.Rule), all.Longs(row => row.ConfigId),
            all.Blobs(row => row.Findings), all.Blobs(row => row.Body), all.Texts(row => row.Adapter));
    }

    // Every gateway counts under its own name, so that none waits for another here.
    private void Count(IReadOnlyDictionary<string, long> changes)
    {
        var all = new Columns<KeyValuePair<string, long>>(changes);
        Add(
            "INSERT INTO counter (node, name, value) SELECT $1, * FROM unnest($2, $3) ON CONFLICT (node, name) DO UPDATE SET value = counter.value + excluded.value",
            Value.Of(_number.ToString()), all.Texts(row => row.Key), all.Longs(row => row.Value));
    }

    private static NpgsqlParameter Ids(IReadOnlyCollection<RecordRow> records) => new Columns<RecordRow>(records).Ids(row => row.Id);

    private void Add(string sql, params ReadOnlySpan<NpgsqlParameter> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value);
        }

        _batch.BatchCommands.Add(command);
    }

    // Every answer is read to its end, as the session does.
    private void Send()
    {
        using (var answers = _batch.ExecuteReader())
        {
            do
            {
                while (answers.Read())
                {
                    answers.GetValue(0);
                }
            }
            while (answers.NextResult());
        }

        _batch.BatchCommands.Clear();
    }
}

/// <summary>When the transaction of a group began, and when its commit was answered.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Commit(long From, long Committed)
{
    public double Took => Stopwatch.GetElapsedTime(From, Committed).TotalMilliseconds;
}
