using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Status;

/// <summary>Reads cases and records for those who pull status.</summary>
internal sealed class StatusReader(Database database, CaseReader cases, PlatformGates gates)
{
    public const string GatewayIssuer = "gateway";

    // One number is what is asked for mostly, and costs less by itself.
    private const string CasesOfNumber = "SELECT value, issuer, case_id FROM case_number WHERE value = @number AND (@issuer IS NULL OR issuer = @issuer) ORDER BY issuer";

    private const string CasesOfNumbers = """
        SELECT value, issuer, case_id FROM case_number WHERE value IN (SELECT value FROM json_each(@numbers)) AND (@issuer IS NULL OR issuer = @issuer) ORDER BY value, issuer
        """;

    private const string DeliveriesOfCase = StoredDelivery.Select + " WHERE subject = @case ORDER BY platform, position";

    private const string DeliveriesOfCases = StoredDelivery.Select + " WHERE subject IN (SELECT value FROM json_each(@cases)) ORDER BY subject, platform, position";

    /// <summary>
    /// The cases that each of these numbers may mean, with the issuer of each, or of one issuer only: two reads, however many they are. A case is
    /// opened when it is come to.
    /// </summary>
    public IEnumerable<(string Number, string Issuer, Case Case)> Find(IReadOnlyCollection<string> numbers, string? issuer)
    {
        using var reader = database.Reader();
        var owners = OwnersOf(reader, numbers, issuer);
        var open = cases.Find(reader, [.. owners.Select(one => one.CaseId).Distinct()]);
        foreach (var (number, from, id) in owners)
        {
            // The gateway's own numbers tell their case, and are looked up nowhere: another may have been made of its serial number.
            if (open(id) is { } @case && (from != GatewayIssuer || @case.GatewayNo == number))
            {
                yield return (number, from, @case);
            }
        }
    }

    /// <summary>A case, or null.</summary>
    public Case? Case(long id)
    {
        using var reader = database.Reader();
        return cases.Find(reader, [id])(id);
    }

    /// <summary>All deliveries of a case as they are stored, by platform and place.</summary>
    public List<DeliveryRow> StoredDeliveriesOf(long caseId)
    {
        using var reader = database.Reader();
        return StoredDelivery.Read(reader.Query(DeliveriesOfCase, ("@case", caseId)));
    }

    /// <summary>The same as they are shown now.</summary>
    public IReadOnlyList<DeliveryRow> DeliveriesOf(long caseId) => gates.Now().Shown(StoredDeliveriesOf(caseId));

    /// <summary>The same of many cases, in one read.</summary>
    public Func<long, IReadOnlyList<DeliveryRow>> DeliveriesOf(IReadOnlyCollection<long> caseIds)
    {
        using var reader = database.Reader();
        var bySubject = StoredDelivery.Read(reader.Query(DeliveriesOfCases, ("@cases", CaseReader.JsonOf(caseIds)))).ToLookup(row => row.Subject);
        var standings = gates.Now();
        return caseId => standings.Shown(bySubject[caseId]);
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

    private static List<(string Number, string Issuer, long CaseId)> OwnersOf(ReaderLease reader, IReadOnlyCollection<string> numbers, string? issuer)
    {
        List<(string, string, long)> owners = [];
        if (issuer is null or GatewayIssuer)
        {
            owners.AddRange(from number in numbers let serial = GatewayNumber.Serial(number) where serial is not null select (number, GatewayIssuer, serial.Value));
        }

        if (issuer != GatewayIssuer)
        {
            using var rows = numbers.Count == 1
                ? reader.Query(CasesOfNumber, ("@number", numbers.First()), ("@issuer", issuer))
                : reader.Query(CasesOfNumbers, ("@numbers", JsonSerializer.Serialize(numbers, NumbersJson.Default.IReadOnlyCollectionString)), ("@issuer", issuer));
            while (rows.Read())
            {
                owners.Add((rows.GetString(0), rows.GetString(1), rows.GetInt64(2)));
            }
        }

        return owners;
    }
}

[JsonSerializable(typeof(IReadOnlyCollection<string>))]
internal sealed partial class NumbersJson : JsonSerializerContext;

/// <summary>A call as it is shown.</summary>
internal sealed class AttemptSummary
{
    public long Id { get; set; }
    public long Started { get; set; }
    public long? Ended { get; set; }
    public string? Outcome { get; set; }
}
