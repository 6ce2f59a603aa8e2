using Microsoft.Data.Sqlite;
using ServiceHall.Model.Judging;
using SQLitePCL;

namespace ServiceHall.Gateway.Store.Sqlite;

/// <summary>The SQLite side of the writer. The one connection of the one process that writes and checkpoints.</summary>
internal class SqliteSession : StoreSession
{
    // Written to the WAL between two checkpoints: 32 MB.
    private const int PagesBetweenCheckpoints = 4096;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Prepared> _prepared = new(StringComparer.Ordinal);

    public SqliteSession(SqliteConnection connection) => _connection = connection;

    public override void Begin() => Run("BEGIN IMMEDIATE");

    public override void Commit() => Run("COMMIT");

    // A failed statement may have ended the transaction by itself (a full disk does).
    public override void Rollback()
    {
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            Run("ROLLBACK");
        }
    }

    // What a page holds is written once a checkpoint, however often it went into the WAL meanwhile.
    public override void Idle()
    {
        if (PagesWritten(reset: false) >= PagesBetweenCheckpoints)
        {
            PagesWritten(reset: true);
            Run("PRAGMA wal_checkpoint(PASSIVE)");
        }
    }

    public override long ReadHighestCaseId() => (long)(Of("SELECT max(coalesce((SELECT max(id) FROM case_), 0), coalesce((SELECT max(subject) FROM delivery), 0))").Value() ?? 0L);

    public override long ReadHighestAttemptId() => (long)(Of("SELECT coalesce(max(id), 0) FROM attempt").Value() ?? 0L);

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

    public override void Upsert(IReadOnlyCollection<DeliveryRow> deliveries) => Each(
        deliveries,
        """
        INSERT INTO delivery (subject, platform, position, record_id, slot, state, tries, next_at, why, rows, attempts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (subject, platform, position) DO UPDATE
        SET state = excluded.state, tries = excluded.tries, next_at = excluded.next_at, why = excluded.why, rows = excluded.rows, attempts = excluded.attempts
        """,
        (upsert, row) => upsert.Run(
            row.Subject, row.Platform, row.Position, row.RecordId, row.Slot, row.State, row.Tries, row.NextAt, row.Why, row.Rows, row.Attempts));

    public override IEnumerable<DeliveryRow> ReadDeliveries(long subject)
    {
        using var rows = Of("SELECT platform, position, record_id, slot, state, tries, next_at, why, rows, attempts FROM delivery WHERE subject = ?1 ORDER BY platform, position").Query(subject);
        while (rows.Read())
        {
            yield return new DeliveryRow(
                subject, rows.Text(0), rows.Long(1), rows.Id(2), rows.Int(3), (DeliveryState)rows.Int(4), rows.Int(5), rows.LongOrNull(6),
                rows.TextOrNull(7), rows.TextOrNull(8), rows.TextOrNull(9));
        }
    }

    public override IEnumerable<LaneStanding> ReadStandings(IReadOnlyCollection<DeliveryKey> deliveries)
    {
        var select = Of("SELECT max(CASE WHEN position = ?3 THEN state END), count(*) FROM delivery WHERE subject = ?1 AND platform = ?2 AND position <= ?3");
        foreach (var key in deliveries)
        {
            using var rows = select.Query(key.Subject, key.Platform, key.Position);
            if (rows.Read() && !rows.IsNull(0))
            {
                yield return new LaneStanding(key, (DeliveryState)rows.Int(0), rows.Int(1));
            }
        }
    }

    public override bool HasAwaited(string platform) => Of("SELECT 1 FROM awaited WHERE platform = ?1 LIMIT 1").Value(platform) is not null;

    public override void Upsert(IReadOnlyCollection<AwaitedRow> awaited) => Each(
        awaited,
        """
        INSERT INTO awaited (platform, subject, department, key, holder) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (platform, subject) DO UPDATE SET department = excluded.department, key = excluded.key, holder = excluded.holder
        """,
        (upsert, row) => upsert.Run(row.Platform, row.Subject, row.Department, row.Key, row.Holder));

    public override void Locate(string platform, IReadOnlyCollection<(string Department, string Key, long Holder)> records) => Each(
        records,
        "UPDATE awaited SET holder = ?4 WHERE platform = ?1 AND department = ?2 AND key = ?3",
        (update, record) => update.Run(platform, record.Department, record.Key, record.Holder));

    public override IReadOnlyCollection<AwaitedRecord> ReadAwaited(string platform, IReadOnlyCollection<long> holders)
    {
        var select = Of("SELECT DISTINCT department, key FROM awaited WHERE platform = ?1 AND holder = ?2");
        var records = new HashSet<AwaitedRecord>();
        foreach (var holder in holders)
        {
            using var rows = select.Query(platform, holder);
            while (rows.Read())
            {
                records.Add(new AwaitedRecord(platform, rows.Text(0), rows.Text(1)));
            }
        }

        return records;
    }

    public override IReadOnlyCollection<KeyValuePair<long, string>> Release(AwaitedRecord awaited, int most)
    {
        var waiting = new List<KeyValuePair<long, string>>();
        using (var rows = Of(
            """
            SELECT subject, case_.department FROM awaited JOIN case_ ON case_.id = subject
            WHERE platform = ?1 AND awaited.department = ?2 AND key = ?3 ORDER BY subject LIMIT ?4
            """).Query(awaited.Platform, awaited.Department, awaited.Key, most))
        {
            while (rows.Read())
            {
                waiting.Add(new(rows.Long(0), rows.Text(1)));
            }
        }

        Each(waiting, "DELETE FROM awaited WHERE platform = ?1 AND subject = ?2", (delete, lane) => delete.Run(awaited.Platform, lane.Key));
        return waiting;
    }

    public override void Insert(IReadOnlyCollection<AttemptRow> attempts) => Each(
        attempts,
        "INSERT INTO attempt (id, platform, started, ended, outcome, why, deliveries, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (insert, row) => insert.Run(row.Id, row.Platform, row.Started, row.Ended, row.Outcome, row.Why, row.Deliveries, row.Body));

    public override void End(IReadOnlyCollection<AttemptEnd> attempts) => Each(
        attempts,
        "UPDATE attempt SET ended = ?2, outcome = ?3, why = ?4 WHERE id = ?1",
        (update, row) => update.Run(row.Id, row.Ended, row.Outcome, row.Why));

    public override void Insert(IReadOnlyCollection<JournalRow> journal) => Each(
        journal,
        "INSERT INTO journal (at, what, department, subject, record_id, platform, state, code, digest, actor, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        (insert, row) => insert.Run(row.At, row.What, row.Department, row.Subject, row.RecordId, row.Platform, row.State, row.Code, row.Digest, row.Actor, row.Reason));

    public override void MarkChanges(long now, long since, long expired)
    {
        Of("INSERT OR IGNORE INTO change_mark (place, at) SELECT (SELECT coalesce(max(seq), 0) FROM journal), ?1 WHERE NOT EXISTS (SELECT 1 FROM change_mark WHERE at > ?2 AND at <= ?1)").Run(now, since);
        Of("DELETE FROM change_mark WHERE place < (SELECT max(place) FROM change_mark WHERE at <= ?1)").Run(expired);
    }

    public override void Count(IReadOnlyCollection<UnmappedRow> unmapped) => Each(
        unmapped,
        """
        INSERT INTO unmapped (adapter, table_name, digest, count, first_at, last_at, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (adapter, table_name, digest) DO UPDATE
        SET count = count + excluded.count, first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)
        """,
        (upsert, row) => upsert.Run(row.Adapter, row.Table, row.Digest, row.Count, row.FirstAt, row.LastAt, row.Value));

    public override void Count(IReadOnlyDictionary<string, long> changes) => Each(
        changes,
        "INSERT INTO counter (node, name, value) VALUES ('1', ?1, ?2) ON CONFLICT (node, name) DO UPDATE SET value = value + excluded.value",
        (upsert, row) => upsert.Run(row.Key, row.Value));

    public override void TakeSlots(string platform, string owner, long until)
    {
        var take = Of(
            """
            INSERT INTO slot (platform, number, owner, until, fence) VALUES (?1, ?2, ?3, ?4, 1)
            ON CONFLICT (platform, number) DO UPDATE SET owner = excluded.owner, until = excluded.until, fence = fence + 1
            """);
        for (var number = 0; number < Slots.Count; number++)
        {
            take.Run(platform, number, owner, until);
        }
    }

    public override IReadOnlyCollection<InterruptedRow> EndOpenAttempts(string platform, long now, long? next)
    {
        Of("UPDATE attempt SET ended = ?2, outcome = 'unknown', why = '网关在调用途中停止' WHERE platform = ?1 AND ended IS NULL").Run(platform, now);
        var interrupted = new List<InterruptedRow>();
        using (var rows = Of(
            """
            SELECT subject, record_id, record.department FROM delivery JOIN record ON record.id = record_id
            WHERE platform = ?1 AND delivery.state = 2 AND delivery.state < 4 ORDER BY subject, position
            """).Query(platform))
        {
            while (rows.Read())
            {
                interrupted.Add(new InterruptedRow(rows.Long(0), rows.Id(1), rows.Text(2)));
            }
        }

        Of("UPDATE delivery SET state = 3, next_at = ?2, why = '网关在调用途中停止，结果不明' WHERE platform = ?1 AND state = 2 AND state < 4").Run(platform, next);
        return interrupted;
    }

    public override IReadOnlyList<Guid> FindStuck(StuckQuery query)
    {
        // The first two conditions are the index's own, word for word.
        using var rows = Of(
            """
            SELECT id FROM record WHERE state IN (1, 2, 3) AND settled IS NULL AND state = ?1 AND rowid > coalesce((SELECT rowid FROM record WHERE id = ?2), 0)
              AND (?3 IS NULL OR department = ?3) AND (?4 IS NULL OR rule = ?4) AND (?5 IS NULL OR kind = ?5)
            ORDER BY rowid LIMIT ?6
            """).Query(query.State, query.After, query.Department, query.Rule, query.Kind, query.Most);
        var ids = new List<Guid>();
        while (rows.Read())
        {
            ids.Add(rows.Id(0));
        }

        return ids;
    }

    public override IReadOnlyList<Guid> AsJudged(IReadOnlyCollection<Guid> recordIds)
    {
        var select = Of("SELECT rowid FROM record WHERE id = ?1");
        return [.. recordIds.Select(id => (Id: id, Row: select.Value(id))).Where(one => one.Row is not null).OrderBy(one => (long)one.Row!).Select(one => one.Id)];
    }

    public override bool IsSettled(Guid recordId) => Of("SELECT settled FROM record WHERE id = ?1").Value(recordId) is not null;

    public override void MarkSettled(Guid recordId, long at) => Of("UPDATE record SET settled = ?2 WHERE id = ?1").Run(recordId, at);

    public override void Rewrite(RecordRewrite record) =>
        Of("UPDATE record SET kind = ?2, occurred = ?3, body = ?4 WHERE id = ?1").Run(record.Id, record.Kind, record.Occurred, record.Body);

    public override void Repoint(KeyRow key) =>
        Of("UPDATE record_key SET record_id = ?4, state = ?5, digest = ?6 WHERE department = ?1 AND key = ?2 AND version = ?3")
            .Run(key.Department, key.Key, key.Version, key.RecordId, key.State, key.Digest);

    public override bool Stop(PlatformStop stop) =>
        Of("INSERT INTO platform_state (platform, stopped_at, by, reason) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (platform) DO NOTHING").Run(stop.Platform, stop.At, stop.By, stop.Reason) > 0;

    public override bool IsStopped(string platform) => Of("SELECT stopped_at FROM platform_state WHERE platform = ?1").Value(platform) is not null;

    public override void Start(string platform) => Of("DELETE FROM platform_state WHERE platform = ?1").Run(platform);

    public override void Hurry(string platform, int slot, long now) =>
        Of("UPDATE delivery SET next_at = ?3 WHERE platform = ?1 AND slot = ?2 AND state < 4 AND state = 1 AND next_at > ?3").Run(platform, slot, now);

    public override void Dispose()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private void Each<T>(IReadOnlyCollection<T> rows, string sql, Action<Prepared, T> run)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var statement = Of(sql);
        foreach (var row in rows)
        {
            run(statement, row);
        }
    }

    private int PagesWritten(bool reset)
    {
        var result = raw.sqlite3_db_status(_connection.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, reset ? 1 : 0);
        SqliteException.ThrowExceptionForRC(result, _connection.Handle);
        return pages;
    }

    private void Run(string sql) => Of(sql).Run();

    private Prepared Of(string sql)
    {
        if (!_prepared.TryGetValue(sql, out var statement))
        {
            _prepared[sql] = statement = new Prepared(_connection, sql);
        }

        return statement;
    }
}
