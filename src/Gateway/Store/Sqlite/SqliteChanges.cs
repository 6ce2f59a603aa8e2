using System.Data;
using System.Data.Common;
using Dapper;

namespace ServiceHall.Gateway.Store.Sqlite;

/// <summary>
/// The order of commits on SQLite: one writer numbers the rows of the journal and nothing ever takes one away, so that whatever is committed later has
/// a higher number than all that can be read now.
/// </summary>
internal static class SqliteChanges
{
    // Rows of the journal that one call looks at, whoever's they are.
    private const int Stretch = 10_000;

    public static long Last(DbConnection connection) => connection.ExecuteScalar<long>("SELECT coalesce(max(seq), 0) FROM journal");

    public static ChangeRows Read(DbConnection connection, ChangeQuery query)
    {
        var last = Last(connection);
        var upTo = Math.Max(query.After, Math.Min(query.After + Stretch, last));
        using var rows = connection.ExecuteReader(
            """
            SELECT seq, at, what, department, subject, record_id, platform, state, code FROM journal
            WHERE seq > @after AND seq <= @upTo AND what IN @words AND (@all OR department IN @departments) ORDER BY seq LIMIT @most
            """,
            new { after = query.After, upTo, words = ChangeRow.Words, all = query.Departments is null, departments = query.Departments ?? [], most = query.Most });
        var found = new List<ChangeRow>();
        while (rows.Read())
        {
            found.Add(Row(rows));
        }

        var next = found.Count == query.Most ? found[^1].Place : upTo;
        return new ChangeRows(found, next, next >= last);
    }

    private static ChangeRow Row(IDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetInt64(4),
        row.IsDBNull(5) ? null : new Guid((byte[])row[5], bigEndian: true), row[6] as string, row[7] as string, row[8] as string);
}
