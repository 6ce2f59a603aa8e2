namespace ServiceHall.Gateway.Store.Postgres;

// Cases and their numbers, the journal, and the counters.
internal partial class PostgresSession
{
    // As the script of the sequence says.
    private const int CaseBlock = 100;

    // Of a row that counts, until another takes its place.
    private const int MostVersions = 500;

    private const string AddUp =
        """
        WITH gone AS (
          DELETE FROM counter WHERE node <> '1' AND node <> $1 AND (split_part(node, '.', 1) = $2 OR NOT EXISTS (SELECT 1 FROM node WHERE id::TEXT = split_part(counter.node, '.', 1)))
          RETURNING name, value
        )
        INSERT INTO counter (node, name, value) SELECT '1', name, sum(value) FROM gone GROUP BY name
        ON CONFLICT (node, name) DO UPDATE SET value = counter.value + excluded.value
        """;

    private long _counted;
    private string _counting = "";

    public override IdBlock TakeCaseIds()
    {
        var first = Number("SELECT nextval('case_block')");
        return new IdBlock(first, first + CaseBlock - 1);
    }

    public override IEnumerable<NumberRow> ReadNumbers(IReadOnlyCollection<(string Value, string Issuer)> numbers) => Read(
        numbers,
        "SELECT value, issuer, case_id FROM unnest($1, $2) AS wanted (value, issuer) JOIN case_number USING (value, issuer)",
        all => [all.Texts(one => one.Value), all.Texts(one => one.Issuer)],
        row => new NumberRow(row.GetString(0), row.GetString(1), row.GetInt64(2)));

    public override IEnumerable<CaseRow> ReadCases(IReadOnlyCollection<long> ids) => Read(
        ids,
        "SELECT id, department, matter, division, state, document FROM case_ WHERE id = ANY($1)",
        all => [all.Longs(id => id)],
        row => new CaseRow(row.GetInt64(0), row.GetString(1), Text(row, 2), row.GetString(3), row.GetInt32(4), null, null, row.GetFieldValue<byte[]>(5)));

    public override void Upsert(IReadOnlyCollection<CaseRow> cases) => Write(
        cases,
        """
        INSERT INTO case_ (id, department, matter, division, state, yellow_at, red_at, document) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (id) DO UPDATE SET matter = excluded.matter, state = excluded.state, yellow_at = excluded.yellow_at, red_at = excluded.red_at, document = excluded.document
        """,
        all =>
        [
            all.Longs(row => row.Id), all.Texts(row => row.Department), all.Texts(row => row.Matter), all.Texts(row => row.Division), all.Ints(row => row.State), all.Longs(row => row.YellowAt),
            all.Longs(row => row.RedAt), all.Blobs(row => row.Document),
        ]);

    public override void Insert(IReadOnlyCollection<NumberRow> numbers) => Write(
        numbers,
        "INSERT INTO case_number (value, issuer, case_id) SELECT * FROM unnest($1, $2, $3) ON CONFLICT DO NOTHING",
        all => [all.Texts(row => row.Value), all.Texts(row => row.Issuer), all.Longs(row => row.CaseId)]);

    public override void Insert(IReadOnlyCollection<JournalRow> journal) => Write(
        journal,
        """
        INSERT INTO journal (seq, at, what, department, subject, record_id, platform, state, code, digest, actor, reason, node)
        SELECT (SELECT coalesce(max(seq), 0) FROM journal) + nth, at, what, department, subject, record_id, platform, state, code, digest, actor, reason, $12
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) WITH ORDINALITY
          AS new (at, what, department, subject, record_id, platform, state, code, digest, actor, reason, nth)
        """,
        all =>
        [
            all.Longs(row => row.At), all.Texts(row => row.What), all.Texts(row => row.Department), all.Longs(row => row.Subject), all.Ids(row => row.RecordId),
            all.Texts(row => row.Platform), all.Texts(row => row.State), all.Texts(row => row.Code), all.Blobs(row => row.Digest), all.Texts(row => row.Actor), all.Blobs(row => row.Reason),
            Value.Of(_node),
        ]);

    public override void MarkChanges(long now, long since, long expired)
    {
        Write(
            """
            INSERT INTO change_mark (place, at) SELECT (SELECT coalesce(max(seq), 0) FROM journal), $1
            WHERE NOT EXISTS (SELECT 1 FROM change_mark WHERE at > $2 AND at <= $1) ON CONFLICT DO NOTHING
            """,
            Value.Of(now),
            Value.Of(since));
        Write("DELETE FROM change_mark WHERE place < (SELECT max(place) FROM change_mark WHERE at <= $1)", Value.Of(expired));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Every transaction changes the same few rows, and as long as anybody keeps an old snapshot open, each change must find its row among all versions that it
    /// ever had since. So a writer counts in rows of its own, and begins new ones before that takes long; what it and those that are no more have left is
    /// added up in rows of nobody's.
    /// </remarks>
    public override void Count(IReadOnlyDictionary<string, long> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        if (_counted++ % MostVersions == 0)
        {
            _counting = $"{_node ?? 0}.{_counted}";
            Write(AddUp, Value.Of(_counting), Value.Of($"{_node ?? 0}"));
        }

        var counting = Value.Of(_counting);
        Write(
            changes,
            "INSERT INTO counter (node, name, value) SELECT $1, * FROM unnest($2, $3) ON CONFLICT (node, name) DO UPDATE SET value = counter.value + excluded.value",
            all => [counting, all.Texts(row => row.Key), all.Longs(row => row.Value)]);
    }
}
