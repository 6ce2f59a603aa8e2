using Microsoft.Data.Sqlite;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Bench.Shapes;

/// <summary>The shape of the first script, by the statements of the store's session: what is new lies together, look-ups are in natural order.</summary>
internal class ShapeA(SqliteConnection connection) : Shape(connection)
{
    public override string Schema => Scripts.Of("Sqlite").First().Sql;

    public override void Write(RecordRow row) => Of(
        """
        INSERT INTO record (id, department, kind, version, case_id, occurred, received, verdict, state, rule, config_id, findings, body)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        """).Run(row.Id, row.Department, row.Kind, row.Version, row.CaseId, row.Occurred, row.Received, row.Verdict, row.State, row.Rule, row.ConfigId, row.Findings, row.Body);

    public override void Write(KeyRow row) => Of("INSERT INTO record_key (department, key, version, record_id, state, digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6)").Run(
        row.Department, row.Key, row.Version, row.RecordId, row.State, row.Digest);

    public override void Write(NumberRow row) => Of("INSERT INTO case_number (value, issuer, case_id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING").Run(row.Value, row.Issuer, row.CaseId);

    public override void Write(DeliveryRow row) => Of(
        """
        INSERT INTO delivery (subject, platform, position, record_id, slot, state, tries, next_at, why, rows, attempts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (subject, platform, position) DO UPDATE
        SET state = excluded.state, tries = excluded.tries, next_at = excluded.next_at, why = excluded.why, rows = excluded.rows, attempts = excluded.attempts
        """).Run(row.Subject, row.Platform, row.Position, row.RecordId, row.Slot, row.State, row.Tries, row.NextAt, row.Why, row.Rows, row.Attempts);

    public override bool HasKey(string department, string key) => Of("SELECT version, record_id, state, digest FROM record_key WHERE department = ?1 AND key = ?2").Value(department, key) is not null;

    public override byte[]? CaseOf(string value, string issuer) =>
        Of("SELECT document FROM case_ WHERE id = (SELECT case_id FROM case_number WHERE value = ?1 AND issuer = ?2)").Value(value, issuer) as byte[];

    public override int Lane(long subject, string platform) =>
        Count("SELECT position, record_id, state, rows FROM delivery WHERE subject = ?1 AND platform = ?2 ORDER BY position", subject, platform);
}
