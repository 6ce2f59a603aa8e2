using Dapper;
using ServiceHall.Gateway.Dispatch;
using ServiceHall.Gateway.Intake;
using ServiceHall.Gateway.Store;
using ServiceHall.Model.Cases;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Status;

/// <summary>Reads cases and records for those who pull status.</summary>
internal sealed class StatusReader(Database database, CaseReader cases, CaseCache cache, PlatformGates gates)
{
    public const string GatewayIssuer = "gateway";

    // One number is what is asked for mostly, and costs less by itself.
    private const string CasesOfNumber = "SELECT issuer, case_id FROM case_number WHERE value = @number ORDER BY issuer";

    private const string DeliveriesOfCase = StoredDelivery.Select + " WHERE subject = @case ORDER BY platform, position";

    private readonly string _casesOfNumbers = $"SELECT value, issuer, case_id FROM case_number WHERE {database.Dialect.IsOneOf("value", "@numbers")} ORDER BY value, issuer";

    private readonly string _deliveriesOfCases = $"{StoredDelivery.Select} WHERE {database.Dialect.IsOneOf("subject", "@cases")} ORDER BY subject, platform, position";

    private readonly string _attempts = $"SELECT id, started, ended, outcome FROM attempt WHERE {database.Dialect.IsOneOf("id", "@ids")} ORDER BY id";

    private readonly Recent<string, KnownOwners> _owners = new(8_000);

    /// <summary>
    /// The cases that each of these numbers may mean, with the issuer of each, or of one issuer only: two reads, however many they are. A case is
    /// opened when it is come to.
    /// </summary>
    public IEnumerable<(string Number, string Issuer, Case Case)> Find(IReadOnlyCollection<string> numbers, string? issuer)
    {
        var (owners, open) = Read([.. numbers.Where(database.Dialect.CanHold)], issuer);
        foreach (var (number, from, id) in owners)
        {
            // The gateway's own numbers tell their case, and are looked up nowhere: another may have been made of its serial number.
            if (open(id) is { } @case && (from != GatewayIssuer || @case.GatewayNo == number))
            {
                yield return (number, from, @case);
            }
        }
    }

    // The connection is given back before a case is shown: whoever shows it reads more.
    private (List<(string Number, string Issuer, long CaseId)> Owners, Func<long, Case?> Open) Read(IReadOnlyList<string> numbers, string? issuer)
    {
        using var reader = database.Reader();
        var owners = OwnersOf(reader, numbers, issuer);
        return (owners, cases.Find(reader, [.. owners.Select(one => one.CaseId).Distinct()]));
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
        var bySubject = StoredDelivery.Read(reader.Query(_deliveriesOfCases, ("@cases", database.Dialect.Set(caseIds)))).ToLookup(row => row.Subject);
        var standings = gates.Now();
        return caseId => standings.Shown(bySubject[caseId]);
    }

    /// <summary>A record, or null.</summary>
    public RecordRow? Record(Guid id)
    {
        using var reader = database.Reader();
        using var rows = reader.Query(
            "SELECT department, kind, version, case_id, occurred, received, verdict, state, rule, config_id, findings, body, adapter FROM record WHERE id = @id",
            ("@id", id.ToByteArray(bigEndian: true)));
        return rows.Read()
            ? new RecordRow(
                id, rows.GetString(0), rows.GetString(1), rows.GetInt32(2), rows.IsDBNull(3) ? null : rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5),
                (Verdict)rows.GetInt32(6), (RecordState)rows.GetInt32(7), rows[8] as string, rows.GetInt64(9), rows[10] as byte[], (byte[])rows[11], rows[12] as string)
            : null;
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
        using var rows = reader.Query(_attempts, ("@ids", database.Dialect.Set(ids)));
        var attempts = new List<AttemptSummary>();
        while (rows.Read())
        {
            attempts.Add(new AttemptSummary(rows.GetInt64(0), rows.GetInt64(1), rows.IsDBNull(2) ? null : rows.GetInt64(2), rows[3] as string));
        }

        return attempts;
    }

    private List<(string Number, string Issuer, long CaseId)> OwnersOf(ReaderLease reader, IReadOnlyList<string> numbers, string? issuer)
    {
        List<(string, string, long)> owners = [];
        if (issuer is null or GatewayIssuer)
        {
            owners.AddRange(from number in numbers let serial = GatewayNumber.Serial(number) where serial is not null select (number, GatewayIssuer, serial.Value));
        }

        if (issuer != GatewayIssuer)
        {
            var stored = numbers is [var one] ? OwnersOf(reader, one) : StoredOwners(reader, numbers);
            owners.AddRange(issuer is null ? stored : stored.Where(owner => owner.Issuer == issuer));
        }

        return owners;
    }

    // Platforms ask for the same numbers again and again. One that nobody has is not kept: how many of those there are is for whoever asks to say.
    private IReadOnlyList<(string Number, string Issuer, long CaseId)> OwnersOf(ReaderLease reader, string number)
    {
        var stamp = cache.Numbers.Of(CaseCache.OfNumber(number));
        if (stamp is not null && _owners.Find(number) is { } known && known.Stamp == stamp)
        {
            return known.Owners;
        }

        List<(string, string, long)> owners = [];
        using var rows = reader.Query(CasesOfNumber, ("@number", number));
        while (rows.Read())
        {
            owners.Add((number, rows.GetString(0), rows.GetInt64(1)));
        }

        if (stamp is { } stands && owners.Count > 0)
        {
            _owners.Put(number, new KnownOwners(stands, owners));
        }

        return owners;
    }

    private List<(string Number, string Issuer, long CaseId)> StoredOwners(ReaderLease reader, IReadOnlyList<string> numbers)
    {
        List<(string, string, long)> owners = [];
        using var rows = reader.Query(_casesOfNumbers, ("@numbers", database.Dialect.Set(numbers)));
        while (rows.Read())
        {
            owners.Add((rows.GetString(0), rows.GetString(1), rows.GetInt64(2)));
        }

        return owners;
    }

    // What was read of a number, and what it was stamped by then.
    private sealed record KnownOwners(long Stamp, IReadOnlyList<(string Number, string Issuer, long CaseId)> Owners);
}

/// <summary>A call as it is shown.</summary>
internal sealed record AttemptSummary(long Id, long Started, long? Ended, string? Outcome);
