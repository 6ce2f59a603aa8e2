using ServiceHall.Model.Judging;

namespace ServiceHall.Gateway.Store.Sqlite;

// Records, their keys, and what waits for its case.
internal partial class SqliteSession
{
    public override IEnumerable<KeyRow> ReadKeys(IReadOnlyCollection<(string Department, string Key)> keys)
    {
        var select = Of("SELECT version, record_id, state, digest FROM record_key WHERE department = ?1 AND key = ?2");
        foreach (var (department, key) in keys)
        {
            using var rows = select.Query(department, key);
            while (rows.Read())
            {
                yield return new KeyRow(department, key, rows.Int(0), rows.Id(1), (RecordState)rows.Int(2), rows.Bytes(3));
            }
        }
    }

    public override RecordRow? ReadRecord(Guid id)
    {
        using var rows = Of("SELECT department, kind, version, case_id, occurred, received, verdict, state, rule, config_id, findings, body, adapter FROM record WHERE id = ?1").Query(id);
        return rows.Read()
            ? new RecordRow(
                id, rows.Text(0), rows.Text(1), rows.Int(2), rows.LongOrNull(3), rows.Long(4), rows.Long(5),
                (Verdict)rows.Int(6), (RecordState)rows.Int(7), rows.TextOrNull(8), rows.Long(9), rows.BytesOrNull(10), rows.Bytes(11), rows.TextOrNull(12))
            : null;
    }

    public override long ConfigId(string fingerprint, long now)
    {
        Of("INSERT INTO config (fingerprint, since) VALUES (?1, ?2) ON CONFLICT (fingerprint) DO NOTHING").Run(fingerprint, now);
        return (long)Of("SELECT id FROM config WHERE fingerprint = ?1").Value(fingerprint)!;
    }

    public override void Insert(IReadOnlyCollection<RecordRow> records) => Each(
        records,
        """
        INSERT INTO record (id, department, kind, version, case_id, occurred, received, verdict, state, rule, config_id, findings, body, adapter)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
        """,
        (insert, row) => insert.Run(
            row.Id, row.Department, row.Kind, row.Version, row.CaseId, row.Occurred, row.Received, row.Verdict, row.State, row.Rule, row.ConfigId, row.Findings, row.Body, row.Adapter));

    public override void Insert(IReadOnlyCollection<KeyRow> keys) => Each(
        keys,
        "INSERT INTO record_key (department, key, version, record_id, state, digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (insert, row) => insert.Run(row.Department, row.Key, row.Version, row.RecordId, row.State, row.Digest));

    public override void Insert(IReadOnlyCollection<TraceRow> traces) => Each(
        traces, "INSERT INTO record_trace (record_id, context) VALUES (?1, ?2)", (insert, row) => insert.Run(row.RecordId, row.Context));

    public override void Change(IReadOnlyCollection<RecordChange> records)
    {
        Each(
            records,
            "UPDATE record SET case_id = ?2, verdict = ?3, state = ?4, rule = ?5, config_id = ?6, findings = ?7 WHERE id = ?1",
            (update, row) => update.Run(row.Id, row.CaseId, row.Verdict, row.To, row.Rule, row.ConfigId, row.Findings));
        Each(
            records,
            "UPDATE record_key SET state = ?4 WHERE department = ?1 AND key = ?2 AND version = ?3 AND record_id = ?5",
            (update, row) => update.Run(row.Department, row.Key, row.Version, row.To, row.Id));
    }

    public override IEnumerable<UnplacedRow> ReadUnplaced(IReadOnlyCollection<(string Value, string Issuer)> numbers)
    {
        var select = Of("SELECT occurred, received, record_id, kind, key, told FROM unplaced WHERE department = ?1 AND case_no = ?2 ORDER BY occurred, received, id");
        foreach (var (caseNo, department) in numbers)
        {
            using var rows = select.Query(department, caseNo);
            while (rows.Read())
            {
                yield return new UnplacedRow(department, caseNo, rows.Long(0), rows.Long(1), rows.Id(2), rows.Text(3), rows.Text(4), rows.Flag(5));
            }
        }
    }

    public override void Insert(IReadOnlyCollection<UnplacedRow> unplaced) => Each(
        unplaced,
        "INSERT INTO unplaced (department, case_no, occurred, received, record_id, kind, key, told) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)",
        (insert, row) => insert.Run(row.Department, row.CaseNo, row.Occurred, row.Received, row.RecordId, row.Kind, row.Key));

    public override IEnumerable<UnplacedRow> ReadWaitingLong(long told, long over, int most)
    {
        using var rows = Of(
            """
            SELECT department, case_no, occurred, received, record_id, kind, key, told FROM unplaced
            WHERE received < ?1 AND kind <> 'case.accepted' AND (told = 0 OR received < ?2) ORDER BY received LIMIT ?3
            """).Query(told, over, most);
        while (rows.Read())
        {
            yield return new UnplacedRow(rows.Text(0), rows.Text(1), rows.Long(2), rows.Long(3), rows.Id(4), rows.Text(5), rows.Text(6), rows.Flag(7));
        }
    }

    public override void Tell(IReadOnlyCollection<UnplacedRow> unplaced) => Each(
        unplaced,
        "UPDATE unplaced SET told = 1 WHERE department = ?1 AND case_no = ?2 AND record_id = ?3",
        (update, row) => update.Run(row.Department, row.CaseNo, row.RecordId));

    public override void Delete(IReadOnlyCollection<UnplacedRow> unplaced) => Each(
        unplaced,
        "DELETE FROM unplaced WHERE department = ?1 AND case_no = ?2 AND record_id = ?3",
        (delete, row) => delete.Run(row.Department, row.CaseNo, row.RecordId));

    public override void Count(IReadOnlyCollection<UnmappedRow> unmapped) => Each(
        unmapped,
        """
        INSERT INTO unmapped (adapter, table_name, digest, count, first_at, last_at, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (adapter, table_name, digest) DO UPDATE
        SET count = count + excluded.count, first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)
        """,
        (upsert, row) => upsert.Run(row.Adapter, row.Table, row.Digest, row.Count, row.FirstAt, row.LastAt, row.Value));

    public override void Rewrite(RecordRewrite record) =>
        Of("UPDATE record SET kind = ?2, occurred = ?3, body = ?4 WHERE id = ?1").Run(record.Id, record.Kind, record.Occurred, record.Body);

    public override void Repoint(KeyRow key) =>
        Of("UPDATE record_key SET record_id = ?4, state = ?5, digest = ?6 WHERE department = ?1 AND key = ?2 AND version = ?3")
            .Run(key.Department, key.Key, key.Version, key.RecordId, key.State, key.Digest);
}
