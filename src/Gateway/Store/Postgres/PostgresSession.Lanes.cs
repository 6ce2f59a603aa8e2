namespace ServiceHall.Gateway.Store.Postgres;

// Deliveries, calls, and lanes that wait for others.
internal partial class PostgresSession
{
    public override IdBlock TakeAttemptIds()
    {
        var block = (_node ?? Number("SELECT nextval('call_block')")) << 32;
        return new IdBlock(block + 1, block + uint.MaxValue);
    }

    public override void Upsert(IReadOnlyCollection<DeliveryRow> deliveries) => Write(
        deliveries,
        """
        INSERT INTO delivery (subject, platform, position, record_id, slot, state, tries, next_at, why, rows, attempts) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (subject, platform, position) DO UPDATE
        SET state = excluded.state, tries = excluded.tries, next_at = excluded.next_at, why = excluded.why, rows = excluded.rows, attempts = excluded.attempts
        """,
        all =>
        [
            all.Longs(row => row.Subject), all.Texts(row => row.Platform), all.Longs(row => row.Position), all.Ids(row => row.RecordId), all.Ints(row => row.Slot), all.Ints(row => (int)row.State),
            all.Ints(row => row.Tries), all.Longs(row => row.NextAt), all.Texts(row => row.Why), all.Texts(row => row.Rows), all.Texts(row => row.Attempts),
        ]);

    public override IEnumerable<DeliveryRow> ReadDeliveries(long subject) => Read(
        "SELECT platform, position, record_id, slot, state, tries, next_at, why, rows, attempts FROM delivery WHERE subject = $1 ORDER BY platform, position",
        row => new DeliveryRow(
            subject, row.GetString(0), row.GetInt64(1), Id(row, 2), row.GetInt32(3), (DeliveryState)row.GetInt32(4), row.GetInt32(5), Long(row, 6), Text(row, 7), Text(row, 8), Text(row, 9)),
        Value.Of(subject));

    public override IEnumerable<LaneStanding> ReadStandings(IReadOnlyCollection<DeliveryKey> deliveries) => Read(
        deliveries,
        """
        SELECT subject, platform, wanted.position, max(state) FILTER (WHERE delivery.position = wanted.position), count(*)::integer,
          max(attempts) FILTER (WHERE delivery.position = wanted.position)
        FROM unnest($1, $2, $3) AS wanted (subject, platform, position) JOIN delivery USING (subject, platform) WHERE delivery.position <= wanted.position
        GROUP BY subject, platform, wanted.position HAVING bool_or(delivery.position = wanted.position)
        """,
        all => [all.Longs(key => key.Subject), all.Texts(key => key.Platform), all.Longs(key => key.Position)],
        row => new LaneStanding(new DeliveryKey(row.GetInt64(0), row.GetString(1), row.GetInt64(2)), (DeliveryState)row.GetInt32(3), row.GetInt32(4), Text(row, 5)));

    public override bool HasAwaited(string platform) => IsThere("SELECT 1 FROM awaited WHERE platform = $1 LIMIT 1", Value.Of(platform));

    public override void Upsert(IReadOnlyCollection<AwaitedRow> awaited) => Write(
        LastOf(awaited, row => (row.Platform, row.Subject)),
        """
        INSERT INTO awaited (platform, subject, department, key, holder) SELECT * FROM unnest($1, $2, $3, $4, $5)
        ON CONFLICT (platform, subject) DO UPDATE SET department = excluded.department, key = excluded.key, holder = excluded.holder
        """,
        all => [all.Texts(row => row.Platform), all.Longs(row => row.Subject), all.Texts(row => row.Department), all.Texts(row => row.Key), all.Longs(row => row.Holder)]);

    public override void Locate(string platform, IReadOnlyCollection<(string Department, string Key, long Holder)> records) => Write(
        LastOf(records, one => (one.Department, one.Key)),
        """
        UPDATE awaited SET holder = new.holder FROM unnest($2, $3, $4) AS new (department, key, holder)
        WHERE platform = $1 AND awaited.department = new.department AND awaited.key = new.key
        """,
        all => [Value.Of(platform), all.Texts(one => one.Department), all.Texts(one => one.Key), all.Longs(one => one.Holder)]);

    public override IReadOnlyCollection<AwaitedRecord> ReadAwaited(string platform, IReadOnlyCollection<long> holders) => Read(
        holders,
        "SELECT DISTINCT department, key FROM awaited WHERE platform = $1 AND holder = ANY($2)",
        all => [Value.Of(platform), all.Longs(holder => holder)],
        row => new AwaitedRecord(platform, row.GetString(0), row.GetString(1)));

