using Npgsql;
using NpgsqlTypes;
using ServiceHall.Bench.Shapes;
using ServiceHall.Gateway.Store.Postgres;

namespace ServiceHall.Bench.Order;

/// <summary>
/// Nobody waits for anybody: rows carry their transaction's number, and readers see none of a transaction before all with a lower number have ended. They
/// go by transaction and place: a lower place may belong to a later transaction.
/// </summary>
internal sealed class SnapshotWatermark : CommitOrder
{
    public override string Name => "snapshot watermark";

    public override string Schema => Numbered("").With(
        "  reason BYTEA                                 -- sealed\n);\n\nCREATE TABLE change_mark",
        "  reason BYTEA,\n  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),\n  PRIMARY KEY (xid, seq)\n);\n\nCREATE TABLE change_mark");

    public override string Insert => $"INSERT INTO journal ({Columns}) SELECT * FROM {Rows}";

    public override string Read => $"""
        SELECT seq, subject, xid, {Columns} FROM journal
        WHERE (xid, seq) > ($1, $2) AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid, seq LIMIT 1000
        """;

    public override NpgsqlParameter[] Values(Cursor cursor) => [new NpgsqlParameter<ulong> { TypedValue = cursor.Transaction, NpgsqlDbType = NpgsqlDbType.Xid8 }, Value.Of(cursor.Place)];

    public override Cursor Behind(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetFieldValue<ulong>(2));
}
