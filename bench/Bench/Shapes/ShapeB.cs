using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using ServiceHall.Gateway.Store;

namespace ServiceHall.Bench.Shapes;

/// <summary>
/// Records clustered by their UUIDv7; keys and numbers by a hash instead of in the departments' order; deliveries under an id of their own, with
/// an index on a case's random id.
/// </summary>
internal sealed class ShapeB(SqliteConnection connection) : ShapeA(connection)
{
    public override string Schema => base.Schema
        .Replace("  body BLOB NOT NULL                      -- sealed\n);\n\n-- Every key", "  body BLOB NOT NULL\n) WITHOUT ROWID;\n\n-- Every key", StringComparison.Ordinal)
        .Replace("  department TEXT NOT NULL,\n  key TEXT NOT NULL,\n", "  hash BLOB NOT NULL,\n  department TEXT NOT NULL,\n", StringComparison.Ordinal)
        .Replace("PRIMARY KEY (department, key, version)", "PRIMARY KEY (hash, version)", StringComparison.Ordinal)
        .Replace("  value TEXT NOT NULL,\n  issuer TEXT NOT NULL,\n", "  hash BLOB NOT NULL,\n", StringComparison.Ordinal)
        .Replace("PRIMARY KEY (value, issuer)", "PRIMARY KEY (hash)", StringComparison.Ordinal)
        .Replace("CREATE TABLE delivery (\n", "CREATE TABLE delivery (\n  id INTEGER PRIMARY KEY,\n", StringComparison.Ordinal)
        .Replace("  attempts TEXT,                          -- ids of the calls it was in\n  PRIMARY KEY (subject, platform, position)\n) WITHOUT ROWID;", "  attempts TEXT\n);\nCREATE UNIQUE INDEX delivery_lane ON delivery (subject, platform, position);", StringComparison.Ordinal);

    public override void Write(KeyRow row) => Of("INSERT INTO record_key (hash, department, version, record_id, state, digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6)").Run(
        Hash(row.Department, row.Key), row.Department, row.Version, row.RecordId, row.State, row.Digest);

    public override void Write(NumberRow row) => Of("INSERT INTO case_number (hash, case_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING").Run(Hash(row.Issuer, row.Value), row.CaseId);

    public override void Write(DeliveryRow row) => base.Write(row with { Subject = Scattered(row.Subject) });

    public override bool HasKey(string department, string key) => Of("SELECT version, record_id, state, digest FROM record_key WHERE hash = ?1").Value(Hash(department, key)) is not null;

    public override byte[]? CaseOf(string value, string issuer) => Of("SELECT document FROM case_ WHERE id = (SELECT case_id FROM case_number WHERE hash = ?1)").Value(Hash(issuer, value)) as byte[];

    public override int Lane(long subject, string platform) => base.Lane(Scattered(subject), platform);

    private static byte[] Hash(string first, string second) => SHA256.HashData(Encoding.UTF8.GetBytes($"{first}\n{second}"))[..16];

    // As if cases had random ids.
    private static long Scattered(long id) => (long)((ulong)id * 0x9E3779B97F4A7C15UL);
}
