using System.Data.Common;

namespace ServiceHall.Gateway.Store;

/// <summary>
/// The order of commits where one writer at a time numbers the rows of the journal without a hole and nothing ever takes one away: whatever is committed
/// later has a higher number than all that can be read now.
/// </summary>
internal static class NumberedChanges
{
    // Rows of the journal that one call looks at, whoever's they are.
    private const int Stretch = 10_000;

    private const string FirstNumber = "SELECT min(place) FROM change_mark";

    private const string HighestNumber = "SELECT coalesce(max(seq), 0) FROM journal";

    private const string Select = "SELECT seq, at, what, department, subject, record_id, platform, state, code FROM journal WHERE seq > @after AND seq <= @upTo";

    private static readonly string Changes = $"{Select} AND what IN ('{string.Join("', '", ChangeRow.Words)}')";

    // They have an index of their own.
    private const string TaskChanges = $"{Select} AND what = '{ChangeRow.TaskChanged}'";

    public static ChangePlace Last(ReaderLease reader) => Place(reader, Number(reader, HighestNumber))!.Value;

    public static ChangePlace? Place(ReaderLease reader, long number)
    {
        if (number == 0)
        {
            return ChangePlace.Origin;
        }

        using var rows = reader.Query("SELECT seq, at, record_id FROM journal WHERE seq = @number", ("@number", number));
        return rows.Read() ? new ChangePlace(rows.GetInt64(0), rows.GetInt64(1), Id(rows, 2)) : null;
    }

    public static ChangeRows? Read(ReaderLease reader, ChangeQuery query)
    {
        var first = Number(reader, FirstNumber);
        var after = query.After ?? first;
        if (after < first)
        {
            return null;
        }

        var last = Number(reader, HighestNumber);
        var upTo = Math.Max(after, query.OfTasks ? last : Math.Min(after + Stretch, last));
        var found = Rows(reader, query, after, upTo);
        var next = found.Count == query.Most ? found[^1].Standing : Place(reader, upTo) ?? throw new InvalidDataException($"The journal has no row {upTo}.");
        return new ChangeRows(found, next, next.Number >= last);
    }

    private static long Number(ReaderLease reader, string sql)
    {
        using var rows = reader.Query(sql);
        rows.Read();
        return rows.GetInt64(0);
    }

    private static List<ChangeRow> Rows(ReaderLease reader, ChangeQuery query, long after, long upTo)
    {
        var changes = query.OfTasks ? TaskChanges : Changes;
        using var rows = query.Departments is { } departments
            ? reader.Query(
                $"{changes} AND {reader.Dialect.IsOneOf("department", "@departments")} ORDER BY seq LIMIT @most",
                ("@after", after), ("@upTo", upTo), ("@departments", reader.Dialect.Set(departments)), ("@most", query.Most))
            : reader.Query($"{changes} ORDER BY seq LIMIT @most", ("@after", after), ("@upTo", upTo), ("@most", query.Most));
        var found = new List<ChangeRow>();
        while (rows.Read())
        {
            found.Add(Row(rows));
        }

        return found;
    }

    private static ChangeRow Row(DbDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetInt64(4),
        Id(row, 5), row[6] as string, row[7] as string, row[8] as string);

    private static Guid? Id(DbDataReader row, int column) => row.IsDBNull(column) ? null : new Guid((byte[])row[column], bigEndian: true);
}
