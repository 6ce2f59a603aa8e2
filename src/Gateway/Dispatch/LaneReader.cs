using Dapper;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;

namespace ServiceHall.Gateway.Dispatch;

/// <summary>Reads lanes from the store.</summary>
internal sealed class LaneReader(Database database, Sealer sealer, CaseCache cache)
{
    /// <summary>The lane of this case at a platform.</summary>
    public Lane Read(Platform platform, long subject)
    {
        using var reader = database.Reader();
        var rows = reader.Connection.Query<StoredDelivery>(
            StoredDelivery.Select + " WHERE subject = @subject AND platform = @platform ORDER BY position", new { subject, platform = platform.Name });
        List<DeliveryRow> inOrder = [.. rows.Select(row => row.Row())];
        return new Lane(platform, CaseOf(reader, subject), inOrder, new SentRows(platform, sealer, Body));
    }

    /// <summary>A page of the cases with open deliveries at a platform, from the one after <paramref name="after"/>.</summary>
    public IReadOnlyList<long> Open(string platform, int slot, long after, int most)
    {
        using var reader = database.Reader();
        return [.. reader.Connection.Query<long>(
            "SELECT DISTINCT subject FROM delivery WHERE platform = @platform AND slot = @slot AND state < 4 AND subject > @after ORDER BY subject LIMIT @most",
            new { platform, slot, after, most })];
    }

    private byte[]? Body(long attempt)
    {
        using var reader = database.Reader();
        return reader.Connection.QuerySingleOrDefault<byte[]>("SELECT body FROM attempt WHERE id = @attempt", new { attempt }) is { } body ? sealer.Open(body, BitConverter.GetBytes(attempt)) : null;
    }

    // Read after the lane: it knows of every delivery in it, and perhaps of more.
    private Case CaseOf(ReaderLease reader, long id) => cache.Find(id)
        ?? CaseDocument.Open(sealer, id, reader.Connection.QuerySingle<byte[]>("SELECT document FROM case_ WHERE id = @id", new { id }));
}

/// <summary>A delivery as the database gives it.</summary>
internal sealed class StoredDelivery
{
    /// <summary>What a query of deliveries begins with.</summary>
    public const string Select = """
        SELECT subject AS Subject, platform AS Platform, position AS Position, record_id AS RecordId, slot AS Slot, state AS State, tries AS Tries, next_at AS NextAt,
               why AS Why, rows AS Rows, attempts AS Attempts
        FROM delivery
        """;

    public long Subject { get; set; }
    public string Platform { get; set; } = "";
    public long Position { get; set; }
    public byte[] RecordId { get; set; } = [];
    public int Slot { get; set; }
    public int State { get; set; }
    public int Tries { get; set; }
    public long? NextAt { get; set; }
    public string? Why { get; set; }
    public string? Rows { get; set; }
    public string? Attempts { get; set; }

    public DeliveryRow Row() => new(Subject, Platform, Position, new Guid(RecordId, bigEndian: true), Slot, (DeliveryState)State, Tries, NextAt, Why, Rows, Attempts);
}
