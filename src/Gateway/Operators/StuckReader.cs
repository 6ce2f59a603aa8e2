using Dapper;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Gateway.Operators;

/// <summary>Reads what needs a person: pages by index, whatever else the store holds.</summary>
internal sealed class StuckReader(Database database)
{
    // The first two conditions are the index's own, word for word. A parameter that may be null says its type: PostgreSQL wants to know.
    public const string Stuck = """
        SELECT id FROM record WHERE state IN (1, 2, 3) AND settled IS NULL AND state = @state AND rowid > coalesce((SELECT rowid FROM record WHERE id = @after), 0)
          AND (CAST(@department AS TEXT) IS NULL OR department = @department) AND (CAST(@rule AS TEXT) IS NULL OR rule = @rule) AND (CAST(@kind AS TEXT) IS NULL OR kind = @kind)
        ORDER BY rowid LIMIT @most
        """;

    public const string Blocking = """
        SELECT platform AS Platform, subject AS Subject, position AS Position, record_id AS RecordId FROM delivery
        WHERE (state = 6 OR (state = 3 AND next_at IS NULL)) AND (platform, subject, position) > (@platform, @subject, @position) AND (CAST(@only AS TEXT) IS NULL OR platform = @only)
        ORDER BY platform, subject, position LIMIT @most
        """;

    /// <summary>The ids of a page of records in one state that nobody has settled, in the order in which they were judged.</summary>
    public IReadOnlyList<Guid> Find(StuckQuery query)
    {
        using var reader = database.Reader();
        return [.. reader.Connection.Query<byte[]>(
            Stuck, new { state = (int)query.State, after = query.After.ToByteArray(bigEndian: true), department = query.Department, rule = query.Rule, kind = query.Kind, most = query.Most })
            .Select(id => new Guid(id, bigEndian: true))];
    }

    /// <summary>The key of the acceptance in quarantine that a case's records wait for, or null where none came.</summary>
    public string? WaitsFor(string department, string caseNo)
    {
        using var reader = database.Reader();
        return reader.Connection.QueryFirstOrDefault<string>(
            "SELECT key FROM unplaced WHERE department = @department AND case_no = @caseNo AND kind = 'case.accepted' ORDER BY id DESC LIMIT 1", new { department, caseNo });
    }

    /// <summary>A page of the deliveries that block their lanes until a person decides, by platform and case.</summary>
    public IReadOnlyList<BlockingDelivery> FindBlocking(LaneCursor after, string? only, int most)
    {
        using var reader = database.Reader();
        return [.. reader.Connection.Query<BlockingDelivery>(Blocking, new { platform = after.Platform, subject = after.Subject, position = after.Position, only, most })];
    }
}

/// <summary>A delivery that blocks its lane, by its place.</summary>
internal sealed class BlockingDelivery
{
    public string Platform { get; set; } = "";
    public long Subject { get; set; }
    public long Position { get; set; }
    public byte[] RecordId { get; set; } = [];
}
