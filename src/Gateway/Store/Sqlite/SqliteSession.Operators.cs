namespace ServiceHall.Gateway.Store.Sqlite;

// What operators look for and decide.
internal partial class SqliteSession
{
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

    public override bool IsUsed(byte[] nonce) => Of("SELECT 1 FROM nonce WHERE digest = ?1").Value(nonce) is not null;

    public override void Use(byte[] nonce, long signedAt, long oldest)
    {
        Of("DELETE FROM nonce WHERE signed_at < ?1").Run(oldest);
        Of("INSERT INTO nonce (digest, signed_at) VALUES (?1, ?2)").Run(nonce, signedAt);
    }

    public override bool Stop(PlatformStop stop) =>
        Of("INSERT INTO platform_state (platform, stopped_at, by, reason) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (platform) DO NOTHING").Run(stop.Platform, stop.At, stop.By, stop.Reason) > 0;

    public override bool IsStopped(string platform) => Of("SELECT stopped_at FROM platform_state WHERE platform = ?1").Value(platform) is not null;

    public override void Start(string platform) => Of("DELETE FROM platform_state WHERE platform = ?1").Run(platform);
}
