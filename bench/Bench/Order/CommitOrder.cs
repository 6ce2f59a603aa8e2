using System.Runtime.InteropServices;
using Npgsql;
using ServiceHall.Bench.Shapes;
using ServiceHall.Gateway.Store;
using ServiceHall.Gateway.Store.Postgres;

namespace ServiceHall.Bench.Order;

/// <summary>One way to number the journal where several connections write it, told by what differs from the first script.</summary>
internal abstract class CommitOrder
{
    // Of every row of the journal but its place.
    protected const string Columns = "at, what, department, subject, record_id, platform, state, code, digest, actor, reason";
    protected const string Rows = "unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    private const string OneWriter = "  seq BIGINT PRIMARY KEY,\n  at BIGINT";

    public abstract string Name { get; }

    /// <summary>The statements that make the tables.</summary>
    public virtual string Schema => Scripts.Of("Postgres").First().Sql;

    /// <summary>What is said right after the beginning of a transaction.</summary>
    public virtual string? First => null;

    /// <summary>Writes a group's rows, the last statement before the commit.</summary>
    public abstract string Insert { get; }

    /// <summary>The next rows behind a cursor. The first column is the place, the second the subject.</summary>
    public virtual string Read => $"SELECT seq, subject, {Columns} FROM journal WHERE seq > $1 ORDER BY seq LIMIT 1000";

    /// <summary>The values of <see cref="Read"/>.</summary>
    public virtual NpgsqlParameter[] Values(Cursor cursor) => [Value.Of(cursor.Place)];

    /// <summary>The cursor behind this row.</summary>
    public virtual Cursor Behind(NpgsqlDataReader row) => new(row.GetInt64(0));

    /// <summary>The values of <see cref="Insert"/>, a column each.</summary>
    public static NpgsqlParameter[] Values(IReadOnlyCollection<JournalRow> rows)
    {
        var all = new Columns<JournalRow>(rows);
        return
        [
            all.Longs(row => row.At), all.Texts(row => row.What), all.Texts(row => row.Department), all.Longs(row => row.Subject), all.Ids(row => row.RecordId), all.Texts(row => row.Platform),
            all.Texts(row => row.State), all.Texts(row => row.Code), all.Blobs(row => row.Digest), all.Texts(row => row.Actor), all.Blobs(row => row.Reason),
        ];
    }

    /// <summary>The first script, with the journal's number given by the table.</summary>
    protected static string Numbered(string number) => Scripts.Of("Postgres").First().Sql.With(OneWriter, $"  seq BIGINT GENERATED ALWAYS AS IDENTITY{number},\n  at BIGINT");
}

/// <summary>Where a reader is; the default is before all rows.</summary>
/// <param name="Transaction">Of the last row, where readers go by it too.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Cursor(long Place, ulong Transaction = 0);
