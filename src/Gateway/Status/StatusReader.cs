using Dapper;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Status;

/// <summary>Reads cases and records for those who pull status.</summary>
internal sealed class StatusReader(Database database, Sealer sealer, PlatformGates gates)
{
    /// <summary>The cases a number may mean, with the issuer of each.</summary>
    public IReadOnlyList<(string Issuer, long CaseId)> Numbers(string value, string? issuer)
    {
        using var reader = database.Reader();
        List<(string, long)> found = [];
        if (issuer is null or GatewayIssuer && GatewayNumber.Serial(value) is { } serial)
        {
            found.Add((GatewayIssuer, serial));
        }

        if (issuer != GatewayIssuer)
        {
            found.AddRange(reader.Connection.Query<(string, long)>("SELECT issuer, case_id FROM case_number WHERE value = @value AND (@issuer IS NULL OR issuer = @issuer)", new { value, issuer }));
        }

        return found;
    }

    public const string GatewayIssuer = "gateway";

    /// <summary>A case, or null.</summary>
    public Case? Case(long id)
    {
        using var reader = database.Reader();
        return reader.Connection.QuerySingleOrDefault<byte[]>("SELECT document FROM case_ WHERE id = @id", new { id }) is { } document ? CaseDocument.Open(sealer, id, document) : null;
    }

    /// <summary>All deliveries of a case, by platform and place.</summary>
    public IReadOnlyList<DeliveryRow> DeliveriesOf(long caseId)
    {
        using var reader = database.Reader();
        return gates.Shown(reader.Connection.Query<StoredDelivery>(StoredDelivery.Select + " WHERE subject = @caseId ORDER BY platform, position", new { caseId }).Select(row => row.Row()));
    }

    /// <summary>A record, or null.</summary>
    public RecordRow? Record(Guid id)
    {
        using var reader = database.Reader();
        var row = reader.Connection.QuerySingleOrDefault(
            "SELECT department, kind, version, case_id, occurred, received, verdict, state, rule, config_id, findings, body, adapter FROM record WHERE id = @id",
            new { id = id.ToByteArray(bigEndian: true) });
        return row is null ? null : new RecordRow(
            id, (string)row.department, (string)row.kind, (int)(long)row.version, (long?)row.case_id, (long)row.occurred, (long)row.received, (Verdict)(int)(long)row.verdict,
            (RecordState)(int)(long)row.state, (string?)row.rule, (long)row.config_id, (byte[]?)row.findings, (byte[])row.body, (string?)row.adapter);
    }

    /// <summary>What no code table covered, the most frequent first.</summary>
    public IReadOnlyList<UnmappedRow> Unmapped(int limit)
    {
        using var reader = database.Reader();
        return [.. reader.Connection.Query<UnmappedRow>(
            """
            SELECT adapter AS "Adapter", table_name AS "Table", digest AS "Digest", count AS "Count", first_at AS "FirstAt", last_at AS "LastAt", value AS "Value"
            FROM unmapped ORDER BY count DESC, last_at DESC LIMIT @limit
            """,
            new { limit })];
    }

    /// <summary>The calls of these ids, oldest first.</summary>
    public IReadOnlyList<AttemptSummary> Attempts(IReadOnlyCollection<long> ids)
    {
        using var reader = database.Reader();
        return [.. reader.Connection.Query<AttemptSummary>("SELECT id AS Id, started AS Started, ended AS Ended, outcome AS Outcome FROM attempt WHERE id IN @ids ORDER BY id", new { ids })];
    }
}

/// <summary>A call as it is shown.</summary>
internal sealed class AttemptSummary
{
    public long Id { get; set; }
    public long Started { get; set; }
    public long? Ended { get; set; }
    public string? Outcome { get; set; }
}
