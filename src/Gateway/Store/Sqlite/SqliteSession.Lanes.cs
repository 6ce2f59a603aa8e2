namespace ServiceHall.Gateway.Store.Sqlite;

// Deliveries, calls, and lanes that wait for others.
internal partial class SqliteSession
{
    public override IdBlock TakeAttemptIds() => IdBlock.From((long)Of("SELECT coalesce(max(id), 0) + 1 FROM attempt").Value()!);

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
        var select = Of("SELECT max(CASE WHEN position = ?3 THEN state END), count(*), max(CASE WHEN position = ?3 THEN attempts END) FROM delivery WHERE subject = ?1 AND platform = ?2 AND position <= ?3");
        foreach (var key in deliveries)
        {
            using var rows = select.Query(key.Subject, key.Platform, key.Position);
            if (rows.Read() && !rows.IsNull(0))
            {
                yield return new LaneStanding(key, (DeliveryState)rows.Int(0), rows.Int(1), rows.TextOrNull(2));
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

    public override IReadOnlyList<int> TakeSlots(string platform, int most)
    {
        var take = Of(
            """
            INSERT INTO slot (platform, number, owner, until, fence) VALUES (?1, ?2, '', 0, 1)
            ON CONFLICT (platform, number) DO UPDATE SET fence = fence + 1
            """);
        List<int> slots = [.. Enumerable.Range(0, Slots.Count)];
        slots.ForEach(number => take.Run(platform, number));
        return slots;
    }

    public override IReadOnlyCollection<InterruptedRow> EndOpenAttempts(string platform, IReadOnlyCollection<int> slots, long now, long? next)
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

    public override void Hurry(string platform, int slot, long now) =>
        Of("UPDATE delivery SET next_at = ?3 WHERE platform = ?1 AND slot = ?2 AND state < 4 AND state = 1 AND next_at > ?3").Run(platform, slot, now);
}