    public override IReadOnlyCollection<KeyValuePair<long, string>> Release(AwaitedRecord awaited, int most) => Read(
        """
        WITH page AS MATERIALIZED (
          SELECT subject, case_.department FROM awaited JOIN case_ ON case_.id = subject
          WHERE platform = $1 AND awaited.department = $2 AND key = $3 ORDER BY subject LIMIT $4),
        gone AS (DELETE FROM awaited USING page WHERE awaited.platform = $1 AND awaited.subject = page.subject)
        SELECT subject, department FROM page ORDER BY subject
        """,
        row => KeyValuePair.Create(row.GetInt64(0), row.GetString(1)),
        Value.Of(awaited.Platform),
        Value.Of(awaited.Department),
        Value.Of(awaited.Key),
        Value.Of(most));

    public override void Insert(IReadOnlyCollection<AttemptRow> attempts) => Write(
        attempts,
        "INSERT INTO attempt (id, platform, started, ended, outcome, why, deliveries, body) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)",
        all =>
        [
            all.Longs(row => row.Id), all.Texts(row => row.Platform), all.Longs(row => row.Started), all.Longs(row => row.Ended), all.Texts(row => row.Outcome), all.Texts(row => row.Why),
            all.Ints(row => row.Deliveries), all.Blobs(row => row.Body),
        ]);

    public override void End(IReadOnlyCollection<AttemptEnd> attempts) => Write(
        LastOf(attempts, row => row.Id),
        "UPDATE attempt SET ended = new.ended, outcome = new.outcome, why = new.why FROM unnest($1, $2, $3, $4) AS new (id, ended, outcome, why) WHERE attempt.id = new.id",
        all => [all.Longs(row => row.Id), all.Longs(row => row.Ended), all.Texts(row => row.Outcome), all.Texts(row => row.Why)]);

    public override int CountNodes() => (int)Number("SELECT count(*) FROM node");

    public override bool Bury(long node, long beat) => IsThere("DELETE FROM node WHERE id = $1 AND beat = $2 RETURNING id", Value.Of(node), Value.Of(beat));

    public override void Leave()
    {
        _isLeaving = true;
        Write("DELETE FROM node WHERE id = $1", Value.Of(_node));
    }

    public override IReadOnlyList<int> TakeSlots(string platform, int most)
    {
        Write(
            "INSERT INTO slot (platform, number, fence) SELECT $1, number, 0 FROM generate_series(0, $2 - 1) AS number WHERE NOT EXISTS (SELECT 1 FROM slot WHERE platform = $1)",
            Value.Of(platform),
            Value.Of(Slots.Count));
        return Read(
            """
            UPDATE slot SET node = $2, fence = fence + 1
            WHERE platform = $1 AND number = ANY(ARRAY(SELECT number FROM slot WHERE platform = $1 AND node IS NULL ORDER BY number LIMIT $3)) RETURNING number
            """,
            row => row.GetInt32(0),
            Value.Of(platform),
            Value.Of(_node),
            Value.Of(most));
    }

    public override IReadOnlyList<int> LeaveSlots(string platform, IReadOnlyCollection<int> slots) => Read(
        slots,
        """
        UPDATE slot SET node = NULL WHERE platform = $1 AND node = $2 AND number = ANY($3)
          AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.platform = $1 AND delivery.slot = slot.number AND delivery.state = 2 AND delivery.state < 4) RETURNING number
        """,
        all => [Value.Of(platform), Value.Of(_node), all.Ints(slot => slot)],
        row => row.GetInt32(0));

    public override IReadOnlyCollection<InterruptedRow> EndOpenAttempts(string platform, IReadOnlyCollection<int> slots, long now, long? next)
    {
        Write(
            """
            UPDATE attempt SET ended = $2, outcome = 'unknown', why = '网关在调用途中停止'
            WHERE platform = $1 AND ended IS NULL AND NOT EXISTS (SELECT 1 FROM node WHERE node.id = attempt.id >> 32)
            """,
            Value.Of(platform),
            Value.Of(now));
        var interrupted = Read(
            slots,
            """
            SELECT subject, record_id, record.department FROM delivery JOIN record ON record.id = record_id
            WHERE platform = $1 AND slot = ANY($2) AND delivery.state = 2 AND delivery.state < 4 ORDER BY subject, position
            """,
            all => [Value.Of(platform), all.Ints(slot => slot)],
            row => new InterruptedRow(row.GetInt64(0), Id(row, 1), row.GetString(2)));
        Write(
            slots,
            "UPDATE delivery SET state = 3, next_at = $3, why = '网关在调用途中停止，结果不明' WHERE platform = $1 AND slot = ANY($2) AND state = 2 AND state < 4",
            all => [Value.Of(platform), all.Ints(slot => slot), Value.Of(next)]);
        return interrupted;
    }

    public override void Hurry(string platform, int slot, long now) => Write(
        "UPDATE delivery SET next_at = $3 WHERE platform = $1 AND slot = $2 AND state < 4 AND state = 1 AND next_at > $3", Value.Of(platform), Value.Of(slot), Value.Of(now));
}
