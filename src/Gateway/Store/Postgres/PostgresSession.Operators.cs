namespace ServiceHall.Gateway.Store.Postgres;

// What operators look for and decide.
internal partial class PostgresSession
{
    public override IReadOnlyList<Guid> FindStuck(StuckQuery query) => Read(
        """
        SELECT id FROM record WHERE state IN (1, 2, 3) AND settled IS NULL AND state = $1 AND rowid > coalesce((SELECT rowid FROM record WHERE id = $2), 0)
          AND ($3 IS NULL OR department = $3) AND ($4 IS NULL OR rule = $4) AND ($5 IS NULL OR kind = $5)
        ORDER BY rowid LIMIT $6
        """,
        row => Id(row, 0),
        Value.Of((int)query.State),
        Value.Of(query.After),
        Value.Of(query.Department),
        Value.Of(query.Rule),
        Value.Of(query.Kind),
        Value.Of(query.Most));

    public override IReadOnlyList<Guid> AsJudged(IReadOnlyCollection<Guid> recordIds) => Read(
        recordIds, "SELECT id FROM record WHERE id = ANY($1) ORDER BY rowid", all => [all.Ids(id => id)], row => Id(row, 0));

    public override bool IsSettled(Guid recordId) => IsThere("SELECT 1 FROM record WHERE id = $1 AND settled IS NOT NULL", Value.Of(recordId));

    public override void MarkSettled(Guid recordId, long at) => Write("UPDATE record SET settled = $2 WHERE id = $1", Value.Of(recordId), Value.Of(at));

    public override bool IsUsed(byte[] nonce) => IsThere("SELECT 1 FROM nonce WHERE digest = $1", Value.Of(nonce));

    public override void Use(byte[] nonce, long signedAt, long oldest)
    {
        Write("DELETE FROM nonce WHERE signed_at < $1", Value.Of(oldest));
        Write("INSERT INTO nonce (digest, signed_at) VALUES ($1, $2)", Value.Of(nonce), Value.Of(signedAt));
    }

    public override bool Stop(PlatformStop stop) => IsThere(
        "INSERT INTO platform_state (platform, stopped_at, by, reason) VALUES ($1, $2, $3, $4) ON CONFLICT (platform) DO NOTHING RETURNING platform",
        Value.Of(stop.Platform), Value.Of(stop.At), Value.Of(stop.By), Value.Of(stop.Reason));

    public override bool IsStopped(string platform) => IsThere("SELECT 1 FROM platform_state WHERE platform = $1", Value.Of(platform));

    public override void Start(string platform) => Write("DELETE FROM platform_state WHERE platform = $1", Value.Of(platform));
}
