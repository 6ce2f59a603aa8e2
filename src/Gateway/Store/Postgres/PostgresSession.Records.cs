using Npgsql;
using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Store.Postgres;

// Records, their keys, and what waits for its case.
internal partial class PostgresSession
{
    public override IEnumerable<KeyRow> ReadKeys(IReadOnlyCollection<(string Department, string Key)> keys) => Read(
        keys,
        "SELECT department, key, version, record_id, state, digest FROM unnest($1, $2) AS wanted (department, key) JOIN record_key USING (department, key)",
        all => [all.Texts(one => one.Department), all.Texts(one => one.Key)],
        row => new KeyRow(row.GetString(0), row.GetString(1), row.GetInt32(2), Id(row, 3), (RecordState)row.GetInt32(4), row.GetFieldValue<byte[]>(5)));

    public override RecordRow? ReadRecord(Guid id) => Read(
        "SELECT department, kind, version, case_id, occurred, received, verdict, state, rule, config_id, findings, body, adapter FROM record WHERE id = $1",
        row => new RecordRow(
            id, row.GetString(0), row.GetString(1), row.GetInt32(2), Long(row, 3), row.GetInt64(4), row.GetInt64(5), (Verdict)row.GetInt32(6), (RecordState)row.GetInt32(7), Text(row, 8),
            row.GetInt64(9), Blob(row, 10), row.GetFieldValue<byte[]>(11), Text(row, 12)),
        Value.Of(id)).FirstOrDefault();

    public override long ConfigId(string fingerprint, long now)
    {
        Write("INSERT INTO config (fingerprint, since) VALUES ($1, $2) ON CONFLICT (fingerprint) DO NOTHING", Value.Of(fingerprint), Value.Of(now));
        return Number("SELECT id FROM config WHERE fingerprint = $1", Value.Of(fingerprint));
    }

    public override void Insert(IReadOnlyCollection<RecordRow> records) => Write(
        records,
        """
        INSERT INTO record (id, department, kind, version, case_id, occurred, received, verdict, state, rule, config_id, findings, body, adapter)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """,
        all =>
        [
            all.Ids(row => row.Id), all.Texts(row => row.Department), all.Texts(row => row.Kind), all.Ints(row => row.Version), all.Longs(row => row.CaseId), all.Longs(row => row.Occurred),
            all.Longs(row => row.Received), all.Ints(row => (int)row.Verdict), all.Ints(row => (int)row.State), all.Texts(row => row.Rule), all.Longs(row => row.ConfigId),
            all.Blobs(row => row.Findings), all.Blobs(row => row.Body), all.Texts(row => row.Adapter),
        ]);

    public override void Insert(IReadOnlyCollection<KeyRow> keys) => Write(
        keys,
        "INSERT INTO record_key (department, key, version, record_id, state, digest) SELECT * FROM unnest($1, $2, $3, $4, $5, $6)",
        all =>
        [
            all.Texts(row => row.Department), all.Texts(row => row.Key), all.Ints(row => row.Version), all.Ids(row => row.RecordId), all.Ints(row => (int)row.State), all.Blobs(row => row.Digest),
        ]);

    public override void Insert(IReadOnlyCollection<TraceRow> traces) => Write(
        traces,
        "INSERT INTO record_trace (record_id, context) SELECT * FROM unnest($1, $2)",
        all => [all.Ids(row => row.RecordId), all.Blobs(row => row.Context)]);

    public override void Change(IReadOnlyCollection<RecordChange> records)
    {
        var changes = LastOf(records, row => row.Id);
        Write(
            changes,
            """
            UPDATE record SET case_id = new.case_id, verdict = new.verdict, state = new.state, rule = new.rule, config_id = new.config_id, findings = new.findings
            FROM unnest($1, $2, $3, $4, $5, $6, $7) AS new (id, case_id, verdict, state, rule, config_id, findings) WHERE record.id = new.id
            """,
            all =>
            [
                all.Ids(row => row.Id), all.Longs(row => row.CaseId), all.Ints(row => (int)row.Verdict), all.Ints(row => (int)row.To), all.Texts(row => row.Rule), all.Longs(row => row.ConfigId),
                all.Blobs(row => row.Findings),
            ]);
        Write(
            changes,
            """
            UPDATE record_key SET state = new.state FROM unnest($1, $2, $3, $4, $5) AS new (department, key, version, state, record_id)
            WHERE record_key.department = new.department AND record_key.key = new.key AND record_key.version = new.version AND record_key.record_id = new.record_id
            """,
            all => [all.Texts(row => row.Department), all.Texts(row => row.Key), all.Ints(row => row.Version), all.Ints(row => (int)row.To), all.Ids(row => row.Id)]);
    }

