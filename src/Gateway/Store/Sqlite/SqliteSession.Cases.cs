namespace ServiceHall.Gateway.Store.Sqlite;

// Cases and their numbers, the journal, and the counters.
internal partial class SqliteSession
{
    public override IdBlock TakeCaseIds() =>
        IdBlock.From((long)Of("SELECT max(coalesce((SELECT max(id) FROM case_), 0), coalesce((SELECT max(subject) FROM delivery), 0)) + 1").Value()!);

    public override IEnumerable<NumberRow> ReadNumbers(IReadOnlyCollection<(string Value, string Issuer)> numbers)
    {
        var select = Of("SELECT case_id FROM case_number WHERE value = ?1 AND issuer = ?2");
        foreach (var (value, issuer) in numbers)
        {
            using var rows = select.Query(value, issuer);
            if (rows.Read())
            {
                yield return new NumberRow(value, issuer, rows.Long(0));
            }
        }
    }

    public override IEnumerable<CaseRow> ReadCases(IReadOnlyCollection<long> ids)
    {
        var select = Of("SELECT department, matter, division, state, document FROM case_ WHERE id = ?1");
        foreach (var id in ids)
        {
            using var rows = select.Query(id);
            if (rows.Read())
            {
                yield return new CaseRow(id, rows.Text(0), rows.TextOrNull(1), rows.Text(2), rows.Int(3), null, null, rows.Bytes(4));
            }
        }
    }

    public override void Upsert(IReadOnlyCollection<CaseRow> cases) => Each(
        cases,
        """
        INSERT INTO case_ (id, department, matter, division, state, yellow_at, red_at, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (id) DO UPDATE SET matter = excluded.matter, state = excluded.state, yellow_at = excluded.yellow_at, red_at = excluded.red_at, document = excluded.document
        """,
        (upsert, row) => upsert.Run(row.Id, row.Department, row.Matter, row.Division, row.State, row.YellowAt, row.RedAt, row.Document));

    public override void Insert(IReadOnlyCollection<NumberRow> numbers) => Each(
        numbers,
        "INSERT INTO case_number (value, issuer, case_id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        (insert, row) => insert.Run(row.Value, row.Issuer, row.CaseId));

    public override void Insert(IReadOnlyCollection<JournalRow> journal) => Each(
        journal,
        "INSERT INTO journal (at, what, department, subject, record_id, platform, state, code, digest, actor, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        (insert, row) => insert.Run(row.At, row.What, row.Department, row.Subject, row.RecordId, row.Platform, row.State, row.Code, row.Digest, row.Actor, row.Reason));

    public override void MarkChanges(long now, long since, long expired)
    {
        Of("INSERT OR IGNORE INTO change_mark (place, at) SELECT (SELECT coalesce(max(seq), 0) FROM journal), ?1 WHERE NOT EXISTS (SELECT 1 FROM change_mark WHERE at > ?2 AND at <= ?1)").Run(now, since);
        Of("DELETE FROM change_mark WHERE place < (SELECT max(place) FROM change_mark WHERE at <= ?1)").Run(expired);
    }

    public override void Count(IReadOnlyDictionary<string, long> changes) => Each(
        changes,
        "INSERT INTO counter (node, name, value) VALUES ('1', ?1, ?2) ON CONFLICT (node, name) DO UPDATE SET value = value + excluded.value",
        (upsert, row) => upsert.Run(row.Key, row.Value));
}
