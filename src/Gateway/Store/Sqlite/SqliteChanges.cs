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

    public static ChangePlace Last(DbConnection connection) => Place(connection, LastNumber(connection))!.Value;

    public static ChangePlace? Place(DbConnection connection, long number)
    {
        if (number == 0)
        {
            return ChangePlace.Origin;
        }

        using var rows = connection.ExecuteReader("SELECT seq, at, record_id FROM journal WHERE seq = @number", new { number });
        return rows.Read() ? new ChangePlace(rows.GetInt64(0), rows.GetInt64(1), Id(rows, 2)) : null;
    }

    public static ChangeRows? Read(DbConnection connection, ChangeQuery query)
    {
        var first = First(connection);
        var after = query.After ?? first;
        if (after < first)
        {
            return null;
        }

        var last = LastNumber(connection);
        var upTo = Math.Max(after, Math.Min(after + Stretch, last));
        var found = Rows(connection, query, after, upTo);
        var next = found.Count == query.Most ? found[^1].Standing : Place(connection, upTo) ?? throw new InvalidDataException($"The journal has no row {upTo}.");
        return new ChangeRows(found, next, next.Number >= last);
    }

    private static long First(DbConnection connection) => connection.ExecuteScalar<long>("SELECT min(place) FROM change_mark");

    private static long LastNumber(DbConnection connection) => connection.ExecuteScalar<long>("SELECT coalesce(max(seq), 0) FROM journal");

    private static List<ChangeRow> Rows(DbConnection connection, ChangeQuery query, long after, long upTo)
    {
        using var rows = connection.ExecuteReader(
            """
            SELECT seq, at, what, department, subject, record_id, platform, state, code FROM journal
            WHERE seq > @after AND seq <= @upTo AND what IN @words AND (@all OR department IN @departments) ORDER BY seq LIMIT @most
            """,
            new { after, upTo, words = ChangeRow.Words, all = query.Departments is null, departments = query.Departments ?? [], most = query.Most });
        var found = new List<ChangeRow>();
        while (rows.Read())
        {
            found.Add(Row(rows));
        }

        return found;
    }

    private static ChangeRow Row(IDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetInt64(4),
        Id(row, 5), row[6] as string, row[7] as string, row[8] as string);

    private static Guid? Id(IDataReader row, int column) => row.IsDBNull(column) ? null : new Guid((byte[])row[column], bigEndian: true);
}