    public override IEnumerable<UnplacedRow> ReadUnplaced(IReadOnlyCollection<(string Value, string Issuer)> numbers) => Read(
        numbers,
        """
        SELECT department, case_no, occurred, received, record_id, kind, key, told FROM unnest($1, $2) AS wanted (case_no, department)
        JOIN unplaced USING (department, case_no) ORDER BY occurred, received, id
        """,
        all => [all.Texts(one => one.Value), all.Texts(one => one.Issuer)],
        Unplaced);

    public override void Insert(IReadOnlyCollection<UnplacedRow> unplaced) => Write(
        unplaced,
        """
        INSERT INTO unplaced (department, case_no, occurred, received, record_id, kind, key, told)
        SELECT department, case_no, occurred, received, record_id, kind, key, false
        FROM unnest($1, $2, $3, $4, $5, $6, $7) AS new (department, case_no, occurred, received, record_id, kind, key)
        """,
        all =>
        [
            all.Texts(row => row.Department), all.Texts(row => row.CaseNo), all.Longs(row => row.Occurred), all.Longs(row => row.Received), all.Ids(row => row.RecordId), all.Texts(row => row.Kind),
            all.Texts(row => row.Key),
        ]);

    public override IEnumerable<UnplacedRow> ReadWaitingLong(long told, long over, int most) => Read(
        """
        SELECT department, case_no, occurred, received, record_id, kind, key, told FROM unplaced
        WHERE received < $1 AND kind <> 'case.accepted' AND (NOT told OR received < $2) ORDER BY received LIMIT $3
        """,
        Unplaced,
        Value.Of(told),
        Value.Of(over),
        Value.Of(most));

    public override void Tell(IReadOnlyCollection<UnplacedRow> unplaced) => Write(
        unplaced,
        """
        UPDATE unplaced SET told = true FROM unnest($1, $2, $3) AS these (department, case_no, record_id)
        WHERE unplaced.department = these.department AND unplaced.case_no = these.case_no AND unplaced.record_id = these.record_id
        """,
        all => [all.Texts(row => row.Department), all.Texts(row => row.CaseNo), all.Ids(row => row.RecordId)]);

    public override void Delete(IReadOnlyCollection<UnplacedRow> unplaced) => Write(
        unplaced,
        """
        DELETE FROM unplaced USING unnest($1, $2, $3) AS these (department, case_no, record_id)
        WHERE unplaced.department = these.department AND unplaced.case_no = these.case_no AND unplaced.record_id = these.record_id
        """,
        all => [all.Texts(row => row.Department), all.Texts(row => row.CaseNo), all.Ids(row => row.RecordId)]);

    public override void Rewrite(RecordRewrite record) => Write(
        "UPDATE record SET kind = $2, occurred = $3, body = $4 WHERE id = $1", Value.Of(record.Id), Value.Of(record.Kind), Value.Of(record.Occurred), Value.Of(record.Body));

    public override void Repoint(KeyRow key) => Write(
        "UPDATE record_key SET record_id = $4, state = $5, digest = $6 WHERE department = $1 AND key = $2 AND version = $3",
        Value.Of(key.Department), Value.Of(key.Key), Value.Of(key.Version), Value.Of(key.RecordId), Value.Of((int)key.State), Value.Of(key.Digest));

    public override void Count(IReadOnlyCollection<UnmappedRow> unmapped) => Write(
        [.. unmapped.GroupBy(row => (row.Adapter, row.Table, Convert.ToHexString(row.Digest))).Select(Together)],
        """
        INSERT INTO unmapped (adapter, table_name, digest, count, first_at, last_at, value) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (adapter, table_name, digest) DO UPDATE
        SET count = unmapped.count + excluded.count, first_at = least(unmapped.first_at, excluded.first_at), last_at = greatest(unmapped.last_at, excluded.last_at)
        """,
        all =>
        [
            all.Texts(row => row.Adapter), all.Texts(row => row.Table), all.Blobs(row => row.Digest), all.Longs(row => row.Count), all.Longs(row => row.FirstAt), all.Longs(row => row.LastAt),
            all.Blobs(row => row.Value),
        ]);

    private static UnmappedRow Together(IEnumerable<UnmappedRow> same) =>
        same.Aggregate((one, other) => one with { Count = one.Count + other.Count, FirstAt = Math.Min(one.FirstAt, other.FirstAt), LastAt = Math.Max(one.LastAt, other.LastAt) });

    private static UnplacedRow Unplaced(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), Id(row, 4), row.GetString(5), row.GetString(6), row.GetBoolean(7));
}
