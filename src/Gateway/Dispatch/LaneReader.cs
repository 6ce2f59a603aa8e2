using System.Data.Common;
using Dapper;
using ServiceHall.Adapters.Platforms;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>Reads lanes from the store.</summary>
internal sealed class LaneReader(Database database, Sealer sealer, CaseReader cases)
{
    public const string OpenLanes = """
        SELECT subject, (SELECT department FROM case_ WHERE id = subject) FROM delivery
        WHERE platform = @platform AND slot = @slot AND state < 4 AND subject > @after GROUP BY subject ORDER BY subject LIMIT @most
        """;

    public const string DueLanes = """
        SELECT subject FROM delivery
        WHERE platform = @platform AND state < 4 AND (slot, subject) > (@slot, @after) AND (next_at IS NULL OR next_at <= @now) AND (SELECT department FROM case_ WHERE id = subject) = @department
        GROUP BY slot, subject ORDER BY slot, subject LIMIT @most
        """;

    private readonly string _lanesOf = $"{StoredDelivery.Select} WHERE {database.Dialect.IsOneOf("subject", "@subjects")} AND platform = @platform ORDER BY subject, position";

    // A record of the same lane has its order there, and is never waited for.
    private const string PriorOfRecord = """
        SELECT CASE
          WHEN EXISTS (
            SELECT 1 FROM record_key JOIN record ON record.id = record_key.record_id
            JOIN delivery ON delivery.subject = record.case_id AND delivery.platform = @platform AND delivery.record_id = record.id
            WHERE record_key.department = @department AND record_key.key = @key AND (delivery.state IN (4, 5, 8) OR delivery.subject = @subject)) THEN 0
          WHEN EXISTS (SELECT 1 FROM awaited WHERE platform = @platform AND subject = @subject AND department = @department AND key = @key) THEN 2
          ELSE 1 END
        """;

    /// <summary>The lanes of these cases at a platform. Each is opened by itself: one whose case can't be read is no fault of the others.</summary>
    public IReadOnlyList<(long Subject, Func<Lane> Open)> Read(Platform platform, IReadOnlyCollection<long> subjects)
    {
        using var reader = database.Reader();
        var lanes = StoredDelivery.Read(reader.Query(_lanesOf, ("@subjects", database.Dialect.Set(subjects)), ("@platform", platform.Name))).ToLookup(row => row.Subject);

        // Read after the lanes: it knows of every delivery in them, and perhaps of more.
        var open = cases.Read(reader, subjects);
        return [.. subjects.Select(subject => (subject, (Func<Lane>)(() => LaneOf(subject))))];

        Lane LaneOf(long subject) => new(platform, open(subject), [.. lanes[subject]], SentTo(platform), prerequisite => PriorOf(platform.Name, subject, prerequisite));
    }

    /// <summary>A page of the cases of a slot with open deliveries at a platform and of their departments, from the one after <paramref name="after"/>.</summary>
    public IReadOnlyList<(long Subject, string Department)> Open(string platform, int slot, long after, int most)
    {
        using var reader = database.Reader();
        return [.. reader.Connection.Query<(long, string)>(OpenLanes, new { platform, slot, after, most })];
    }

    /// <summary>A page of the cases of one department with something at a platform that waits for no later moment, likewise.</summary>
    public IReadOnlyList<long> Due(string platform, string department, long after, int most, DateTimeOffset now)
    {
        using var reader = database.Reader();
        return [.. reader.Connection.Query<long>(DueLanes, new { platform, department, slot = Slots.Of(after), after, most, now = now.ToUnixTimeMilliseconds() })];
    }

    /// <summary>Rows as they were sent to a platform.</summary>
    public SentRows SentTo(Platform platform) => new(platform, sealer, Body);

    private Prior PriorOf(string platform, long subject, Prerequisite prerequisite)
    {
        using var reader = database.Reader();
        return (Prior)reader.Connection.QuerySingle<int>(PriorOfRecord, new { platform, subject, department = prerequisite.Department, key = prerequisite.Key });
    }

    private byte[]? Body(long attempt)
    {
        using var reader = database.Reader();
        return reader.Connection.QuerySingleOrDefault<byte[]>("SELECT body FROM attempt WHERE id = @attempt", new { attempt }) is { } body ? sealer.Open(body, BitConverter.GetBytes(attempt)) : null;
    }
}

/// <summary>A delivery as the database gives it.</summary>
internal static class StoredDelivery
{
    /// <summary>What a query of deliveries begins with.</summary>
    public const string Select = "SELECT subject, platform, position, record_id, slot, state, tries, next_at, why, rows, attempts FROM delivery";

    /// <summary>All rows that <see cref="Select"/> gives.</summary>
    public static List<DeliveryRow> Read(DbDataReader rows)
    {
        using (rows)
        {
            var deliveries = new List<DeliveryRow>();
            while (rows.Read())
            {
                deliveries.Add(Row(rows));
            }

            return deliveries;
        }
    }

    private static DeliveryRow Row(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetInt64(2), new Guid((byte[])row[3], bigEndian: true), row.GetInt32(4), (DeliveryState)row.GetInt32(5), row.GetInt32(6),
        row.IsDBNull(7) ? null : row.GetInt64(7), row[8] as string, row[9] as string, row[10] as string);
}
